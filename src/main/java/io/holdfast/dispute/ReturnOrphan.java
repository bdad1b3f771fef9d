package io.holdfast.dispute;

import io.holdfast.audit.AccessEntry;
import io.holdfast.audit.AccessJournal;
import io.holdfast.audit.AccessKind;
import io.holdfast.audit.Host;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.OperationKind;
import io.holdfast.dispute.model.Terms;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.Gateway;
import io.holdfast.gateway.GatewayOutcome;
import io.holdfast.gateway.GatewayRequest;
import io.holdfast.gateway.Inquiry;
import io.holdfast.gateway.Intent;
import io.holdfast.money.Money;
import io.holdfast.secret.Secret;
import io.holdfast.secret.TokenSealer;
import io.holdfast.store.DisputeStore;
import io.holdfast.store.ReconciliationStore;
import io.holdfast.store.ReconciliationStore.Orphan;
import io.holdfast.store.ReconciliationStore.VoidIntent;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Gives back a live authorization whose dispute nobody knows. There is no dispute to keep the intent with, so the orphan's own row keeps it: the key and the
 * body are written before they are sent, and a repeat sends the same. Nor is there a story to tell it, so the access journal does, before and after.
 */
final class ReturnOrphan {

    private static final Logger LOG = Logger.getLogger(ReturnOrphan.class);

    /** Far above what anybody counts to who did have the dispute, so that no key means two things. */
    private static final int FIRST_N = 1_000_001;

    /** For one whose amount cannot be read: it is given back whole, and no request to do so names an amount. */
    private static final Money UNREAD = Money.of("0.00", "USD");

    private final ReconciliationStore books;
    private final DisputeStore store;
    private final TokenSealer sealer;
    private final AccessJournal journal;

    ReturnOrphan(ReconciliationStore books, DisputeStore store, TokenSealer sealer, AccessJournal journal) {
        this.books = books;
        this.store = store;
        this.sealer = sealer;
        this.journal = journal;
    }

    /**
     * Looks once more before anything is done: it may have ended since it was listed, or the dispute may have turned up.
     *
     * @return whether it was given back
     */
    Uni<Boolean> one(Gateway gateway, Orphan orphan, String actor) {
        return store.find(orphan.dispute()).chain(found -> {
            if (found.filter(it -> it.terms().gateway().equals(gateway.name())).isPresent()) {
                return Uni.createFrom().item(false);
            }
            return gateway.find(orphan.id()).chain(inquiry -> switch (standing(inquiry, orphan)) {
                case LIVE -> giveBack(gateway, orphan, actor);
                case OVER ->
                    books.outcome(gateway.name(), orphan.id(), "over", true)
                            .invoke(() -> journal.record(told(gateway, orphan, actor, "over")))
                            .replaceWith(false);
                case UNCLEAR ->
                    books.outcome(gateway.name(), orphan.id(), inquiry.name(), false)
                            .replaceWith(false);
            });
        });
    }

    private enum Standing {
        LIVE,
        OVER,
        UNCLEAR
    }

    private static Standing standing(Inquiry inquiry, Orphan orphan) {
        if (!(inquiry instanceof Inquiry.Found found)) {
            return Standing.UNCLEAR;
        }
        Optional<AuthorizationView> same = found.authorizations().stream()
                .filter(view -> view.id().equals(orphan.id()))
                .filter(view ->
                        view.disputeId().filter(orphan.dispute()::equals).isPresent())
                .findFirst();
        if (same.isEmpty()) {
            return Standing.UNCLEAR;
        }
        return same.get().status() == AuthorizationView.Status.AUTHORIZED ? Standing.LIVE : Standing.OVER;
    }

    private Uni<Boolean> giveBack(Gateway gateway, Orphan orphan, String actor) {
        return books.orphansOf(gateway.name(), orphan.dispute())
                .map(before -> intent(gateway, orphan, FIRST_N + before))
                .chain(intent -> books.intend(gateway.name(), orphan.id(), intent, actor))
                .call(() -> journal.keep(told(gateway, orphan, actor, "intended")))
                .chain(intent -> gateway.voidAuthorization(request(orphan, intent)))
                .chain(outcome -> {
                    boolean returned = isReturned(outcome);
                    LOG.warnf(
                            "orphaned hold %s at gateway %s, of dispute %s that nobody knows: void %s",
                            orphan.id().value(), gateway.name(), orphan.dispute(), outcome.name());
                    journal.record(told(gateway, orphan, actor, outcome.name()));
                    return books.outcome(gateway.name(), orphan.id(), outcome.name(), returned)
                            .replaceWith(returned);
                });
    }

    private static AccessEntry told(Gateway gateway, Orphan orphan, String actor, String outcome) {
        return new AccessEntry(
                AccessKind.ORPHAN_RETURNED,
                actor,
                Host.name(),
                outcome,
                List.of(orphan.dispute().value()),
                Map.of(
                        "gateway", gateway.name(),
                        "authorization", orphan.id().value(),
                        "amount", orphan.amount().map(Money::toString).orElse("unreadable")));
    }

    private VoidIntent intent(Gateway gateway, Orphan orphan, int n) {
        DisputeId dispute = orphan.dispute();
        Money amount = orphan.amount().orElse(UNREAD);
        Terms terms =
                new Terms("", amount, gateway.name(), "", "", Optional.empty(), Optional.empty(), Optional.empty(), "");
        String body = gateway.compose(
                new Intent(OperationKind.VOID, dispute, n, terms, Optional.of(orphan.id()), Optional.empty(), ""));
        return new VoidIntent(OperationKind.VOID.idempotencyKey(dispute, n), sealer.seal(Secret.of(body), dispute));
    }

    private GatewayRequest request(Orphan orphan, VoidIntent intent) {
        return new GatewayRequest(
                orphan.dispute(),
                intent.idempotencyKey(),
                Optional.of(orphan.id()),
                Optional.empty(),
                Optional.empty(),
                sealer.open(intent.body(), orphan.dispute()).reveal());
    }

    private static boolean isReturned(GatewayOutcome<AuthorizationView> outcome) {
        return outcome instanceof GatewayOutcome.Approved<AuthorizationView> approved
                && approved.answer().status() == AuthorizationView.Status.VOIDED;
    }
}
