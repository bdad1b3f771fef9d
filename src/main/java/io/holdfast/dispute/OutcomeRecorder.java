package io.holdfast.dispute;

import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.Change;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.StoryType;
import io.holdfast.store.DisputeStore;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Records what came of a turn: on the dispute as it is then, and only while the lease is this replica's. */
final class OutcomeRecorder {

    /** Somebody else can change a dispute while a call runs, but not often. */
    private static final int MOST_TRIES = 20;

    private final DisputeStore store;
    private final Journal journal;
    private final Plan plan;
    private final Clock clock;
    private final LateOutcome late;

    OutcomeRecorder(DisputeStore store, Journal journal, Plan plan, Clock clock, LateOutcome late) {
        this.store = store;
        this.journal = journal;
        this.plan = plan;
        this.clock = clock;
        this.late = late;
    }

    /**
     * Decides and records; if somebody else changed the dispute meanwhile, decides again on what it is now. If the lease is gone, see {@link LateOutcome}.
     *
     * @return the dispute after it, or empty if it is no longer ours
     */
    Uni<Optional<Dispute>> settle(Turn turn, Dispute dispute, Consumer<Draft> decision) {
        return settle(turn, dispute, List.of(), decision);
    }

    /** @param calls that were made for it */
    Uni<Optional<Dispute>> settle(Turn turn, Dispute dispute, List<GatewayCall> calls, Consumer<Draft> decision) {
        return settle(turn, dispute, calls, always(decision));
    }

    /**
     * As {@link #settle(Turn, Dispute, List, Consumer)}, where the decision needs to know what the story tells: that is looked up for each try, for somebody who changed the
     * dispute meanwhile may have told it just then.
     */
    Uni<Optional<Dispute>> settle(
            Turn turn, Dispute dispute, List<GatewayCall> calls, Supplier<Uni<Consumer<Draft>>> decision) {
        return settle(turn, dispute, turn.actor(), calls, decision, MOST_TRIES);
    }

    /** As {@link #settle(Turn, Dispute, Consumer)}, of what neither the gateway nor a person but policy decides. */
    Uni<Optional<Dispute>> settleBySystem(Turn turn, Dispute dispute, Consumer<Draft> decision) {
        return settle(turn, dispute, Runner.SYSTEM, List.of(), always(decision), MOST_TRIES);
    }

    private static Supplier<Uni<Consumer<Draft>>> always(Consumer<Draft> decision) {
        return () -> Uni.createFrom().item(decision);
    }

    private Uni<Optional<Dispute>> settle(
            Turn turn,
            Dispute dispute,
            String actor,
            List<GatewayCall> calls,
            Supplier<Uni<Consumer<Draft>>> decisions,
            int tries) {
        return decisions.get().chain(decision -> settle(turn, dispute, actor, calls, decision, decisions, tries));
    }

    /** @param decisions gives the decision for another try */
    private Uni<Optional<Dispute>> settle(
            Turn turn,
            Dispute dispute,
            String actor,
            List<GatewayCall> calls,
            Consumer<Draft> decision,
            Supplier<Uni<Consumer<Draft>>> decisions,
            int tries) {
        Draft draft = new Draft(dispute, actor, clock.instant());
        decision.accept(draft);
        draft.tellCalls(calls);
        return journal.record(plan.withLease(draft, turn.gateway(), turn.lease()))
                .chain(after -> {
                    if (after.isPresent()) {
                        return Uni.createFrom().item(after);
                    }
                    if (tries == 0) {
                        return Uni.createFrom()
                                .failure(new IllegalStateException(
                                        "the dispute changes faster than it can be recorded"));
                    }
                    return store.find(dispute.id()).chain(now -> {
                        if (now.isEmpty()) {
                            return late.ofNobodys(draft);
                        }
                        return now.get().isLeasedBy(turn.lease())
                                ? settle(turn, now.get(), actor, calls, decisions, tries - 1)
                                : late.ofAnothers(turn, draft, calls, decision, now.get(), tries - 1);
                    });
                });
    }

    /**
     * Records a change that was decided on this very version, or nothing.
     *
     * @return the dispute as it is now, or empty if it is no longer ours
     */
    Uni<Optional<Dispute>> record(Turn turn, Change change) {
        return journal.record(change)
                .chain(after -> after.isPresent() ? Uni.createFrom().item(after) : reload(turn, change.before()));
    }

    /**
     * Gives the turn the whole lease before it again. What was decided on what is older now is decided on once more when it is recorded.
     *
     * @return whether the lease was still its own
     */
    Uni<Boolean> prolong(Turn turn, DisputeId id) {
        return store.find(id)
                .chain(now -> now.filter(it -> it.isLeasedBy(turn.lease()))
                        .map(it -> record(turn, plan.leaseExtended(draft(it), turn.gateway()))
                                .map(Optional::isPresent))
                        .orElseGet(() -> Uni.createFrom().item(false)));
    }

    /** Whether the story tells that one too many has come to its end. */
    Uni<Boolean> isReturned(DisputeId dispute, AuthorizationId id) {
        return store.hasTold(dispute, StoryType.SURPLUS_RETURNED, Map.of("authorization", id.value()));
    }

    private Draft draft(Dispute dispute) {
        return new Draft(dispute, Runner.SYSTEM, clock.instant());
    }

    private Uni<Optional<Dispute>> reload(Turn turn, Dispute dispute) {
        return store.find(dispute.id()).map(now -> now.filter(d -> d.isLeasedBy(turn.lease())));
    }
}
