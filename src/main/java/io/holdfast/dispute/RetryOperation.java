package io.holdfast.dispute;

import io.holdfast.dispute.Settlements.Verdict;
import io.holdfast.dispute.model.OperationId;
import io.holdfast.dispute.model.StoryType;
import io.holdfast.store.DisputeStore;
import io.smallrye.mutiny.Uni;

/** Has an open operation tried now, because a person thinks that it may work. Key and body stay what they are, unless that key has had its answer. */
public final class RetryOperation {

    private final Settlements settlements;
    private final DisputeStore store;

    RetryOperation(Settlements settlements, DisputeStore store) {
        this.settlements = settlements;
        this.store = store;
    }

    /** @param actor the credential that asks; fails only if the database does */
    public Uni<Retrying> retry(OperationId id, String actor) {
        return settlements.decide(() -> store.findByOpenOperation(id), Retrying.NotFound::new, actor, draft -> {
            if (draft.dispute().lease().isPresent()) {
                return new Verdict.Answer<>(new Retrying.Accepted(draft.dispute()));
            }
            if (settlements.isOff(draft.dispute())) {
                return new Verdict.Answer<>(new Retrying.GatewayOff());
            }
            draft.tell(
                    StoryType.RETRY_REQUESTED,
                    "call",
                    draft.dispute().operation().orElseThrow().kind().lowerCase());
            return new Verdict.Record<>(draft, Retrying.Accepted::new, true);
        });
    }
}
