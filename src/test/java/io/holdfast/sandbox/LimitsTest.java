package io.holdfast.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class LimitsTest extends SandboxCase {

    @Override
    SandboxOptions options() {
        // three authorizations, four keys, five entries, two open calls
        return super.options().withLimits(new SandboxLimits(3, 4, 5, 2, 100, 10));
    }

    @Test
    void theAuthorizationThatFinishedLongestAgoIsForgottenFirst() {
        // given
        String live = caller.authorize("pm_ok").id();
        String finished = caller.authorize("pm_declined_x").id();
        caller.authorize("pm_declined_x");

        // when
        Caller.Answer fourth = caller.authorize("pm_ok");

        // then
        assertThat(fourth.status()).isEqualTo(201);
        assertThat(caller.get("/v1/authorizations/" + finished).status()).isEqualTo(404);
        assertThat(caller.get("/v1/authorizations/" + live).status()).isEqualTo(200);
        assertThat(sandbox.ledger().forgotten().authorizations()).isEqualTo(1);
    }

    @Test
    void whenEveryAuthorizationIsLiveANewOneIsRefusedForNow() {
        // given
        String first = caller.authorize("pm_ok").id();
        caller.authorize("pm_ok");
        caller.authorize("pm_ok");

        // when
        Caller.Answer fourth = caller.authorize("pm_ok", "d-4");

        // then
        assertThat(fourth.status()).isEqualTo(503);
        assertThat(fourth.errorCode()).isEqualTo("sandbox_full");
        assertThat(fourth.http().headers().firstValue("Retry-After")).hasValue("1");
        caller.giveBack(first, "v");
        assertThat(caller.authorize("pm_ok", "d-4").status())
                .as("the key is free")
                .isEqualTo(201);
    }

    @Test
    void aReplayOfSomethingForgottenIsNoNotFound() {
        // given
        caller.authorize("pm_declined_x", "d-1");
        caller.authorize("pm_ok");
        caller.authorize("pm_ok");
        caller.authorize("pm_ok");

        // when
        Caller.Answer replay = caller.authorize("pm_declined_x", "d-1");

        // then
        assertThat(replay.status()).isEqualTo(410);
        assertThat(replay.errorCode()).isEqualTo("authorization_forgotten");
    }

    @Test
    void theOldestKeyIsForgottenFirst() {
        // given
        String id = caller.authorize("pm_ok", "d-1").id();
        caller.giveBack(id, "v-1");
        caller.giveBack(id, "v-2");
        caller.giveBack(id, "v-3");

        // when
        caller.giveBack(id, "v-4");

        // then
        assertThat(sandbox.ledger().forgotten().keys()).isEqualTo(1);
        assertThat(caller.authorize("pm_ok", "d-1").id()).isNotEqualTo(id);
    }

    @Test
    void theOldestEntryIsForgottenFirst() {
        // given
        String id = caller.authorize("pm_ok").id();

        // when
        for (int n = 0; n < 5; n++) {
            caller.get("/v1/authorizations/" + id);
        }

        // then
        assertThat(sandbox.ledger().entries()).hasSize(5).noneMatch(entry -> entry.call() == Call.AUTHORIZE);
        assertThat(sandbox.ledger().entries().get(0).sequence()).isEqualTo(2);
    }

    @Test
    void theOldestSilentConnectionIsClosedForANewOne() {
        // given
        CompletableFuture<Caller.Answer> oldest = hang("d-1");
        CompletableFuture<Caller.Answer> second = hang("d-2");

        // when
        CompletableFuture<Caller.Answer> third = hang("d-3");

        // then
        await().until(oldest::isCompletedExceptionally);
        assertThat(second).isNotDone();
        assertThat(third).isNotDone();
    }

    @Test
    void tooManySlowCallsAreRefusedForNow() {
        // given
        caller.startSlow("pm_slow_30", "d-1");
        caller.startSlow("pm_slow_30", "d-2");

        // when
        Caller.Answer third = caller.authorize("pm_slow_30", "d-3");

        // then
        assertThat(third.status()).isEqualTo(503);
        assertThat(third.errorCode()).isEqualTo("too_many_open_calls");
    }

    private CompletableFuture<Caller.Answer> hang(String dispute) {
        CompletableFuture<Caller.Answer> answer =
                caller.postLater("/v1/authorizations", dispute, Caller.hold("pm_hang", dispute));
        await().until(() -> !sandbox.ledger(dispute).entries().isEmpty());
        return answer;
    }
}
