package io.holdfast.dispute;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.Question;
import io.holdfast.dispute.model.Status;
import io.holdfast.simulation.Call;
import io.holdfast.simulation.Fate;
import io.holdfast.simulation.Stage;
import io.holdfast.store.DisputeStore.Due;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is due the database's clock says: a replica's that is behind, or was set back, keeps nothing waiting and nobody busy. */
class ClocksThatDifferTest {

    private static final Duration BEHIND = Duration.ofMinutes(-15);

    private final Stage stage = Stage.withoutSchedules();

    @Test
    void aRenewalIsBegunWhenItIsDueThoughThisReplicasClockIsBehind() {
        // given
        DisputeId id = stage.held();
        passUntil(stage.stored(id).upkeep().renewAt().orElseThrow());
        stage.setClocksAhead(BEHIND);

        // when
        stage.round(Due.RENEWAL);

        // then
        assertThat(stage.calls(Call.RENEW)).isOne();
        assertThat(stage.books(id)).hasSize(2);
    }

    @Test
    void aRefreshIsBegunWhenItIsDueThoughThisReplicasClockIsBehind() {
        // given
        Stage weeks = Stage.forWeeks();
        DisputeId id = weeks.held();
        Instant due = weeks.stored(id).upkeep().refreshAt().orElseThrow();
        weeks.pass(Duration.between(weeks.now(), due).minusMinutes(1));
        weeks.setClocksAhead(BEHIND);
        weeks.pass(Duration.ofMinutes(2));
        long version = weeks.stored(id).version();

        // when
        for (int i = 0; i < 10; i++) {
            weeks.round(Due.REFRESH);
        }

        // then
        assertThat(weeks.calls(Call.REFRESH)).isOne();
        assertThat(weeks.stored(id).version()).isLessThan(version + 8);
    }

    @Test
    void aQuestionThatWasPutOffByAClockThatIsSetBackIsAskedWhenItIsDue() {
        // given
        DisputeId id = stage.held();
        stage.setClocksAhead(Duration.ofHours(1));
        stage.always(Call.FIND, Fate.lost());
        stage.bank().lapse(stage.books(id).get(0).id());
        stage.hear("erp", stage.latestNews());
        while (stage.stored(id).lease().isPresent()) {
            stage.pass(Duration.ofMillis(100));
        }
        stage.setClocksAhead(Duration.ZERO);
        stage.well();

        // when
        stage.workOn(0, Duration.ofMinutes(1));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.EXPIRED);
    }

    @Test
    void aGatewaysWishToBeLeftAloneThatIsFurtherAwayThanAnyCanBeHoldsNothingUp() {
        // given
        Instant now = stage.now();
        Instant tomorrow = now.plus(Duration.ofDays(1));
        Question toldTomorrow = new Question(now, List.of(), tomorrow, Optional.of(tomorrow), Optional.empty());

        // when
        Question raised = Question.raised(Optional.of(toldTomorrow), Optional.empty(), now);

        // then
        assertThat(raised.nextAttemptAt()).isEqualTo(now);
        assertThat(raised.notBefore()).isEmpty();
    }

    private void passUntil(Instant time) {
        stage.pass(Duration.between(stage.now(), time).plusSeconds(1));
    }
}
