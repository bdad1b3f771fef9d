package io.holdfast.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyTest extends SandboxCase {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/authorizations",
                "/v1/authorizations/auth_x/capture",
                "/v1/authorizations/auth_x/void",
                "/v1/payment_methods/pm_ok/refresh"
            })
    void aPostWithoutAKeyIsABadRequest(String path) {
        // when
        Caller.Answer answer = caller.send(caller.request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}"))
                .build());

        // then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.errorCode()).isEqualTo("idempotency_key_missing");
    }

    @Test
    void aKeyOfMoreThan255CharactersIsABadRequest() {
        // when
        Caller.Answer answer = caller.authorize("pm_ok", "d", "k".repeat(256));

        // then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(caller.authorize("pm_ok", "d", "k".repeat(255)).status()).isEqualTo(201);
    }

    @Test
    void aReplayHasTheOriginalCodeAndTheAuthorizationAsItIsNow() {
        // given
        Caller.Answer first = caller.authorize("pm_pending_5", "d-1");
        clock.advance(Duration.ofSeconds(5));

        // when
        Caller.Answer replay = caller.authorize("pm_pending_5", "d-1");

        // then
        assertThat(replay.status()).isEqualTo(202);
        assertThat(replay.text("/status")).isEqualTo("authorized");
        assertThat(replay.id()).isEqualTo(first.id());
        assertThat(sandbox.ledger().authorizations()).hasSize(1);
        assertThat(sandbox.ledger().authorizations().get(0).replays()).isEqualTo(1);
    }

    @Test
    void aReplayOfAnAuthorizationShowsItsCapture() {
        // given
        String id = caller.authorize("pm_ok", "d-1").id();
        caller.capture(id, "20", "d-1:capture:1");

        // when
        Caller.Answer replay = caller.authorize("pm_ok", "d-1");

        // then
        assertThat(replay.status()).isEqualTo(201);
        assertThat(replay.text("/status")).isEqualTo("captured");
    }

    @Test
    void bodiesAreComparedAsJsonAndNotAsText() {
        // given
        Caller.Answer first = caller.post(
                "/v1/authorizations",
                "k",
                "{\"amount\": 20.10, \"currency\": \"USD\", \"capture_method\": \"manual\", "
                        + "\"payment_method_id\": \"pm_ok\", \"metadata\": {\"dispute_id\": \"d\"}}");

        // when
        Caller.Answer replay = caller.post(
                "/v1/authorizations",
                "k",
                "{\"metadata\":{\"dispute_id\":\"d\"},\"payment_method_id\":\"pm_ok\","
                        + "\"capture_method\":\"manual\",\"currency\":\"\\u0055SD\",\"amount\":2.01e1}");

        // then
        assertThat(replay.status()).isEqualTo(201);
        assertThat(replay.id()).isEqualTo(first.id());
    }

    @Test
    void aKeyWithAnotherBodyIsRefused() {
        // given
        caller.authorize("pm_ok", "d-1", "k");

        // when
        Caller.Answer answer = caller.authorize("pm_ok", "d-2", "k");

        // then
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.errorCode()).isEqualTo("idempotency_key_reused");
        assertThat(sandbox.ledger().authorizations()).hasSize(1);
    }

    @Test
    void aKeyWithAnotherPathIsRefused() {
        // given
        String id = caller.authorize("pm_ok").id();
        caller.capture(id, "20", "k");

        // when
        Caller.Answer answer = caller.giveBack(id, "k");

        // then
        assertThat(answer.errorCode()).isEqualTo("idempotency_key_reused");
    }

    @Test
    void aKeyWhoseCallStillRunsIsAConflict() {
        // given
        CompletableFuture<Caller.Answer> running = caller.startSlow("pm_slow_1", "d-1");

        // when
        Caller.Answer answer = caller.authorize("pm_slow_1", "d-1");

        // then
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.errorCode()).isEqualTo("in_flight");
        assertThat(running.join().status()).isEqualTo(201);
        assertThat(caller.authorize("pm_slow_1", "d-1").id())
                .isEqualTo(running.join().id());
    }

    @Test
    void aRunningKeyWithAnotherBodyIsRefusedAsReused() {
        // given
        caller.startSlow("pm_slow_1", "d-1");

        // when
        Caller.Answer answer = caller.authorize("pm_slow_1", "d-2", "d-1");

        // then
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.errorCode()).isEqualTo("idempotency_key_reused");
    }

    @Test
    void aRefusalIsReplayedToo() {
        // given
        String id = caller.authorize("pm_pending_5").id();
        caller.giveBack(id, "v");
        clock.advance(Duration.ofSeconds(5));

        // when
        Caller.Answer replay = caller.giveBack(id, "v");

        // then
        assertThat(replay.status()).isEqualTo(409);
        assertThat(caller.giveBack(id, "v2").status()).isEqualTo(200);
    }
}
