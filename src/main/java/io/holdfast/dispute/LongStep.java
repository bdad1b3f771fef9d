package io.holdfast.dispute;

import io.holdfast.dispute.model.DisputeId;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.util.function.Supplier;

/**
 * A step that calls a gateway more than once. A lease covers one call, so before each further one it is prolonged if the others took their time: a gateway that answers
 * slowly, but answers, would otherwise have a dispute go from replica to replica, and what it said never be recorded.
 */
final class LongStep {

    private final OutcomeRecorder recorder;
    private final Clock clock;
    private final DisputeId dispute;
    private Turn turn;
    private boolean lost;

    LongStep(OutcomeRecorder recorder, Clock clock, DisputeId dispute, Turn turn) {
        this.recorder = recorder;
        this.clock = clock;
        this.dispute = dispute;
        this.turn = turn;
    }

    <T> Uni<T> call(Supplier<Uni<T>> call) {
        return isStillOurs().chain(ours -> call.get());
    }

    /** Before a call that another replica would not make any more. A lease that was lost does not come back. */
    Uni<Boolean> isStillOurs() {
        return Uni.createFrom()
                .deferred(() -> !lost && turn.isOld(clock.instant())
                        ? recorder.prolong(turn, dispute).invoke(this::prolonged)
                        : Uni.createFrom().item(!lost));
    }

    private void prolonged(boolean ours) {
        lost = !ours;
        turn = turn.extendedAt(clock.instant());
    }
}
