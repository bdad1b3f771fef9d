package io.holdfast.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SandboxTest {

    @Test
    void aPortInUseIsSaidSo() throws IOException {
        // given
        try (Sandbox first = Sandbox.start(SandboxOptions.defaults())) {
            SandboxOptions same = SandboxOptions.defaults().withPort(first.port());

            // when, then
            assertThatThrownBy(() -> Sandbox.start(same)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aClosedSandboxListensNoMore() throws IOException {
        // given
        Sandbox sandbox = Sandbox.start(SandboxOptions.defaults());
        Caller caller = new Caller(sandbox.url());
        caller.postLater("/v1/authorizations", "d", Caller.hold("pm_hang", "d"));
        await().until(() -> !sandbox.ledger().entries().isEmpty());

        // when
        sandbox.close();

        // then
        assertThatThrownBy(() -> caller.trySend(caller.request("/healthz").GET().build()))
                .isInstanceOf(IOException.class);
        assertThatCode(sandbox::close).as("closing again").doesNotThrowAnyException();
    }

    @Test
    void manyCallersAtOnceAreAllServedOnce() throws IOException {
        // given
        int disputes = 2_000;
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults())) {
            Caller caller = new Caller(sandbox.url());

            // when
            List<CompletableFuture<Integer>> codes = IntStream.range(0, disputes)
                    .mapToObj(n -> CompletableFuture.supplyAsync(() -> holdAndGiveBack(caller, n), threads))
                    .toList();

            // then
            assertThat(codes).allMatch(code -> code.join() == 200);
            LedgerSnapshot ledger = sandbox.ledger();
            assertThat(ledger.totals().byStatus()).containsOnlyKeys(AuthorizationStatus.VOIDED);
            assertThat(ledger.authorizations()).hasSize(disputes);
            assertThat(ledger.anomalies()).isEmpty();
        } finally {
            threads.shutdownNow();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "pm_ok, AUTHORIZE",
        "pm_card_visa, AUTHORIZE",
        "anything, AUTHORIZE",
        "pm_pending_x, AUTHORIZE",
        "pm_declined, DECLINE",
        "pm_declined_lost_card, DECLINE",
        "pm_declined_lost_card_r12, DECLINE",
        "pm_declined_do-not-honor, DECLINE",
        "pm_declined_do not honor, DECLINE",
        "pm_declined_, DECLINE",
        "pm_pending_fail, DECLINE",
        "pm_renew_declined_5, DECLINE_RENEWAL",
        "pm_mismatch, AUTHORIZE_ANOTHER_AMOUNT",
        "pm_mismatch_r1, AUTHORIZE_ANOTHER_AMOUNT"
    })
    void anIdIsAWholeScript(String paymentMethodId, Behaviour.Decision decision) {
        // when
        Behaviour behaviour = Behaviour.of(paymentMethodId);

        // then
        assertThat(behaviour.decision()).isEqualTo(decision);
    }

    private static int holdAndGiveBack(Caller caller, int n) {
        String id = caller.authorize("pm_ok", "d-" + n).id();
        caller.authorize("pm_ok", "d-" + n);
        return caller.giveBack(id, "d-" + n + ":void:1").status();
    }
}
