package io.holdfast.dispute;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.Status;
import io.holdfast.gateway.GatewayOutcome.Reason;
import io.holdfast.simulation.Bank;
import io.holdfast.simulation.Call;
import io.holdfast.simulation.Fate;
import io.holdfast.simulation.Stage;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A gateway that asks to be left alone for a while is, whatever comes in between; and what Holdfast holds back itself says nothing about the gateway. */
class RetryAfterTest {

    private final Stage stage = new Stage();

    @Test
    void aReleaseThatComesMeanwhileWaitsAsWell() {
        // given
        stage.next(Call.AUTHORIZE, Fate.notSent(Reason.RATE_LIMITED).retryAfter(Duration.ofSeconds(25)));
        DisputeId id = stage.open();
        stage.pass(Duration.ofSeconds(2));

        // when
        Settling release = stage.answer(stage.disputes().releaseHold().release(id, "agent"));
        stage.pass(Duration.ofSeconds(22));

        // then
        assertThat(release).isInstanceOf(Settling.Accepted.class);
        assertThat(stage.calls(Call.AUTHORIZE)).isOne();
        stage.pass(Duration.ofSeconds(10));
        assertThat(stage.stored(id).status()).isEqualTo(Status.RELEASED);
    }

    @Test
    void aChargeThatComesWhileARefreshIsPutOffWaitsAsWell() {
        // given
        Stage weeks = Stage.forWeeks();
        DisputeId id = weeks.held();
        weeks.always(Call.REFRESH, Fate.notSent(Reason.RATE_LIMITED).retryAfter(Duration.ofMinutes(50)));
        weeks.pass(Duration.ofDays(30).plusMinutes(70));
        assertThat(weeks.calls(Call.REFRESH)).isPositive();
        weeks.well();
        int before = weeks.calls(Call.REFRESH);

        // when
        weeks.answer(weeks.disputes().chargeHold().charge(id, java.util.Optional.empty(), "agent"));
        weeks.pass(Duration.ofSeconds(30));

        // then
        assertThat(weeks.calls(Call.REFRESH)).isEqualTo(before);
        assertThat(weeks.calls(Call.CAPTURE)).isZero();
        weeks.pass(Duration.ofHours(1));
        assertThat(weeks.stored(id).status()).isEqualTo(Status.CHARGED);
    }

    @Test
    void aGatewayThatWantsToBeLeftAloneForLongIsToldOfOnTime() {
        // given
        stage.next(Call.AUTHORIZE, Fate.answered(Fate.Answer.SERVER_ERROR).retryAfter(Duration.ofHours(1)));
        DisputeId id = stage.open();

        // when
        stage.pass(Duration.ofSeconds(12));

        // then
        assertThat(stage.stored(id).attention()).contains(Attention.GATEWAY_UNREACHABLE);
        stage.pass(Duration.ofMinutes(55));
        assertThat(stage.calls(Call.AUTHORIZE)).isOne();
        assertThat(stage.calls(Call.FIND)).isZero();
        stage.pass(Duration.ofMinutes(10));
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
        assertThat(stage.stored(id).attention()).isEmpty();
    }

    @Test
    void aQuestionThatAGatewayPutsOffForLongIsToldOfOnTime() {
        // given
        DisputeId id = stage.held();
        stage.bank().voidAtDesk(stage.books(id).get(0).id());
        stage.next(Call.FIND, Fate.answered(Fate.Answer.SERVER_ERROR).retryAfter(Duration.ofHours(1)));

        // when
        stage.hear("erp", stage.latestNews());
        stage.pass(Duration.ofSeconds(12));

        // then
        assertThat(stage.stored(id).attention()).contains(Attention.GATEWAY_UNREACHABLE);
    }

    @Test
    void newsThatComesMeanwhileIsKeptAndAskedAboutLater() {
        // given
        stage.next(Call.AUTHORIZE, Fate.answered(Fate.Answer.SERVER_ERROR).retryAfter(Duration.ofSeconds(40)));
        DisputeId id = stage.open();
        stage.pass(Duration.ofSeconds(2));

        // when
        Hearing hearing = stage.hear("erp", stage.latestNews());
        stage.pass(Duration.ofSeconds(30));

        // then
        assertThat(hearing).isEqualTo(Hearing.TAKEN_UP);
        assertThat(stage.calls(Call.FIND)).isZero();
        assertThat(stage.calls(Call.AUTHORIZE)).isOne();
        stage.pass(Duration.ofSeconds(20));
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
    }

    @Test
    void aQuestionThatIsPutOffIsNotAskedEarlierBecauseOfNews() {
        // given
        DisputeId id = stage.held();
        Bank.Authorization hold = stage.books(id).get(0);
        stage.bank().voidAtDesk(hold.id());
        stage.next(Call.FIND, Fate.answered(Fate.Answer.SERVER_ERROR).retryAfter(Duration.ofSeconds(40)));
        stage.hear("erp", stage.latestNews());
        stage.pass(Duration.ofSeconds(2));
        assertThat(stage.calls(Call.FIND)).isOne();

        // when
        stage.hear("erp", stage.latestNews());
        stage.pass(Duration.ofSeconds(30));

        // then
        assertThat(stage.calls(Call.FIND)).isOne();
        stage.pass(Duration.ofSeconds(20));
        assertThat(stage.stored(id).status()).isEqualTo(Status.RELEASED);
    }

    @Test
    void aPersonMayInsist() {
        // given
        stage.next(Call.AUTHORIZE, Fate.notSent(Reason.RATE_LIMITED).retryAfter(Duration.ofMinutes(25)));
        DisputeId id = stage.open();
        stage.pass(Duration.ofSeconds(2));

        // when
        stage.answer(stage.disputes()
                .retryOperation()
                .retry(stage.stored(id).operation().orElseThrow().id(), "admin"));
        stage.pass(Duration.ofSeconds(1));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
    }

    @Test
    void aBacklogOfOurOwnDoesNotMakeTheGatewayUnreachable() {
        // given
        stage.always(Call.AUTHORIZE, Fate.notSent(Reason.PACED).retryAfter(Duration.ofSeconds(2)));
        DisputeId id = stage.open();

        // when
        stage.pass(Duration.ofMinutes(3));

        // then
        assertThat(stage.stored(id).attention()).isEmpty();
        stage.well();
        stage.pass(Duration.ofMinutes(2));
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
    }

    @Test
    void aGatewayThatPutsEverythingOffIsShownAsUnreachable() {
        // given
        stage.always(Call.AUTHORIZE, Fate.notSent(Reason.RATE_LIMITED).retryAfter(Duration.ofSeconds(2)));
        DisputeId id = stage.open();

        // when
        stage.pass(Duration.ofSeconds(15));

        // then
        assertThat(stage.stored(id).attention()).contains(Attention.GATEWAY_UNREACHABLE);
    }
}
