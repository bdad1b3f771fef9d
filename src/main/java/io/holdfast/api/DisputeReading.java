package io.holdfast.api;

import io.holdfast.dispute.Disputes;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.Status;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.jboss.resteasy.reactive.RestResponse;

/** Answers with a dispute once there is something to say of it, for callers that prefer to wait. */
@ApplicationScoped
public class DisputeReading {

    private final Disputes disputes;
    private final Answers answers;

    public DisputeReading(Disputes disputes, Answers answers) {
        this.disputes = disputes;
        this.answers = answers;
    }

    /** Once it is known whether there is a hold. */
    Uni<RestResponse<DisputeView>> onceKnown(DisputeId id, Duration wait) {
        return disputes.watch()
                .await(id, dispute -> dispute.status() != Status.INITIATED, wait)
                .map(dispute -> answers.waited(dispute, wait));
    }

    /** Once the gateway has confirmed what was asked for. */
    Uni<RestResponse<DisputeView>> onceSettled(DisputeId id, Duration wait) {
        return disputes.watch()
                .await(id, dispute -> dispute.pending().isEmpty(), wait)
                .map(dispute -> answers.waited(dispute, wait));
    }
}
