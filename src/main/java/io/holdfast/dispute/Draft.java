package io.holdfast.dispute;

import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.GatewayOperation;
import io.holdfast.dispute.model.HoldState;
import io.holdfast.dispute.model.NewsId;
import io.holdfast.dispute.model.OperationId;
import io.holdfast.dispute.model.OperationKind;
import io.holdfast.dispute.model.OperationState;
import io.holdfast.dispute.model.Question;
import io.holdfast.dispute.model.Status;
import io.holdfast.dispute.model.StoryEntry;
import io.holdfast.dispute.model.StoryType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** A change in the making: the dispute as it would become, and what there is to tell of it. Lives within one decision. */
final class Draft {

    /** In the story: whether an attention that is there already was raised, for something else. */
    static final String AGAIN = "again";

    static final String YES = "yes";

    private final Dispute before;
    private final String actor;
    private final Instant now;
    private final List<StoryEntry> story = new ArrayList<>();
    private Dispute dispute;
    private Optional<NewsId> news = Optional.empty();
    private boolean overfull;
    private Optional<OperationId> unsent = Optional.empty();

    Draft(Dispute before, String actor, Instant now) {
        this.before = before;
        this.actor = actor;
        this.now = now;
        this.dispute = before;
    }

    Dispute before() {
        return before;
    }

    Dispute dispute() {
        return dispute;
    }

    Instant now() {
        return now;
    }

    List<StoryEntry> story() {
        return story;
    }

    /** The news that this is decided on, where its word is all there is: heard twice, it would be taken for something that happened twice. */
    void uses(NewsId news) {
        this.news = Optional.of(news);
    }

    Optional<NewsId> news() {
        return news;
    }

    /** The one gate that every change of state goes through: what the old state's attention was about may have ended with it, and a charge that nobody has sent is not wanted any more. */
    void enter(HoldState state, StoryType type, String... facts) {
        clear(endingWith(state.status()));
        dispute = dispute.withState(state);
        tell(type, facts);
        if (state.status().isTerminal()) {
            dispute = dispute.withPending(Optional.empty());
            dispute.operation()
                    .filter(operation -> operation.kind() == OperationKind.CAPTURE && !isMaybeSent(operation))
                    .ifPresent(charge -> closeOperation());
        }
    }

    void change(UnaryOperator<Dispute> change) {
        dispute = change.apply(dispute);
    }

    /** This operation, if it is still the one that is open. */
    Optional<GatewayOperation> open(OperationId id) {
        return dispute.operation().filter(operation -> operation.id().equals(id));
    }

    /** The turn that decides this has the open operation, and has not sent it: nobody else does meanwhile without that it says so. */
    void hasNotSent(GatewayOperation operation) {
        unsent = operation.maybeSent() ? Optional.empty() : Optional.of(operation.id());
    }

    /** Whether the gateway may have heard of it, or may be hearing of it now. */
    boolean isMaybeSent(GatewayOperation operation) {
        boolean isHeldBack = operation.state() != OperationState.RUNNING || unsent.equals(Optional.of(operation.id()));
        return operation.maybeSent() || !isHeldBack;
    }

    /** What is open from now on: another operation, or the same with more known of it. */
    void openOperation(GatewayOperation operation) {
        dispute = dispute.withOperation(Optional.of(operation));
    }

    void closeOperation() {
        dispute = dispute.withOperation(Optional.empty());
    }

    /** Has the gateway asked how the dispute stands. @param about an authorization that it is asked about, too */
    void ask(Optional<AuthorizationId> about) {
        dispute = dispute.withQuestion(Optional.of(Question.raised(dispute.question(), about, now)));
    }

    /** Has the gateway asked about all that it has for the dispute. @param until what is looked out for may come so late */
    void askAboutAll(Instant until) {
        dispute = dispute.withQuestion(Optional.of(Question.raisedOfAll(dispute.question(), until, now)));
    }

    void tell(StoryType type, String... facts) {
        story.add(new StoryEntry(type, actor, detail(facts)));
    }

    /** One more fact of what was told for this change. */
    void tellOf(StoryType type, String fact, String value) {
        story.replaceAll(told -> told.type() == type ? told.with(fact, value) : told);
    }

    private static Map<String, String> detail(String... facts) {
        Map<String, String> detail = new TreeMap<>();
        for (int i = 0; i < facts.length; i += 2) {
            detail.put(facts[i], facts[i + 1]);
        }
        return detail;
    }

    /** What was called for this change, and how long that took, belongs to its last event; if it has none, it is an event of its own. */
    void tellCalls(List<GatewayCall> calls) {
        if (calls.isEmpty()) {
            return;
        }
        if (story.isEmpty()) {
            tell(StoryType.GATEWAY_CALLED);
        }
        int last = story.size() - 1;
        story.set(last, story.get(last).with(GatewayCall.FACT, GatewayCall.text(calls)));
    }

    /**
     * Told also where one that weighs more hides it: once that is cleared, this one is left. Only that the gateway does not answer is nothing beside any other: it is said
     * again with its next silence. What was cleared in this very decision has not ended.
     *
     * @param facts of what it is about, for a person to compare, if it is told now
     */
    void raise(Attention attention, String... facts) {
        if (endingWith(dispute.status()).contains(attention)) {
            return;
        }
        Set<Attention> raised = attentions();
        if (attention == Attention.GATEWAY_UNREACHABLE && !raised.isEmpty()) {
            return;
        }
        raised.remove(Attention.GATEWAY_UNREACHABLE);
        if (raised.add(attention)) {
            dispute = dispute.withAttentions(raised);
            if (!story.remove(told(StoryType.ATTENTION_CLEARED, attention))) {
                story.add(told(StoryType.ATTENTION_RAISED, attention, facts));
            }
        }
    }

    /** Also if it is raised already. Only what is decided on news alone is known to have happened once more: an answer may be of what was answered before. */
    void raiseOnceMore(Attention attention, String... facts) {
        if (news.isPresent()) {
            raiseAgain(attention, facts);
        } else {
            raise(attention, facts);
        }
    }

    /** Also if it is raised already: it is surely about something else. */
    void raiseAgain(Attention attention, String... facts) {
        if (dispute.attentions().contains(attention)) {
            story.add(told(StoryType.ATTENTION_RAISED, attention, facts).with(AGAIN, YES));
        } else {
            raise(attention, facts);
        }
    }

    void clear(Attention first, Attention... more) {
        clear(EnumSet.of(first, more));
    }

    /** What asks for a decision on a live hold, which nobody can make any more. Of a hold that lapsed it still tells why that happened with nobody's having decided. */
    private static Set<Attention> endingWith(Status status) {
        if (!status.isTerminal()) {
            return Set.of();
        }
        return status == Status.EXPIRED
                ? Set.of(Attention.TOKEN_REFRESH_FAILED)
                : Set.of(Attention.RENEWAL_FAILED, Attention.TOKEN_REFRESH_FAILED);
    }

    private void clear(Set<Attention> ended) {
        for (Attention attention : ended) {
            Set<Attention> left = attentions();
            if (left.remove(attention)) {
                dispute = dispute.withAttentions(left);
                story.add(told(StoryType.ATTENTION_CLEARED, attention));
            }
        }
    }

    private StoryEntry told(StoryType type, Attention attention, String... facts) {
        return new StoryEntry(type, actor, detail(facts)).with("attention", attention.name());
    }

    private Set<Attention> attentions() {
        Set<Attention> copy = EnumSet.noneOf(Attention.class);
        copy.addAll(dispute.attentions());
        return copy;
    }

    /** What there is no room for beside so many others is told, and left for when there is, see {@link #isOverfull}. */
    void addSurplus(AuthorizationId id, String why) {
        if (dispute.surplus().contains(id)) {
            return;
        }
        if (dispute.surplus().size() >= Dispute.MAX_SURPLUS) {
            overfull = true;
            raise(Attention.ORPHANED_HOLD, "authorization", id.value());
        } else {
            List<AuthorizationId> surplus = new ArrayList<>(dispute.surplus());
            surplus.add(id);
            dispute = dispute.withSurplus(surplus);
            tell(StoryType.SURPLUS_FOUND, "authorization", id.value(), "why", why);
        }
    }

    /** Whether there are more holds to give back than can be kept: the gateway has to name those once more. */
    boolean isOverfull() {
        return overfull;
    }

    void removeSurplus(AuthorizationId id, String how) {
        if (dispute.surplus().contains(id)) {
            dispute = dispute.withSurplus(dispute.surplus().stream()
                    .filter(other -> !other.equals(id))
                    .toList());
            returned(id, how);
        }
    }

    /** Tells of an authorization that nobody needs that it lives no more, whether or not it was known here. */
    void returned(AuthorizationId id, String how) {
        tell(StoryType.SURPLUS_RETURNED, "authorization", id.value(), "how", how);
    }

    boolean changesNothing() {
        return dispute.equals(before) && story.isEmpty();
    }
}
