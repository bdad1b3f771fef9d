package io.holdfast.dispute;

import io.holdfast.dispute.Settlements.Verdict;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.Rejection;
import io.holdfast.dispute.model.Settlement;
import io.holdfast.dispute.model.StoryType;
import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** Gives a hold back. Of a dispute whose hold is not known yet, as soon as it is known. */
public final class ReleaseHold {

    private final Settlements settlements;

    ReleaseHold(Settlements settlements) {
        this.settlements = settlements;
    }

    /** @param actor the credential that asks; fails only if the database does */
    public Uni<Settling> release(DisputeId id, String actor) {
        return settlements
                .decide(() -> settlements.find(id), Settling.NotFound::new, actor, this::decide)
                .invoke(settling -> SettlingLog.asked(settling, "release", actor));
    }

    /** What a release of this dispute, as it is here, would come to; nothing is recorded. */
    public Settling foresee(Dispute dispute) {
        return settlements.foresee(dispute, this::decide);
    }

    private Verdict<Settling> decide(Draft draft) {
        Dispute dispute = draft.dispute();
        Optional<Settlement> pending = dispute.pending();
        if (pending.isPresent()) {
            return new Verdict.Answer<>(
                    pending.get() instanceof Settlement.Release
                            ? new Settling.Repeated(dispute, false)
                            : new Settling.Rejected(Rejection.ALREADY_CHARGED));
        }
        return switch (dispute.status()) {
            case INITIATED, HELD -> {
                if (settlements.isOff(dispute)) {
                    yield new Verdict.Answer<>(new Settling.GatewayOff());
                }
                request(draft);
                yield new Verdict.Record<>(draft, Settling.Accepted::new);
            }
            case RELEASED -> new Verdict.Answer<>(new Settling.Repeated(dispute, true));
            case CHARGED -> new Verdict.Answer<>(new Settling.Rejected(Rejection.ALREADY_CHARGED));
            case FAILED -> new Verdict.Answer<>(new Settling.Rejected(Rejection.NOT_HELD));
            case EXPIRED -> new Verdict.Answer<>(new Settling.Rejected(Rejection.HOLD_EXPIRED));
        };
    }

    static void request(Draft draft, String... facts) {
        draft.change(d -> d.withPending(Optional.of(new Settlement.Release())));
        draft.tell(StoryType.RELEASE_REQUESTED, facts);
    }
}
