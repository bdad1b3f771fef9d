package io.holdfast.dispute;

import io.holdfast.dispute.Settlements.Verdict;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.NewsId;
import io.holdfast.dispute.model.OperationKind;
import io.holdfast.dispute.model.StoryType;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.Gateway;
import io.holdfast.gateway.GatewayEvent;
import io.holdfast.gateway.Gateways;
import io.holdfast.gateway.TokenNews;
import io.holdfast.store.DisputeStore;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Takes a gateway's news as what it is, a hint: if it says anything that is not on record, the gateway is asked. Only the word of a gateway that cannot
 * be asked is taken as it is.
 */
public final class HearNews {

    /** Of disputes that have the same token. */
    private static final int BATCH = 64;

    private final Settlements settlements;
    private final DisputeStore store;
    private final Gateways gateways;
    private final HoldPolicy policy;
    private final Clock clock;

    HearNews(Settlements settlements, DisputeStore store, Gateways gateways, HoldPolicy policy, Clock clock) {
        this.settlements = settlements;
        this.store = store;
        this.gateways = gateways;
        this.policy = policy;
        this.clock = clock;
    }

    /** The names of those whose news can be heard here. */
    public Set<String> gateways() {
        return gateways.on();
    }

    /**
     * May be called again with the same news. Fails only if the database does. What is taken over of a gateway that cannot be asked is used with the change that it
     * makes, so that a crash cannot come between the two.
     */
    public Uni<Hearing> hear(String gateway, GatewayEvent event) {
        if (gateways.named(gateway).isEmpty()) {
            return Uni.createFrom().item(Hearing.GATEWAY_OFF);
        }
        return event.token().isPresent()
                ? hear(gateway, event.token().get(), Optional.empty(), Hearing.NO_DISPUTE)
                : hearOfHold(gateway, event);
    }

    /** A customer's token may be in many disputes: each that is held hears of it, one after another. */
    private Uni<Hearing> hear(String gateway, TokenNews news, Optional<DisputeId> after, Hearing soFar) {
        return store.heldWithToken(news.token(), after, BATCH).chain(ids -> {
            Uni<Hearing> all = Uni.createFrom().item(soFar);
            for (DisputeId id : ids) {
                all = all.chain(before ->
                        hear(gateway, news, id).map(hearing -> before == Hearing.TAKEN_UP ? before : hearing));
            }
            return ids.size() < BATCH
                    ? all
                    : all.chain(before -> hear(gateway, news, Optional.of(ids.get(ids.size() - 1)), before));
        });
    }

    private Uni<Hearing> hear(String gateway, TokenNews news, DisputeId id) {
        return settlements.decide(() -> store.find(id), () -> Hearing.NO_DISPUTE, "gateway:" + gateway, draft -> {
            Gateway from = gateways.named(gateway).orElseThrow();
            new TokenReading(policy, from.capabilities()).heard(draft, news);
            return draft.changesNothing()
                    ? new Verdict.Answer<>(Hearing.KNOWN)
                    : new Verdict.Record<>(draft, later -> Hearing.TAKEN_UP);
        });
    }

    private Uni<Hearing> hearOfHold(String gateway, GatewayEvent event) {
        AtomicBoolean isFirstTry = new AtomicBoolean(true);
        AtomicBoolean isOld = new AtomicBoolean();
        AtomicReference<Remembered> remembered = new AtomicReference<>(Remembered.NOTHING);
        return settlements.decide(
                () -> (isFirstTry.getAndSet(false) ? find(gateway, event) : findAgain(gateway, event))
                        .call(found -> isOld(gateway, event, found).invoke(isOld::set))
                        .call(found -> remembered(gateway, event, found).invoke(remembered::set)),
                () -> Hearing.NO_DISPUTE,
                "gateway:" + gateway,
                draft -> isOld.get()
                        ? confirmed(draft, event, remembered.get())
                        : decide(draft, event, remembered.get()));
    }

    private Uni<Remembered> remembered(String name, GatewayEvent event, Optional<Dispute> found) {
        Gateway gateway = gateways.named(name).orElseThrow();
        return found.isEmpty() || gateway.capabilities().canBeAsked()
                ? Uni.createFrom().item(Remembered.NOTHING)
                : Remembered.of(store, found.get(), event);
    }

    /**
     * Whether it tells of a time that is over, and only something else than the dispute remembers that. A gateway that can be asked says how things stand now, whatever
     * its news says.
     */
    private Uni<Boolean> isOld(String name, GatewayEvent event, Optional<Dispute> found) {
        Gateway gateway = gateways.named(name).orElseThrow();
        if (found.isEmpty() || gateway.capabilities().canBeAsked()) {
            return Uni.createFrom().item(false);
        }
        return store.hasCome(name, gateway.overtakenBy(event))
                .chain(overtaken -> overtaken ? Uni.createFrom().item(true) : isOfWhatWasReturned(event, found.get()));
    }

    private Uni<Boolean> isOfWhatWasReturned(GatewayEvent event, Dispute dispute) {
        return event.view()
                .filter(view -> Word.isOfOneNotOnRecord(dispute, view))
                .map(view -> store.hasTold(
                        dispute.id(),
                        StoryType.SURPLUS_RETURNED,
                        Map.of("authorization", view.id().value())))
                .orElseGet(() -> Uni.createFrom().item(false));
    }

    /** Whoever was faster may have used the same news, if this replica took long: then nobody is left to hear it. */
    private Uni<Optional<Dispute>> findAgain(String gateway, GatewayEvent event) {
        return store.isUsed(new NewsId(gateway, event.id()))
                .chain(used -> used ? Uni.createFrom().item(Optional.empty()) : find(gateway, event));
    }

    private Uni<Optional<Dispute>> find(String gateway, GatewayEvent event) {
        return find(gateway, event.disputeId())
                .chain(found -> found.isPresent() || event.authorizationId().isEmpty()
                        ? Uni.createFrom().item(found)
                        : findByAuthorization(gateway, event.authorizationId().get()));
    }

    /** One that the dispute does not stand on any more, as the hold before a renewal, is only known by the news that it was placed. */
    private Uni<Optional<Dispute>> findByAuthorization(String name, AuthorizationId id) {
        Optional<NewsId> placing =
                gateways.named(name).flatMap(gateway -> gateway.placedBy(id)).map(event -> new NewsId(name, event));
        return store.findByAuthorization(name, id)
                .chain(found -> found.isPresent() || placing.isEmpty()
                        ? Uni.createFrom().item(found)
                        : store.disputeOf(placing.get()).chain(dispute -> find(name, dispute)));
    }

    private Uni<Optional<Dispute>> find(String gateway, Optional<DisputeId> id) {
        return id.map(store::find)
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()))
                .map(found -> found.filter(dispute -> dispute.terms().gateway().equals(gateway)));
    }

    /** It is of a time that is over, but may say of that what only a person's word had said. */
    private static Verdict<Hearing> confirmed(Draft draft, GatewayEvent event, Remembered remembered) {
        draft.uses(new NewsId(draft.dispute().terms().gateway(), event.id()));
        event.view()
                .filter(view -> remembered.confirms() && Word.isHeldNoMore(view))
                .ifPresent(view -> Remembered.tellConfirmed(draft, view));
        return recorded(draft);
    }

    private static Verdict<Hearing> recorded(Draft draft) {
        return draft.changesNothing()
                ? new Verdict.Answer<>(Hearing.KNOWN)
                : new Verdict.Record<>(
                        draft, after -> draft.news().isPresent() ? Hearing.TAKEN_OVER : Hearing.TAKEN_UP);
    }

    private Verdict<Hearing> decide(Draft draft, GatewayEvent event, Remembered remembered) {
        Dispute dispute = draft.dispute();
        Gateway gateway = gateways.named(dispute.terms().gateway()).orElseThrow();
        if (event.view()
                .filter(view -> Word.agrees(dispute, view) && !isToBeHeard(dispute, gateway, event, view, remembered))
                .isPresent()) {
            return new Verdict.Answer<>(Hearing.KNOWN);
        }
        if (isAboutToBeAnswered(dispute, gateway, event)
                || isBeingRenewed(dispute, gateway, event)
                || isOfWhatAChargeLeaves(dispute, gateway, event)) {
            return new Verdict.Answer<>(Hearing.LATER);
        }
        if (gateway.capabilities().canBeAsked()) {
            Optional<AuthorizationId> about = event.authorizationId().filter(id -> !dispute.isCurrent(id));
            draft.ask(about);
        } else {
            draft.uses(new NewsId(dispute.terms().gateway(), event.id()));
            event.view().ifPresent(view -> {
                if (remembered.confirms() && Word.isOfTheCharge(dispute, view)) {
                    Remembered.tellConfirmedCharge(draft, view, event.reference(), remembered);
                    return;
                }
                if (remembered.confirms()) {
                    Remembered.tellConfirmed(draft, view);
                }
                if (remembered.denied()) {
                    hearsay(gateway).denied(draft, view, remembered);
                } else {
                    hearsay(gateway).heard(draft, view, event.reference(), remembered);
                }
            });
        }
        return recorded(draft);
    }

    /** What is as it is on record may still say something that is not. */
    private static boolean isToBeHeard(
            Dispute dispute, Gateway gateway, GatewayEvent event, AuthorizationView view, Remembered remembered) {
        return remembered.confirms()
                || RequestTold.isAnotherCapture(dispute, view, event.reference(), remembered.overtaken())
                || (gateway.capabilities().newsTellsEnd() && Word.namesAnotherEnd(dispute, view))
                || (!gateway.capabilities().canBeAsked() && Word.isEndToRemember(dispute, view));
    }

    /**
     * What a gateway that cannot be asked says of an authorization on record is news; of one that is not, its own answer comes first. So does the answer to taking a
     * renewal back, which is what may be under way when there was no more patience with it.
     */
    private boolean isAboutToBeAnswered(Dispute dispute, Gateway gateway, GatewayEvent event) {
        boolean takenBack = Conclusion.of(OperationKind.RENEW, dispute.operation())
                        .filter(renewal -> Waiting.isOverdue(renewal, policy, clock.instant()))
                        .isPresent()
                && event.view()
                        .filter(view -> Word.isNotOnRecord(dispute, view))
                        .isPresent();
        return dispute.lease().isPresent() && (gateway.capabilities().canBeAsked() || dispute.isUnnamed() || takenBack);
    }

    /**
     * What the end of a hold means that is being renewed is only known when the renewal is over: a question waits for that, and so does news, while there is patience.
     * But money that was taken is taken, and a charge that waits for its turn must know.
     */
    private boolean isBeingRenewed(Dispute dispute, Gateway gateway, GatewayEvent event) {
        boolean renewing = dispute.operation()
                .filter(operation -> operation.kind() == OperationKind.RENEW
                        && !Waiting.isOverdue(operation, policy, clock.instant()))
                .isPresent();
        boolean taken = event.view()
                .filter(view -> view.status() == AuthorizationView.Status.CAPTURED)
                .isPresent();
        return !gateway.capabilities().canBeAsked()
                && renewing
                && !taken
                && event.authorizationId().filter(dispute::isCurrent).isPresent();
    }

    private static boolean isOfWhatAChargeLeaves(Dispute dispute, Gateway gateway, GatewayEvent event) {
        return !gateway.capabilities().canBeAsked()
                && event.view()
                        .filter(view -> RequestTold.mayBeEndOfTheRest(dispute, view, event.reference()))
                        .isPresent();
    }

    private Hearsay hearsay(Gateway gateway) {
        return new Hearsay(policy, gateway.timeout(), gateway.capabilities());
    }
}
