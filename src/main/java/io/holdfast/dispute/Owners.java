package io.holdfast.dispute;

import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.gateway.Gateway;
import io.holdfast.gateway.Gateways;
import io.holdfast.gateway.Inquiry;
import io.holdfast.store.DisputeStore;
import io.holdfast.time.Scheduling;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import java.time.Duration;
import java.util.concurrent.Executor;

/** Whose an authorization is that a person names: by a slip it may be another customer's, whose money would be taken then. */
final class Owners {

    /** Somebody waits; a gateway that takes longer is one that did not answer. */
    static final Duration LONGEST_QUESTION = Duration.ofSeconds(5);

    private final DisputeStore store;
    private final Gateways gateways;
    private final Scheduling scheduling;

    Owners(DisputeStore store, Gateways gateways, Scheduling scheduling) {
        this.store = store;
        this.gateways = gateways;
        this.scheduling = scheduling;
    }

    /**
     * Whether it is known to be another dispute's, by the record or by the gateway. A gateway that cannot be asked, does not answer, or does not say whose it is
     * leaves it to the record.
     */
    Uni<Boolean> isAnothers(Dispute dispute, AuthorizationId id) {
        String gateway = dispute.terms().gateway();
        return store.isAnothers(gateway, id, dispute.id())
                .chain(anothers -> anothers
                        ? Uni.createFrom().item(true)
                        : gateways.named(gateway)
                                .filter(it -> it.capabilities().canBeAsked() && it.isAvailable())
                                .map(it -> isAnothersByItsWord(it, dispute, id))
                                .orElseGet(() -> Uni.createFrom().item(false)));
    }

    private Uni<Boolean> isAnothersByItsWord(Gateway gateway, Dispute dispute, AuthorizationId id) {
        Executor here = scheduling.here();
        Uni<Boolean> answer = Uni.createFrom().emitter(emitter -> {
            Cancellable timer = scheduling.after(LONGEST_QUESTION, () -> emitter.complete(false));
            gateway.find(id)
                    .onTermination()
                    .invoke(timer::cancel)
                    .subscribe()
                    .with(inquiry -> emitter.complete(namesAnother(inquiry, dispute)), emitter::fail);
        });
        return answer.emitOn(here);
    }

    private static boolean namesAnother(Inquiry inquiry, Dispute dispute) {
        return inquiry instanceof Inquiry.Found found
                && found.authorizations().stream()
                        .flatMap(view -> view.disputeId().stream())
                        .anyMatch(named -> !named.equals(dispute.id()));
    }
}
