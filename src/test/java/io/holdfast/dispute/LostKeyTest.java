package io.holdfast.dispute;

import static io.holdfast.gateway.AuthorizationView.Status.AUTHORIZED;
import static io.holdfast.gateway.GatewayOutcome.Reason.NO_CONNECTION;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.Status;
import io.holdfast.simulation.Call;
import io.holdfast.simulation.Fate;
import io.holdfast.simulation.Stage;
import io.holdfast.store.DisputeStore.Due;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Payment tokens that were sealed with a key which is gone: what needs none goes on, and of what does a person is told. */
class LostKeyTest {

    private static final Duration UNTIL_RENEWAL = Duration.ofDays(6).plusHours(13);
    private static final Duration UNTIL_REFRESH = Duration.ofDays(30).plusMinutes(1);

    private final Stage stage = Stage.withoutSchedules();

    @Test
    void aHoldIsReleasedWithoutItsToken() {
        // given
        DisputeId id = stage.held();
        stage.loseTheKey();

        // when
        stage.answer(stage.disputes().releaseHold().release(id, "agent"));
        stage.pass(Duration.ofSeconds(1));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.RELEASED);
    }

    @Test
    void aHoldIsChargedWithoutItsToken() {
        // given
        DisputeId id = stage.held();
        stage.loseTheKey();

        // when
        stage.answer(stage.disputes().chargeHold().charge(id, Optional.empty(), "agent"));
        stage.pass(Duration.ofSeconds(1));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.CHARGED);
    }

    @Test
    void aHoldIsNotPlacedWithATokenThatIsBeingTradedThoughItTookThePlaceOfTheOneThatItWasOpenedWith() {
        // given
        stage.bank().holdsLive(Duration.ofDays(400));
        OpenCommand command = stage.command("erp");
        opened(command);
        stage.pass(UNTIL_REFRESH);
        stage.round(Due.REFRESH);
        stage.workOn(0, Duration.ofMinutes(1));
        DisputeId one = opened(command);
        stage.pass(Duration.ofDays(30).minusMinutes(10));
        stage.loseTheKey();
        stage.workOn(0, Duration.ofMinutes(8));
        DisputeId other = opened(command);
        stage.workOn(0, Duration.ofMinutes(20));
        stage.round(Due.REFRESH);
        stage.findTheKey();
        Instant refresh = stage.stored(one).upkeep().refreshAt().orElseThrow();
        Instant hold = stage.stored(other).operation().orElseThrow().nextAttemptAt();
        Instant both = refresh.isAfter(hold.minusSeconds(4)) ? refresh : hold.minusSeconds(4);
        stage.pass(Duration.between(stage.now(), both).plusSeconds(1));

        // when
        stage.next(Call.REFRESH, Fate.plain().back(Duration.ofSeconds(8)));
        stage.replica(1).takeUp(Due.REFRESH);
        stage.pass(Duration.ofSeconds(4));
        stage.workOn(0, Duration.ofMinutes(1));

        // then
        assertThat(stage.stored(other).status()).isEqualTo(Status.HELD);
        assertThat(stage.books(other)).hasSize(1);
    }

    @Test
    void aReleaseThatWasWrittenDownBeforeTheKeyWasLostIsCarriedOutByTheSameRequest() {
        // given
        DisputeId id = stage.held();
        stage.next(Call.VOID, Fate.lost());
        stage.answer(stage.disputes().releaseHold().release(id, "agent"));
        stage.pass(Duration.ofSeconds(1));

        // when
        stage.loseTheKey();
        stage.workOn(0, Duration.ofMinutes(1));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.RELEASED);
        assertThat(stage.stored(id).counters().voids()).isOne();
    }

    @Test
    void aRenewalThatNeedsTheTokenIsToldOfOnceAndMadeWhenTheKeyIsBack() {
        // given
        DisputeId id = stage.held();
        stage.pass(UNTIL_RENEWAL);
        stage.loseTheKey();

        // when
        for (int i = 0; i < 5; i++) {
            stage.round(Due.RENEWAL);
            stage.pass(Duration.ofMinutes(20));
        }
        Optional<Attention> meanwhile = stage.stored(id).attention();
        stage.findTheKey();
        stage.round(Due.RENEWAL);

        // then
        assertThat(meanwhile).contains(Attention.RENEWAL_FAILED);
        assertThat(stage.story(id)).containsOnlyOnce("renewal.failed").contains("hold.renewed");
        assertThat(stage.stored(id).attention()).isEmpty();
        assertThat(stage.calls(Call.RENEW)).isOne();
    }

    @Test
    void aRenewalThatWaitsWhenTheKeyIsLostDoesNotStandInTheWayOfADecision() {
        // given one that was sent, and of which the gateway does not know
        DisputeId id = stage.held();
        stage.pass(UNTIL_RENEWAL);
        stage.always(Call.RENEW, Fate.lost());
        stage.round(Due.RENEWAL);
        stage.pass(Duration.ofSeconds(20));
        stage.loseTheKey();
        stage.workOn(0, Duration.ofMinutes(2));

        // when
        stage.answer(stage.disputes().releaseHold().release(id, "agent"));
        stage.workOn(0, Duration.ofMinutes(12));

        // then
        assertThat(stage.story(id)).contains("renewal.failed");
        assertThat(stage.stored(id).status()).isEqualTo(Status.RELEASED);
        assertThat(stage.books(id)).noneMatch(it -> it.status() == AUTHORIZED);
    }

    @Test
    void aRefreshThatNeedsTheTokenIsToldOfOnceAndMadeWhenTheKeyIsBack() {
        // given
        stage.bank().holdsLive(Duration.ofDays(40));
        DisputeId id = stage.held();
        stage.pass(UNTIL_REFRESH);
        stage.loseTheKey();

        // when
        for (int i = 0; i < 5; i++) {
            stage.round(Due.REFRESH);
            stage.pass(Duration.ofMinutes(20));
        }
        Optional<Attention> meanwhile = stage.stored(id).attention();
        stage.findTheKey();
        stage.round(Due.REFRESH);
        stage.workOn(0, Duration.ofMinutes(1));

        // then
        assertThat(meanwhile).contains(Attention.TOKEN_REFRESH_FAILED);
        assertThat(stage.story(id)).containsOnlyOnce("token.refresh_failed").contains("token.refreshed");
        assertThat(stage.stored(id).attention()).isEmpty();
    }

    @Test
    void aDisputeWhoseTokenWasTradedForOneThatCannotBeOpenedIsOpenedAndHeldWhenTheKeyIsBack() {
        // given
        stage.bank().holdsLive(Duration.ofDays(40));
        OpenCommand command = stage.command("erp");
        opened(command);
        stage.pass(UNTIL_REFRESH);
        stage.round(Due.REFRESH);
        stage.workOn(0, Duration.ofMinutes(1));
        stage.loseTheKey();

        // when
        DisputeId id = opened(command);
        stage.workOn(0, Duration.ofMinutes(1));
        Status meanwhile = stage.stored(id).status();
        stage.findTheKey();
        stage.workOn(0, Duration.ofMinutes(20));

        // then
        assertThat(stage.calls(Call.REFRESH)).isOne();
        assertThat(meanwhile).isEqualTo(Status.INITIATED);
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
    }

    private DisputeId opened(OpenCommand command) {
        Opening opening = stage.answer(stage.disputes().openDispute().open(command));
        stage.pass(Duration.ofSeconds(1));
        return ((Opening.Opened) opening).dispute().id();
    }

    @Test
    void aHoldThatIsNotPlacedYetWaitsForTheKeyAndAPersonIsTold() {
        // given
        stage.next(Call.AUTHORIZE, Fate.notSent(NO_CONNECTION));
        DisputeId id = stage.open();
        stage.pass(Duration.ofMillis(100));
        stage.loseTheKey();

        // when
        stage.workOn(0, Duration.ofMinutes(30));
        Optional<Attention> meanwhile = stage.stored(id).attention();
        stage.findTheKey();
        stage.workOn(0, Duration.ofMinutes(20));

        // then
        assertThat(meanwhile).contains(Attention.GATEWAY_UNREACHABLE);
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
        assertThat(stage.stored(id).attention()).isEmpty();
    }
}
