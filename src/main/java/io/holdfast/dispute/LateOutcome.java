package io.holdfast.dispute;

import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.GatewayOperation;
import io.holdfast.dispute.model.Question;
import io.holdfast.store.DisputeStore;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * What is done with the outcome of a call when the dispute is not this replica's any more.
 *
 * <p>Mostly the lease has ended and another replica has taken the dispute up: it finds the intent, and asks or repeats it. But a database that took over from another,
 * and was behind, knows nothing of the intent, or of the dispute. Then nobody else would ever speak of what the gateway did.
 */
final class LateOutcome {

    private static final Logger LOG = Logger.getLogger(LateOutcome.class);

    private final DisputeStore store;
    private final Journal journal;
    private final Plan plan;
    private final HoldPolicy policy;
    private final Clock clock;
    private final Consumer<Dispute> forgotten;

    /** @param forgotten is told of a dispute that is not in the database any more, as it would have been recorded, if the gateway may hold or have taken money for it */
    LateOutcome(
            DisputeStore store,
            Journal journal,
            Plan plan,
            HoldPolicy policy,
            Clock clock,
            Consumer<Dispute> forgotten) {
        this.store = store;
        this.journal = journal;
        this.plan = plan;
        this.policy = policy;
        this.clock = clock;
        this.forgotten = forgotten;
    }

    /**
     * The dispute is there, and the lease is another's or nobody's.
     *
     * @param known what was decided on what this replica knew
     * @param calls that were made for it
     * @return the dispute, if it changed for it
     */
    Uni<Optional<Dispute>> ofAnothers(
            Turn turn, Draft known, List<GatewayCall> calls, Consumer<Draft> decision, Dispute now, int tries) {
        return store.hasBeen(now.id(), known.before().head()).chain(been -> {
            if (been || calls.isEmpty()) {
                LOG.infof(
                        "dispute %s: its lease had ended and it was taken up again; this outcome is not recorded",
                        now.id());
                return Uni.createFrom().item(Optional.empty());
            }
            LOG.warnf(
                    "dispute %s: the database does not have what led to the last call of gateway %s, as if it had taken over from another"
                            + " and been behind; %s",
                    now.id(),
                    turn.gateway().name(),
                    turn.gateway().capabilities().canBeAsked() ? "the gateway is asked" : "its news will tell");
            return heard(turn, known, calls, decision, now, tries);
        });
    }

    /** Whatever was decided meanwhile stands; what the gateway did is put beside it like news. */
    private Uni<Optional<Dispute>> heard(
            Turn turn, Draft known, List<GatewayCall> calls, Consumer<Draft> decision, Dispute now, int tries) {
        Draft draft = new Draft(now, turn.actor(), clock.instant());
        if (turn.gateway().capabilities().canBeAsked()) {
            draft.change(d -> d.withQuestion(Optional.of(question(known.dispute(), draft))));
        } else {
            decision.accept(draft);
        }
        draft.tellCalls(calls);
        return journal.record(plan.fromOutside(draft, turn.gateway(), turn.lease(), false))
                .chain(after ->
                        after.isPresent() ? Uni.createFrom().item(after) : again(turn, known, calls, decision, tries));
    }

    private Uni<Optional<Dispute>> again(
            Turn turn, Draft known, List<GatewayCall> calls, Consumer<Draft> decision, int tries) {
        return tries == 0
                ? Uni.createFrom()
                        .failure(new IllegalStateException("the dispute changes faster than it can be recorded"))
                : store.find(known.before().id())
                        .chain(now -> now.isPresent()
                                ? heard(turn, known, calls, decision, now.get(), tries - 1)
                                : ofNobodys(known));
    }

    /** About what is known by name; and about all that the gateway has for the dispute, where a hold may be placed that nobody has the name of. */
    private Question question(Dispute known, Draft draft) {
        Dispute now = draft.dispute();
        Set<AuthorizationId> about = new LinkedHashSet<>(known.surplus());
        known.state().authorizationId().ifPresent(about::add);
        Question question = mayPlaceAHold(known)
                ? Question.raisedOfAll(now.question(), draft.now().plus(policy.latestArrival()), draft.now())
                : Question.raised(now.question(), Optional.empty(), draft.now());
        for (AuthorizationId id : about) {
            if (!now.isCurrent(id)) {
                question = Question.raised(Optional.of(question), Optional.of(id), draft.now());
            }
        }
        return question;
    }

    private static boolean mayPlaceAHold(Dispute known) {
        boolean isPlacing = known.operation()
                .filter(operation -> operation.kind().authorizes() && operation.maybeSent())
                .isPresent();
        return isPlacing || known.question().flatMap(Question::allUntil).isPresent();
    }

    /**
     * The dispute is not there.
     *
     * @param known what was decided on what this replica knew
     */
    Uni<Optional<Dispute>> ofNobodys(Draft known) {
        Dispute dispute = known.dispute();
        if (mayHaveMoney(dispute)) {
            forgotten.accept(dispute);
        } else {
            LOG.errorf(
                    "dispute %s is not in the database any more, and would be %s now; gateway %s holds nothing for it",
                    dispute.id(), dispute.status(), dispute.terms().gateway());
        }
        return Uni.createFrom().item(Optional.empty());
    }

    private static boolean mayHaveMoney(Dispute dispute) {
        boolean itsOwn = switch (dispute.status()) {
            case HELD, CHARGED -> true;
            case INITIATED ->
                dispute.state().authorizationId().isPresent()
                        || dispute.operation()
                                .filter(GatewayOperation::maybeSent)
                                .isPresent();
            case FAILED, RELEASED, EXPIRED -> false;
        };
        return itsOwn || !dispute.surplus().isEmpty();
    }
}
