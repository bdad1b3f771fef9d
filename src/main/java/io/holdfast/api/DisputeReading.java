package io.holdfast.api;

import io.holdfast.dispute.Disputes;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.Status;
import io.holdfast.store.DatabasePatience;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestResponse;

/** Answers with a dispute once there is something to say of it, for callers that prefer to wait. */
@ApplicationScoped
public class DisputeReading {

    private final Disputes disputes;
    private final Answers answers;
    private final Reach reach;
    private final DatabasePatience patience;

    public DisputeReading(Disputes disputes, Answers answers, Reach reach, DatabasePatience patience) {
        this.disputes = disputes;
        this.answers = answers;
        this.reach = reach;
        this.patience = patience;
    }

    /** Once it is known whether there is a hold. */
    Uni<RestResponse<DisputeView>> onceKnown(DisputeId id, Duration wait) {
        // Who may not see it does not learn from the wait that it is there.
        Uni<Optional<Dispute>> known = reach.require(id)
                .chain(() -> disputes.watch().await(id, dispute -> dispute.status() != Status.INITIATED, wait));
        return patience.of(known, wait).map(dispute -> answers.waited(dispute, wait));
    }

    /** Once the gateway has confirmed what was asked for. */
    Uni<RestResponse<DisputeView>> onceSettled(DisputeId id, Duration wait) {
        return patience.of(
                        disputes.watch().await(id, dispute -> dispute.pending().isEmpty(), wait), wait)
                .map(dispute -> answers.waited(dispute, wait));
    }
}
