package io.holdfast.dispute;

import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.HoldState;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.Gateway;
import io.holdfast.gateway.Inquiry;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Asks a gateway how the authorizations of a dispute stand. */
final class Inquirer {

    private Inquirer() {}

    /** Asks about each authorization in turn, or about the whole dispute if none is named. */
    static Uni<Inquiry> inquire(Gateway gateway, Dispute dispute, Set<AuthorizationId> about) {
        if (about.isEmpty()) {
            return gateway.findByDispute(dispute.id(), dispute.terms().amount())
                    .map(inquiry -> ofThis(dispute, inquiry));
        }
        Uni<Inquiry> all = Uni.createFrom().item(new Inquiry.Absent());
        for (AuthorizationId id : about) {
            all = all.chain(before -> before instanceof Inquiry.NotAnswered
                    ? Uni.createFrom().item(before)
                    : gateway.find(id, dispute.terms().amount()).map(next -> together(before, next)));
        }
        return all.map(inquiry -> ofThis(dispute, inquiry));
    }

    /**
     * As {@link #inquire}. Where the hold has ended and nobody here wanted that, about the whole dispute as well: the record may be older than the gateway's books, of a
     * database that was restored, and the hold have been renewed since, and charged.
     */
    static Uni<Inquiry> inquireWhy(Gateway gateway, Dispute dispute, Set<AuthorizationId> about) {
        return inquire(gateway, dispute, about).chain(inquiry -> {
            if (about.isEmpty() || !(inquiry instanceof Inquiry.Found named) || !endsUnasked(dispute, named)) {
                return Uni.createFrom().item(inquiry);
            }
            return inquire(gateway, dispute, Set.of()).map(all -> {
                // of what it says by name no search that fails makes anything less true
                return all instanceof Inquiry.Found found ? withOthers(named, found) : named;
            });
        });
    }

    private static boolean endsUnasked(Dispute dispute, Inquiry.Found found) {
        return dispute.state() instanceof HoldState.Held
                && dispute.pending().isEmpty()
                && found.authorizations().stream()
                        .anyMatch(view ->
                                dispute.isCurrent(view.id()) && view.status().isGone());
    }

    /** Of those that were asked about by name this is the newer word, and the hold comes first. */
    private static Inquiry.Found withOthers(Inquiry.Found named, Inquiry.Found all) {
        List<AuthorizationView> both = new ArrayList<>(named.authorizations());
        all.authorizations().stream()
                .filter(view ->
                        named.authorizations().stream().noneMatch(it -> it.id().equals(view.id())))
                .forEach(both::add);
        return new Inquiry.Found(both);
    }

    private static Inquiry together(Inquiry before, Inquiry next) {
        if (before instanceof Inquiry.Found first && next instanceof Inquiry.Found second) {
            List<AuthorizationView> both = new ArrayList<>(first.authorizations());
            both.addAll(second.authorizations());
            return new Inquiry.Found(both);
        }
        return next instanceof Inquiry.Absent ? before : next;
    }

    /** What the gateway itself says belongs to another dispute is none of this one's business. */
    private static Inquiry ofThis(Dispute dispute, Inquiry inquiry) {
        if (!(inquiry instanceof Inquiry.Found found)) {
            return inquiry;
        }
        List<AuthorizationView> own = found.authorizations().stream()
                .filter(view -> view.disputeId().map(dispute.id()::equals).orElse(true))
                .toList();
        return own.isEmpty() ? new Inquiry.Absent() : new Inquiry.Found(own);
    }
}
