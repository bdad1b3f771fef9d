package io.holdfast.dispute;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.Status;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.simulation.Call;
import io.holdfast.simulation.Fate;
import io.holdfast.simulation.Stage;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A renewal that is over when somebody asks after it, and an old hold that is over when its renewal comes. */
class EndedRenewalTest extends RenewalCase {

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRenewalThatEndedBeforeItWasAskedAfterIsNotBelievedToLive(boolean saysWhenMade) {
        // given
        stage.bank().keepsFirstAnswers();
        if (!saysWhenMade) {
            stage.bank().saysNotWhenMade();
        }
        DisputeId id = stage.held();
        AuthorizationId old = current(id);
        stage.next(Call.RENEW, Fate.answered(Fate.Answer.NONE));
        stage.next(Call.FIND, Fate.plain());
        stage.always(Call.FIND, Fate.lost());
        whileRenewing(id);
        stage.pass(Duration.ofMinutes(1));

        // when
        stage.bank().voidAtDesk(stage.books(id).get(1).id());
        stage.well();
        stage.pass(Duration.ofMinutes(10));

        // then
        assertThat(current(id)).isEqualTo(old);
        assertThat(live(id)).containsExactly(old);
        assertThat(stage.stored(id).attention()).contains(Attention.RENEWAL_FAILED);
        assertThat(stage.stored(id).operation()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRenewalThatWasDeclinedInTheEndIsOverThoughARepeatWouldStillSayPending(boolean saysWhenMade) {
        // given
        stage.bank().keepsFirstAnswers();
        if (!saysWhenMade) {
            stage.bank().saysNotWhenMade();
        }
        DisputeId id = stage.held();
        stage.next(Call.RENEW, Fate.of(Fate.Verdict.LATER_NO).later(Duration.ofMinutes(10)));

        // when
        whileRenewing(id);
        stage.answer(stage.others().releaseHold().release(id, "agent"));
        stage.pass(Duration.ofMinutes(30));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.RELEASED);
        assertThat(stage.story(id)).contains("renewal.failed");
        assertThat(live(id)).isEmpty();
    }

    @Test
    void aRenewalThatWasDeclinedBehindAKeptFailureIsOver() {
        // given
        stage.bank().keepsFirstAnswers();
        DisputeId id = stage.held();
        stage.next(Call.RENEW, Fate.of(Fate.Verdict.NO).with(Fate.Answer.SERVER_ERROR));

        // when
        whileRenewing(id);
        stage.pass(Duration.ofMinutes(10));

        // then
        assertThat(stage.stored(id).operation()).isEmpty();
        assertThat(stage.stored(id).attention()).contains(Attention.RENEWAL_FAILED);
        assertThat(stage.calls(Call.RENEW)).isOne();
    }

    @Test
    void theEndOfTheHoldIsHeardThoughItIsToldTogetherWithThatOfItsRenewal() {
        // given
        DisputeId id = stage.held();
        stage.next(Call.RENEW, Fate.of(Fate.Verdict.NO).with(Fate.Answer.NONE));
        while (stage.stored(id).operation().isEmpty()) {
            stage.pass(Duration.ofSeconds(1));
        }

        // when
        stage.bank().voidAtDesk(current(id));
        stage.pass(Duration.ofMinutes(10));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.RELEASED);
        assertThat(stage.story(id)).contains("renewal.failed");
        assertThat(stage.stored(id).attention()).isEmpty();
    }

    @Test
    void anOlderHoldThatEndedIsNotTakenForARenewalThatNeverArrived() {
        // given
        DisputeId id = stage.held();
        stage.pass(UNTIL_RENEWED);
        AuthorizationId second = current(id);
        stage.next(Call.RENEW, Fate.lost());

        // when
        stage.pass(Duration.ofDays(6).plusHours(23));

        // then
        assertThat(current(id)).isNotEqualTo(second);
        assertThat(stage.stored(id).attention()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"erp", "adyen"})
    void aChargeThatWaitsForARenewalIsNotMadeWhenTheOldHoldIsCapturedMeanwhile(String gateway) {
        // given
        DisputeId id = stage.held(gateway);
        AuthorizationId old = current(id);
        stage.next(Call.RENEW, Fate.of(Fate.Verdict.LATER_YES).later(Duration.ofMinutes(10)));
        whileRenewing(id);
        stage.pass(Duration.ofMinutes(1));
        stage.answer(stage.disputes().chargeHold().charge(id, Optional.of(new BigDecimal("20")), "agent"));

        // when
        (gateway.equals("erp") ? stage.bank() : stage.silentBank()).captureAtDesk(old, Stage.AMOUNT);
        stage.hear(gateway, stage.latestNews());
        stage.pass(Duration.ofMinutes(30));
        stage.news().stream().skip(1).forEach(news -> stage.hear(gateway, news));
        stage.pass(Duration.ofMinutes(30));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.CHARGED);
        assertThat(stage.stored(id).attention()).contains(Attention.UNEXPECTED_CAPTURE);
        assertThat(statuses(id)).containsExactly(AuthorizationView.Status.CAPTURED, AuthorizationView.Status.VOIDED);
        assertThat(stage.calls(Call.CAPTURE)).isZero();
    }

    @Test
    void aNewHoldThatIsGivenBackAtTheDeskWhileItsAnswerIsRecordedIsNotOneTooMany() {
        for (int late = 0; late <= 2_000; late += 50) {
            // given
            Stage weeks = Stage.forWeeks();
            DisputeId id = weeks.held("adyen");
            weeks.next(Call.RENEW, Fate.plain().back(Duration.ofSeconds(1)));
            weeks.pass(Duration.between(
                            weeks.now(), weeks.stored(id).upkeep().renewAt().orElseThrow())
                    .minusSeconds(1));
            while (weeks.calls(Call.RENEW) == 0 || weeks.silentBank().of(id).size() == 1) {
                weeks.pass(Duration.ofMillis(100));
            }
            weeks.databaseIsLateBy(Duration.ofMillis(100));

            // when
            AuthorizationId placed = weeks.silentBank().of(id).get(1).id();
            weeks.silentBank().voidAtDesk(placed);
            weeks.pass(Duration.ofMillis(late));
            weeks.hear("adyen", weeks.latestNews());
            weeks.pass(Duration.ofMinutes(1));

            // then
            assertThat(weeks.stored(id).surplus()).as("told after %s ms", late).doesNotContain(placed);
        }
    }
}
