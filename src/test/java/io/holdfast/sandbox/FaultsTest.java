package io.holdfast.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FaultsTest extends SandboxCase {

    @Override
    SandboxOptions options() {
        return SandboxOptions.defaults();
    }

    @Test
    void aSlowCallActsAndAnswersLate() {
        // given
        CompletableFuture<Caller.Answer> slow =
                caller.postLater("/v1/authorizations", "d-1", Caller.hold("pm_slow_0.5", "d-1"));

        // when
        LedgerSnapshot meanwhile = sandbox.ledger();

        // then
        assertThat(meanwhile.authorizations()).isEmpty();
        assertThat(slow.join().status()).isEqualTo(201);
    }

    @Test
    void aSlowCallActsAlsoWhenItsCallerHasHungUp() {
        // when
        assertThatThrownBy(() -> caller.trySend(impatient("pm_slow_0.5", "d-1")))
                .isInstanceOf(HttpTimeoutException.class);

        // then
        await().untilAsserted(() -> assertThat(sandbox.ledger("d-1").live()).hasSize(1));
    }

    @Test
    void aHangingCallNeverActsNorAnswers() {
        // when
        assertThatThrownBy(() -> caller.trySend(impatient("pm_hang", "d-1"))).isInstanceOf(HttpTimeoutException.class);

        // then
        LedgerSnapshot ledger = sandbox.ledger("d-1");
        assertThat(ledger.authorizations()).isEmpty();
        assertThat(ledger.entries()).extracting(LedgerEntry::outcome).containsExactly("no_answer");
    }

    @Test
    void aTimeoutAfterActingIsAnsweredAtTheReplay() {
        // given
        assertThatThrownBy(() -> caller.trySend(impatient("pm_timeout_after", "d-1")))
                .isInstanceOf(HttpTimeoutException.class);

        // when
        Caller.Answer replay = caller.authorize("pm_timeout_after", "d-1");

        // then
        assertThat(replay.status()).isEqualTo(201);
        assertThat(sandbox.ledger("d-1").live()).hasSize(1);
        assertThat(sandbox.ledger().totals().unanswered()).isEqualTo(1);
    }

    @Test
    void aServerErrorThatDoesNothingStays() {
        // given
        caller.authorize("pm_error_500", "d-1");

        // when
        Caller.Answer second = caller.authorize("pm_error_500", "d-1");

        // then
        assertThat(second.status()).isEqualTo(500);
        assertThat(second.errorCode()).isEqualTo("internal_error");
        assertThat(sandbox.ledger().authorizations()).isEmpty();
    }

    @Test
    void anUnavailableAfterActingIsAnsweredAtTheReplay() {
        // given
        Caller.Answer first = caller.authorize("pm_error_503_after", "d-1");

        // when
        Caller.Answer replay = caller.authorize("pm_error_503_after", "d-1");

        // then
        assertThat(first.status()).isEqualTo(503);
        assertThat(first.http().headers().firstValue("Retry-After")).hasValue("1");
        assertThat(replay.status()).isEqualTo(201);
        assertThat(sandbox.ledger().authorizations()).hasSize(1);
    }

    @Test
    void aFaultCanBelongToTheCapture() {
        // given
        String id = caller.authorize("pm_capture_error_503_after").id();

        // when
        Caller.Answer first = caller.capture(id, "20", "c");

        // then
        assertThat(first.status()).isEqualTo(503);
        assertThat(caller.get("/v1/authorizations/" + id).text("/status")).isEqualTo("captured");
        assertThat(caller.capture(id, "20", "c").status()).isEqualTo(200);
    }

    @Test
    void aFaultCanBelongToTheVoid() {
        // given
        String id = caller.authorize("pm_void_error_500").id();

        // when
        Caller.Answer answer = caller.giveBack(id, "v");

        // then
        assertThat(answer.status()).isEqualTo(500);
        assertThat(caller.get("/v1/authorizations/" + id).text("/status")).isEqualTo("authorized");
    }

    @Test
    void aFlakyCardFailsInEveryWayAndIsNeverHeldTwice() {
        // given
        List<String> disputes = IntStream.range(0, 100).mapToObj(n -> "d-" + n).toList();

        // when
        List<String> outcomes = new ArrayList<>();
        disputes.forEach(dispute -> outcomes.addAll(untilAnswered(dispute)));

        // then
        assertThat(outcomes).contains("201", "500", "503", "429", "closed");
        assertThat(sandbox.ledger().live()).hasSize(100);
        assertThat(sandbox.ledger().entries())
                .anyMatch(entry -> entry.acted() && !entry.outcome().equals("authorized"));
    }

    @Test
    void aFlakyCardFailsWhenItIsLookedAtToo() {
        // given
        untilAnswered("d-1");

        // when
        List<String> outcomes = IntStream.range(0, 60)
                .mapToObj(n -> outcomeOf(caller.request("/v1/authorizations?dispute_id=d-1")
                        .GET()
                        .build()))
                .toList();

        // then
        assertThat(outcomes).contains("200", "500", "429");
    }

    @Test
    void theSameSeedMakesTheSameFaults() throws IOException {
        // given
        List<String> first = faultsOfSeed(7);

        // when
        List<String> again = faultsOfSeed(7);

        // then
        assertThat(again).isEqualTo(first);
        assertThat(faultsOfSeed(8)).isNotEqualTo(first);
    }

    @Test
    void aFlakinessOfZeroNeverFails() {
        // when
        List<Integer> codes = IntStream.range(0, 50)
                .mapToObj(n -> caller.authorize("pm_flaky_0").status())
                .distinct()
                .toList();

        // then
        assertThat(codes).containsExactly(201);
    }

    private List<String> faultsOfSeed(long seed) throws IOException {
        try (Sandbox seeded = Sandbox.start(SandboxOptions.defaults().withSeed(seed))) {
            Caller other = new Caller(seeded.url());
            for (int n = 0; n < 30; n++) {
                outcomeOf(other.posting("/v1/authorizations", "d-" + n, Caller.hold("pm_flaky_50", "d-" + n)));
            }
            return seeded.ledger().entries().stream()
                    .map(entry -> entry.outcome() + entry.acted())
                    .collect(Collectors.toList());
        }
    }

    private List<String> untilAnswered(String dispute) {
        List<String> outcomes = new ArrayList<>();
        HttpRequest request = caller.posting("/v1/authorizations", dispute, Caller.hold("pm_flaky_60", dispute));
        while (!outcomes.contains("201")) {
            outcomes.add(outcomeOf(request));
        }
        return outcomes;
    }

    private String outcomeOf(HttpRequest request) {
        try {
            return Integer.toString(caller.trySend(request).status());
        } catch (IOException closed) {
            return "closed";
        }
    }

    private HttpRequest impatient(String paymentMethodId, String dispute) {
        return caller.request("/v1/authorizations")
                .timeout(Duration.ofMillis(300))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", dispute)
                .POST(BodyPublishers.ofString(Caller.hold(paymentMethodId, dispute)))
                .build();
    }
}
