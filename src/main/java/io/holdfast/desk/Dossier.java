package io.holdfast.desk;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.holdfast.desk.Views.Actions;
import io.holdfast.desk.Views.Card;
import io.holdfast.desk.Views.Row;
import io.holdfast.desk.Views.Story;
import io.holdfast.desk.Views.Whole;
import io.holdfast.dispute.Disputes;
import io.holdfast.dispute.Settling;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.HoldState;
import io.holdfast.dispute.model.Settlement;
import io.holdfast.dispute.model.Status;
import io.holdfast.dispute.model.StoryType;
import io.holdfast.dispute.model.Terms;
import io.holdfast.money.Money;
import io.holdfast.store.DisputeStore;
import io.holdfast.store.pages.DisputeListing;
import io.holdfast.store.pages.EventListing;
import io.holdfast.store.pages.EventPages;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Puts what is recorded of a dispute into what its page shows. */
@ApplicationScoped
class Dossier {

    /** The end of a story that is longer than anybody reads. */
    static final int MOST_LINES = 200;

    private static final Set<String> BEGINNINGS = Set.of(StoryType.HOLD_PLACED.code(), StoryType.HOLD_RENEWED.code());

    /** As long as card networks let most holds live; a list does not read the story for it. */
    private static final Duration USUAL_LIFE = Duration.ofDays(7);

    private final Disputes disputes;
    private final DisputeStore store;
    private final EventPages pages;
    private final PlainStory words;
    private final DeskSettings settings;
    private final Clock clock;

    Dossier(
            Disputes disputes,
            DisputeStore store,
            EventPages pages,
            ObjectMapper json,
            DeskSettings settings,
            Clock clock) {
        this.disputes = disputes;
        this.store = store;
        this.pages = pages;
        this.words = new PlainStory(json);
        this.settings = settings;
        this.clock = clock;
    }

    Uni<Whole> whole(Dispute dispute, DeskSession session) {
        int earlier = Math.max(0, dispute.head().sequence() - MOST_LINES);
        return pages.after(dispute.id().value(), earlier, MOST_LINES)
                .chain(events -> newer(dispute, session)
                        .map(newer -> new Whole(
                                card(dispute, events),
                                actions(dispute, session),
                                new Story(words.tell(events), earlier),
                                newer.orElse(null),
                                dispute.head().sequence())));
    }

    /** Whoever followed a conversation to this dispute may be speaking about another one by now. */
    private Uni<Optional<String>> newer(Dispute dispute, DeskSession session) {
        return dispute.terms()
                .conversationId()
                .map(conversation -> store.newestOfConversation(conversation, session.callCenters())
                        .map(newest -> newest.filter(other -> !other.id().equals(dispute.id()))
                                .map(other -> WorklistResource.address(conversation))))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    Row row(DisputeListing listed) {
        return new Row(
                listed.disputeId().toString(),
                listed.customerAccountId(),
                listed.amount().toString(),
                listed.chargedAmount()
                        .map(charged ->
                                Money.of(charged, listed.amount().currency().getCurrencyCode()))
                        .filter(charged -> !charged.equals(listed.amount()))
                        .map(Money::toString)
                        .orElse(null),
                PlainWords.badge(listed.status()),
                mood(listed.status()),
                listed.pendingAction()
                        .map(action -> action.equals("RELEASE") ? "Release under way" : "Charge under way")
                        .orElse(null),
                listed.attention()
                        .map(attention -> PlainWords.attention(attention).headline())
                        .orElse(null),
                listed.failureCode()
                        .filter(code -> listed.status() == Status.FAILED)
                        .map(code -> PlainWords.failure(code).headline())
                        .orElse(null),
                listed.holdExpiresAt()
                        .filter(until -> listed.status() == Status.HELD)
                        .map(until -> life(until.minus(USUAL_LIFE), until))
                        .orElse(null),
                listed.gateway(),
                Moment.of(listed.createdAt()));
    }

    private Card card(Dispute dispute, List<EventListing> events) {
        Terms terms = dispute.terms();
        HoldState state = dispute.state();
        Money held = terms.amount();
        Optional<Money> charged =
                state instanceof HoldState.Charged done ? Optional.of(done.amount()) : Optional.empty();
        return new Card(
                dispute.id().toString(),
                terms.customerAccountId(),
                held.toString(),
                PlainWords.badge(dispute.status()),
                mood(dispute.status()),
                PlainWords.sentence(dispute.status(), dispute.attentions(), dispute.pending()),
                charged.map(Money::toString).orElse(null),
                charged.filter(held::isMoreThan)
                        .map(amount -> minus(held, amount).toString())
                        .orElse(null),
                dispute.pending().map(Dossier::pending).orElse(null),
                dispute.status() == Status.INITIATED || dispute.pending().isPresent(),
                state instanceof HoldState.Failed failed ? PlainWords.failure(failed.failureCode()) : null,
                dispute.attention().map(PlainWords::attention).orElse(null),
                state instanceof HoldState.Held live
                        ? life(beginning(dispute, events), live.theHold().expiresAt())
                        : null,
                state instanceof HoldState.Expired over
                        ? Moment.of(lapsed(over.theHold().expiresAt(), events))
                        : null,
                terms.gateway(),
                state.authorizationId()
                        .filter(id -> dispute.status() != Status.INITIATED)
                        .map(AuthorizationId::value)
                        .orElse(null),
                terms.reasonCode(),
                terms.callCenterId(),
                terms.conversationId().orElse(null),
                PlainStory.who(terms.openedBy()),
                Moment.of(dispute.createdAt()),
                Moment.of(dispute.updatedAt()));
    }

    private Actions actions(Dispute dispute, DeskSession session) {
        Settling foreseen = disputes.releaseHold().foresee(dispute);
        boolean release = isAccepted(foreseen);
        boolean charge = isAccepted(disputes.chargeHold().foresee(dispute, Optional.empty()));
        Money held = dispute.terms().amount();
        return new Actions(
                dispute.id().toString(),
                release && session.mayDecide(),
                charge && session.mayDecide(),
                held.amount().toPlainString(),
                held.currency().getCurrencyCode(),
                foreseen instanceof Settling.GatewayOff
                        ? "Its payment gateway is switched off; nothing can be done here until it is on again."
                        : none(dispute, release || charge, session),
                session.token());
    }

    private static String none(Dispute dispute, boolean possible, DeskSession session) {
        if (possible) {
            return session.mayDecide()
                    ? null
                    : "You are signed in to look; releasing and charging need the role agent.";
        }
        return dispute.pending().isPresent()
                ? "The decision is made; the gateway has to confirm it. Nothing else can be done until then."
                : "This dispute is settled; there is nothing left to decide.";
    }

    static boolean isAccepted(Settling foreseen) {
        return foreseen instanceof Settling.Accepted;
    }

    static Money minus(Money whole, Money part) {
        return new Money(whole.amount().subtract(part.amount()), whole.currency());
    }

    private static String pending(Settlement settlement) {
        return settlement instanceof Settlement.Charge charge
                ? "A charge of " + charge.amount() + " is under way; the gateway has not confirmed it yet."
                : "The release is under way; the gateway has not confirmed it yet.";
    }

    static String mood(Status status) {
        return switch (status) {
            case INITIATED -> "wait";
            case HELD -> "held";
            case FAILED, EXPIRED -> "bad";
            case RELEASED, CHARGED -> "done";
        };
    }

    /** When the present hold began to live: it was placed, or renewed since. */
    private static Instant beginning(Dispute dispute, List<EventListing> events) {
        return events.stream()
                .filter(event -> BEGINNINGS.contains(event.type()))
                .map(EventListing::at)
                .reduce((earlier, later) -> later)
                .orElse(dispute.createdAt());
    }

    /** A gateway may say before its own time that the hold is over: then it lapsed by that word, and not at a time that has not come. */
    static Instant lapsed(Instant until, List<EventListing> events) {
        return events.stream()
                .filter(event -> event.type().equals(StoryType.HOLD_EXPIRED.code()))
                .map(EventListing::at)
                .filter(until::isAfter)
                .reduce((earlier, later) -> later)
                .orElse(until);
    }

    private Life life(Instant since, Instant until) {
        return Life.of(since, until, clock.instant(), settings.lapsingWithin());
    }
}
