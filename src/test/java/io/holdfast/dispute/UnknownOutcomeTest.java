package io.holdfast.dispute;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.OperationState;
import io.holdfast.dispute.model.Status;
import io.holdfast.gateway.GatewayOutcome;
import io.holdfast.simulation.Call;
import io.holdfast.simulation.Fate;
import io.holdfast.simulation.Stage;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Not knowing is not failing. */
class UnknownOutcomeTest {

    private final Stage stage = new Stage();

    @Test
    void aSilentGatewayIsShownAsUnreachableAtItsTimeout() {
        // given
        stage.bankIsAway();
        DisputeId id = stage.open();
        stage.pass(Duration.ofMillis(9_900));
        assertThat(stage.stored(id).attention()).isEmpty();

        // when
        stage.pass(Duration.ofMillis(200));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.INITIATED);
        assertThat(stage.stored(id).attention()).contains(Attention.GATEWAY_UNREACHABLE);
    }

    @Test
    void aGatewayThatRefusesConnectionsIsShownAsUnreachableAtItsTimeout() {
        // given
        stage.always(Call.AUTHORIZE, Fate.notSent(GatewayOutcome.Reason.NO_CONNECTION));
        DisputeId id = stage.open();

        // when
        stage.pass(Duration.ofMillis(10_200));

        // then
        assertThat(stage.stored(id).attention()).contains(Attention.GATEWAY_UNREACHABLE);
    }

    @Test
    void aGatewayWhoseBreakerIsOpenIsShownAsUnreachableAtItsTimeout() {
        // given
        stage.always(Call.AUTHORIZE, Fate.notSent(GatewayOutcome.Reason.BREAKER_OPEN));
        DisputeId id = stage.open();

        // when
        stage.pass(Duration.ofMillis(10_200));

        // then
        assertThat(stage.stored(id).attention()).contains(Attention.GATEWAY_UNREACHABLE);
    }

    @Test
    void anyAnswerClearsIt() {
        // given
        stage.bankIsAway();
        DisputeId id = stage.open();
        stage.pass(Duration.ofSeconds(30));
        assertThat(stage.stored(id).attention()).contains(Attention.GATEWAY_UNREACHABLE);

        // when
        stage.well();
        stage.pass(Duration.ofMinutes(1));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
        assertThat(stage.stored(id).attention()).isEmpty();
        assertThat(stage.story(id)).contains("attention.raised", "attention.cleared");
    }

    @Test
    void aYesWhoseAnswerIsLostIsFoundByAskingAndNotPlacedAgain() {
        // given
        stage.next(Call.AUTHORIZE, Fate.answered(Fate.Answer.NONE));

        // when
        DisputeId id = stage.open();
        stage.pass(Duration.ofSeconds(30));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
        assertThat(stage.books(id)).hasSize(1);
        assertThat(stage.calls(Call.AUTHORIZE)).isOne();
    }

    @Test
    void aNoWhoseAnswerIsLostIsFoundByAsking() {
        // given
        stage.next(Call.AUTHORIZE, Fate.of(Fate.Verdict.NO).with(Fate.Answer.RESET));

        // when
        DisputeId id = stage.open();
        stage.pass(Duration.ofSeconds(30));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.FAILED);
    }

    @Test
    void aRequestThatTheGatewayDoesNotKnowIsSentAgainWithTheSameKeyAndBody() {
        // given
        stage.next(Call.AUTHORIZE, Fate.lost());

        // when
        DisputeId id = stage.open();
        stage.pass(Duration.ofSeconds(30));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
        assertThat(stage.calls(Call.AUTHORIZE)).isEqualTo(2);
    }

    @Test
    void aRequestThatArrivesAfterItsTimeoutIsNotDoneTwice() {
        // given
        stage.next(Call.AUTHORIZE, Fate.plain().there(Duration.ofSeconds(40)));

        // when
        DisputeId id = stage.open();
        stage.pass(Duration.ofMinutes(2));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
        assertThat(stage.books(id)).hasSize(1);
    }

    @Test
    void aGatewayThatAnswersOnlyWithErrorsIsAskedAtGrowingIntervalsAndThenNeedsAPerson() {
        // given
        stage.always(Call.AUTHORIZE, Fate.answered(Fate.Answer.SERVER_ERROR));
        stage.always(Call.FIND, Fate.answered(Fate.Answer.SERVER_ERROR));
        DisputeId id = stage.open();

        // when
        stage.pass(Duration.ofHours(3));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.INITIATED);
        assertThat(stage.stored(id).operation().orElseThrow().state()).isEqualTo(OperationState.NEEDS_PERSON);
        assertThat(stage.stored(id).operation().orElseThrow().attempts()).isBetween(50, 150);
    }

    @Test
    void aRetryAfterIsHonoured() {
        // given
        stage.next(
                Call.AUTHORIZE, Fate.notSent(GatewayOutcome.Reason.RATE_LIMITED).retryAfter(Duration.ofSeconds(25)));
        DisputeId id = stage.open();
        stage.pass(Duration.ofSeconds(24));
        assertThat(stage.calls(Call.AUTHORIZE)).isOne();

        // when
        stage.pass(Duration.ofSeconds(10));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
    }

    @Test
    void aPersonCanHaveItTriedNow() {
        // given
        stage.bankIsAway();
        DisputeId id = stage.open();
        stage.pass(Duration.ofHours(2));
        stage.well();

        // when
        Retrying retrying = stage.answer(stage.disputes()
                .retryOperation()
                .retry(stage.stored(id).operation().orElseThrow().id(), "admin"));
        stage.pass(Duration.ofSeconds(1));

        // then
        assertThat(retrying).isInstanceOf(Retrying.Accepted.class);
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
        assertThat(stage.story(id)).contains("retry.requested");
    }

    @Test
    void anOperationThatIsDoneCannotBeTriedAgain() {
        // given
        DisputeId id = stage.open();
        io.holdfast.dispute.model.OperationId operation =
                stage.stored(id).operation().orElseThrow().id();
        stage.pass(Duration.ofSeconds(1));

        // when
        Retrying retrying = stage.answer(stage.disputes().retryOperation().retry(operation, "admin"));

        // then
        assertThat(retrying).isInstanceOf(Retrying.NotFound.class);
    }
}
