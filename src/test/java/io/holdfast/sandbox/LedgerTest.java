package io.holdfast.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class LedgerTest extends SandboxCase {

    @Override
    SandboxOptions options() {
        return super.options().withOverlapGrace(Duration.ofSeconds(10));
    }

    @Test
    void theLedgerShowsWhatWasDoneByWhichKey() {
        // given
        String id = caller.authorize("pm_ok", "d-1").id();
        caller.authorize("pm_ok", "d-1");
        caller.capture(id, "20", "d-1:capture:1");

        // when
        Caller.Answer ledger = caller.get("/ledger");

        // then
        assertThat(ledger.status()).isEqualTo(200);
        assertThat(ledger.text("/authorizations/0/id")).isEqualTo(id);
        assertThat(ledger.text("/authorizations/0/dispute_id")).isEqualTo("d-1");
        assertThat(ledger.text("/authorizations/0/payment_method_id")).isEqualTo("pm_ok");
        assertThat(ledger.text("/authorizations/0/status")).isEqualTo("captured");
        assertThat(ledger.number("/authorizations/0/captured_amount")).isEqualTo(new BigDecimal("20.00"));
        assertThat(ledger.body().at("/authorizations/0/idempotency_keys").toString())
                .isEqualTo("[\"d-1\",\"d-1:capture:1\"]");
        assertThat(ledger.text("/authorizations/0/replays")).isEqualTo("1");
        assertThat(ledger.text("/entries/0/call")).isEqualTo("authorize");
        assertThat(ledger.text("/entries/0/key")).isEqualTo("d-1");
        assertThat(ledger.text("/entries/0/http_status")).isEqualTo("201");
        assertThat(ledger.text("/entries/0/outcome")).isEqualTo("authorized");
        assertThat(ledger.text("/entries/1/replay")).isEqualTo("true");
        assertThat(ledger.text("/entries/2/call")).isEqualTo("capture");
        assertThat(ledger.text("/totals/by_status/captured")).isEqualTo("1");
        assertThat(ledger.number("/totals/captured/USD")).isEqualTo(new BigDecimal("20.00"));
        assertThat(ledger.body().get("anomalies")).isEmpty();
    }

    @Test
    void theLedgerOfOneDisputeShowsNothingElse() {
        // given
        caller.authorize("pm_ok", "d-1");
        caller.authorize("pm_ok", "d-2");

        // when
        Caller.Answer ledger = caller.get("/ledger?dispute_id=d-2");

        // then
        assertThat(ledger.body().get("authorizations")).hasSize(1);
        assertThat(ledger.body().get("entries")).hasSize(1);
        assertThat(ledger.number("/totals/live/USD")).isEqualTo(new BigDecimal("49.99"));
    }

    @Test
    void theEntriesCanBeLeftOut() {
        // given
        caller.authorize("pm_ok", "d-1");

        // when
        Caller.Answer ledger = caller.get("/ledger?entries=false");

        // then
        assertThat(ledger.body().has("entries")).isFalse();
        assertThat(ledger.text("/totals/entries")).isEqualTo("1");
    }

    @Test
    void aResetForgetsEverything() {
        // given
        caller.authorize("pm_ok", "d-1");
        caller.refresh("pm_ok", "r");

        // when
        Caller.Answer answer = caller.delete("/ledger");

        // then
        assertThat(answer.status()).isEqualTo(204);
        assertThat(sandbox.ledger().authorizations()).isEmpty();
        assertThat(sandbox.ledger().entries()).isEmpty();
        assertThat(caller.authorize("pm_ok", "d-9", "d-1").status()).isEqualTo(201);
    }

    @Test
    void aResetDropsCallsThatStillRun() {
        // given
        CompletableFuture<Caller.Answer> slow = caller.startSlow("pm_slow_60", "d-1");

        // when
        sandbox.reset();

        // then
        await().until(slow::isCompletedExceptionally);
        assertThat(sandbox.ledger().authorizations()).isEmpty();
    }

    @Test
    void twoLiveAuthorizationsWithinTheGraceAreARenewal() {
        // given
        String old = caller.authorize("pm_ok", "d-1").id();
        caller.authorize("pm_ok", "d-1", "d-1:renew:1");
        clock.advance(Duration.ofSeconds(10));

        // when
        caller.giveBack(old, "d-1:void:1");

        // then
        clock.advance(Duration.ofMinutes(5));
        assertThat(sandbox.ledger().anomalies()).isEmpty();
    }

    @Test
    void twoLiveAuthorizationsForTooLongAreAnAnomaly() {
        // given
        String old = caller.authorize("pm_ok", "d-1").id();
        caller.authorize("pm_ok", "d-1", "d-1:renew:1");

        // when
        clock.advance(Duration.ofSeconds(11));

        // then
        assertThat(anomalies()).containsExactly(Anomaly.Type.TWO_LIVE_AUTHORIZATIONS);
        caller.giveBack(old, "d-1:void:1");
        assertThat(anomalies()).as("it stays on record").containsExactly(Anomaly.Type.TWO_LIVE_AUTHORIZATIONS);
        assertThat(caller.get("/ledger").text("/anomalies/0/type")).isEqualTo("two_live_authorizations");
    }

    @Test
    void aCaptureAfterAVoidIsAnAnomaly() {
        // given
        String id = caller.authorize("pm_ok", "d-1").id();
        caller.giveBack(id, "v");

        // when
        Caller.Answer answer = caller.capture(id, "1", "c");

        // then
        assertThat(answer.status()).isEqualTo(409);
        assertThat(anomalies()).containsExactly(Anomaly.Type.CAPTURE_AFTER_VOID);
    }

    @Test
    void twoCapturedAuthorizationsOfADisputeAreAnAnomaly() {
        // given
        String first = caller.authorize("pm_ok", "d-1").id();
        String second = caller.authorize("pm_ok", "d-1", "d-1:renew:1").id();
        caller.capture(first, "1", "c1");

        // when
        caller.capture(second, "1", "c2");

        // then
        assertThat(anomalies()).containsExactly(Anomaly.Type.TWO_CAPTURED_AUTHORIZATIONS);
        assertThat(sandbox.ledger("d-2").anomalies()).isEmpty();
    }

    @Test
    void aRefusedRequestIsWrittenDownToo() {
        // given
        caller.post("/v1/authorizations", "k", "{");

        // when
        List<LedgerEntry> entries = sandbox.ledger().entries();

        // then
        assertThat(entries).hasSize(1);
        assertThat(entries.get(0).outcome()).isEqualTo("invalid_json");
        assertThat(entries.get(0).httpStatus()).hasValue(400);
        assertThat(entries.get(0).acted()).isFalse();
    }

    private List<Anomaly.Type> anomalies() {
        return sandbox.ledger().anomalies().stream().map(Anomaly::type).toList();
    }
}
