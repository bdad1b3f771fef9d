package io.holdfast.dispute;

import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.Dispute;
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
