package io.holdfast.api;

import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.OperationId;
import io.holdfast.store.DisputeStore;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * How far the present caller reaches. A dispute of a call centre that its credential is not for is one that does not exist. The call centre of a dispute
 * never changes, so looking before acting is enough; a credential without a restriction costs no look.
 */
@ApplicationScoped
public class Reach {

    private final SecurityIdentity caller;
    private final CurrentVertxRequest request;
    private final CallJournal calls;
    private final DisputeStore store;

    public Reach(SecurityIdentity caller, CurrentVertxRequest request, CallJournal calls, DisputeStore store) {
        this.caller = caller;
        this.request = request;
        this.calls = calls;
        this.store = store;
    }

    CallCenters callCenters() {
        return CallCenters.of(caller);
    }

    /**
     * Looks at disputes for the present caller, also later and on another thread. Throws a {@link Refusal} that says no such dispute exists, if it is another
     * call centre's.
     */
    UnaryOperator<Dispute> limit() {
        return limit(Problems.notFound());
    }

    /** As {@link #limit()}, where it is no dispute that was asked for, but one that something else led to. */
    UnaryOperator<Dispute> limit(Problem refusal) {
        CallCenters reach = callCenters();
        if (!reach.isRestricted()) {
            return UnaryOperator.identity();
        }
        RoutingContext call = request.getCurrent();
        return dispute -> {
            if (!reach.covers(dispute.terms().callCenterId())) {
                calls.denied(
                        call,
                        refusal.status(),
                        "call_center",
                        List.of(dispute.id().value()));
                throw new Refusal(refusal);
            }
            return dispute;
        };
    }

    /** Fails with a {@link Refusal} if there is no such dispute within reach; need not look if everything is. */
    public Uni<Void> require(DisputeId id) {
        return callCenters().isRestricted()
                ? store.find(id).map(Answers::found).map(limit()).replaceWithVoid()
                : Uni.createFrom().voidItem();
    }

    /** As {@link #require(DisputeId)}, for the dispute of an operation. */
    Uni<Void> require(OperationId id) {
        return callCenters().isRestricted()
                ? store.findByOpenOperation(id).map(Answers::found).map(limit()).replaceWithVoid()
                : Uni.createFrom().voidItem();
    }
}
