package io.holdfast.dispute;

import io.holdfast.dispute.Settlements.Verdict;
import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.HoldState;
import io.holdfast.dispute.model.OperationKind;
import io.holdfast.dispute.model.Question;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.Gateway;
import io.holdfast.store.DisputeStore;
import io.holdfast.store.ReconciliationStore.Counts;
import io.holdfast.store.ReconciliationStore.Orphan;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Holds live authorizations against the disputes that they were placed for. */
final class Comparison {

    /** Reads of single disputes that run at once. */
    private static final int READS_AT_ONCE = 16;

    private final DisputeStore store;
    private final Settlements settlements;
    private final Clock clock;

    Comparison(DisputeStore store, Settlements settlements, Clock clock) {
        this.store = store;
        this.settlements = settlements;
        this.clock = clock;
    }

    /**
     * What a page came to.
     *
     * @param seen disputes whose hold, or whatever they have instead, is on the page
     * @param worried disputes of which a person was told that another hold lives; their own is on the page
     * @param asked disputes that the gateway is being asked about
     * @param known orphans of disputes on record
     * @param returning what disputes on record are giving back already, if that is wanted of the run
     * @param orphans those of disputes that nobody knows
     */
    record Found(
            Counts counts,
            Set<DisputeId> seen,
            Set<DisputeId> worried,
            List<DisputeId> asked,
            Map<AuthorizationId, DisputeId> known,
            Map<AuthorizationId, DisputeId> returning,
            List<Orphan> orphans) {}

    /** What an authorization is to the record. */
    enum Standing {
        /** The hold of a HELD dispute. */
        MATCHED,
        /** It is, but the gateway says of it what is not on record: another amount, or that some of it is taken. */
        MISMATCHED,
        /** Something is under way, or was a moment ago. */
        MOVING,
        /** Of a dispute that is over: rule 5. */
        OUTLIVING,
        /** Of a dispute that stands on another one. */
        EXTRA
    }

    private record Pair(AuthorizationView view, Optional<Dispute> dispute) {}

    Uni<Found> compare(Gateway gateway, List<AuthorizationView> views, Reconcile.Wish wish) {
        if (views.isEmpty()) {
            return Uni.createFrom()
                    .item(new Found(Counts.NONE, Set.of(), Set.of(), List.of(), Map.of(), Map.of(), List.of()));
        }
        return Uni.join()
                .all(views.stream().map(view -> pair(gateway, view)).toList())
                .usingConcurrencyOf(READS_AT_ONCE)
                .andFailFast()
                .chain(pairs -> sort(gateway, pairs, wish));
    }

    /** Has the gateway asked about disputes whose hold was not on its list. @return those that were still at rest */
    Uni<List<DisputeId>> ask(List<DisputeId> lost, Reconcile.Wish wish) {
        return askEach(lost, id -> ask(id, Optional.empty(), wish));
    }

    /** Has the gateway asked about all that it has for disputes whose other hold, that a person was told of, is on its list no more. @return as for {@link #ask} */
    Uni<List<DisputeId>> askAboutAll(List<DisputeId> worried, Reconcile.Wish wish) {
        return askEach(
                worried, id -> ask(id, wish, (dispute, now) -> Question.raisedOfAll(dispute.question(), now, now)));
    }

    private static Uni<List<DisputeId>> askEach(List<DisputeId> ids, Function<DisputeId, Uni<Boolean>> ask) {
        if (ids.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return Uni.join()
                .all(ids.stream()
                        .map(id -> ask.apply(id).map(done -> done ? Optional.of(id) : Optional.<DisputeId>empty()))
                        .toList())
                .usingConcurrencyOf(READS_AT_ONCE)
                .andFailFast()
                .map(asked -> asked.stream().flatMap(Optional::stream).toList());
    }

    /** Those of a page's orphans on record that their disputes have not given back yet. */
    Uni<Map<AuthorizationId, DisputeId>> remaining(Found found) {
        Map<AuthorizationId, DisputeId> all = new LinkedHashMap<>(found.known());
        all.putAll(found.returning());
        Map<AuthorizationId, DisputeId> remaining = new LinkedHashMap<>();
        Uni<Void> each = Uni.createFrom().voidItem();
        for (Map.Entry<AuthorizationId, DisputeId> orphan : all.entrySet()) {
            each = each.chain(() -> store.find(orphan.getValue()))
                    .invoke(dispute -> {
                        if (dispute.filter(it -> hasToReturn(it, orphan.getKey()))
                                .isPresent()) {
                            remaining.put(orphan.getKey(), orphan.getValue());
                        }
                    })
                    .replaceWithVoid();
        }
        return each.replaceWith(remaining);
    }

    /**
     * Those that are HELD though their hold was not on the list, and of which the gateway, asked, has not said a word, with their holds. What it says another thing of has
     * an attention of its own.
     *
     * @param asked those that it was asked about just now
     * @param before of the others those count that it is asked about since before this
     */
    Uni<Map<DisputeId, AuthorizationId>> unsettled(List<DisputeId> lost, List<DisputeId> asked, Instant before) {
        Map<DisputeId, AuthorizationId> unsettled = new LinkedHashMap<>();
        Uni<Void> each = Uni.createFrom().voidItem();
        for (DisputeId id : lost) {
            each = each.chain(() -> store.find(id))
                    .invoke(found -> found.filter(it -> it.question()
                                    .filter(question -> asked.contains(id)
                                            || question.since().isBefore(before))
                                    .isPresent())
                            .filter(it -> it.state() instanceof HoldState.Held && !Word.isDifferent(it))
                            .flatMap(it -> it.state().authorizationId())
                            .ifPresent(hold -> unsettled.put(id, hold)))
                    .replaceWithVoid();
        }
        return each.replaceWith(unsettled);
    }

    /** What a question that is open would bring nobody knows. */
    private static boolean hasToReturn(Dispute dispute, AuthorizationId id) {
        boolean isVoided = dispute.operation()
                .filter(it -> it.kind() == OperationKind.VOID
                        && it.target().filter(id::equals).isPresent())
                .isPresent();
        return isVoided || dispute.question().isPresent() || dispute.surplus().contains(id);
    }

    private Uni<Pair> pair(Gateway gateway, AuthorizationView view) {
        Uni<Optional<Dispute>> named =
                view.disputeId().map(store::find).orElseGet(() -> store.findByAuthorization(gateway.name(), view.id()));
        return named.map(found ->
                new Pair(view, found.filter(dispute -> dispute.terms().gateway().equals(gateway.name()))));
    }

    private Uni<Found> sort(Gateway gateway, List<Pair> pairs, Reconcile.Wish wish) {
        Set<DisputeId> seen = new HashSet<>();
        Set<DisputeId> worried = new HashSet<>();
        Map<AuthorizationId, DisputeId> known = new LinkedHashMap<>();
        Map<AuthorizationId, DisputeId> returning = new LinkedHashMap<>();
        List<Orphan> orphans = new ArrayList<>();
        List<Uni<Optional<DisputeId>>> actions = new ArrayList<>();
        long matched = 0;
        long strangers = 0;
        long moving = 0;
        for (Pair pair : pairs) {
            AuthorizationView view = pair.view();
            if (pair.dispute().isEmpty()) {
                if (view.disputeId().isEmpty()) {
                    strangers++;
                } else if (isYoung(view.disputeId().get(), wish.settle())) {
                    moving++;
                } else {
                    orphans.add(new Orphan(view.id(), view.disputeId().get(), view.amount()));
                }
                continue;
            }
            Dispute dispute = pair.dispute().get();
            Standing standing = standing(dispute, view, wish.settle());
            if (dispute.isCurrent(view.id()) || standing == Standing.MOVING) {
                seen.add(dispute.id());
            }
            switch (standing) {
                case MATCHED -> {
                    matched++;
                    if (dispute.attentions().contains(Attention.ORPHANED_HOLD)) {
                        worried.add(dispute.id());
                    }
                }
                case MOVING -> {
                    moving++;
                    if (wish.voidOrphans() && dispute.surplus().contains(view.id())) {
                        returning.put(view.id(), dispute.id());
                    }
                }
                case MISMATCHED -> actions.add(asked(dispute, Optional.empty(), wish));
                case OUTLIVING -> {
                    known.put(view.id(), dispute.id());
                    actions.add(asked(dispute, Optional.of(view.id()), wish));
                }
                case EXTRA -> {
                    known.put(view.id(), dispute.id());
                    actions.add(
                            wish.voidOrphans()
                                    ? asked(dispute, Optional.of(view.id()), wish)
                                    : raise(dispute.id(), view, wish));
                }
            }
        }
        Counts counts =
                new Counts(pairs.size(), matched, strangers, moving, known.size() + (long) orphans.size(), 0, 0);
        return oneAfterAnother(actions)
                .map(asked -> new Found(
                        counts.plus(new Counts(0, 0, 0, 0, 0, asked.size(), 0)),
                        seen,
                        worried,
                        asked,
                        known,
                        returning,
                        orphans));
    }

    private static Uni<List<DisputeId>> oneAfterAnother(List<Uni<Optional<DisputeId>>> actions) {
        return actions.isEmpty()
                ? Uni.createFrom().item(List.of())
                : Uni.join()
                        .all(actions)
                        .usingConcurrencyOf(1)
                        .andFailFast()
                        .map(done -> done.stream().flatMap(Optional::stream).toList());
    }

    private Standing standing(Dispute dispute, AuthorizationView view, Duration settle) {
        if (!isSettled(dispute, settle)) {
            return Standing.MOVING;
        }
        if (dispute.state() instanceof HoldState.Held && dispute.isCurrent(view.id())) {
            return Word.agrees(dispute, view) ? Standing.MATCHED : Standing.MISMATCHED;
        }
        return dispute.status().isTerminal() ? Standing.OUTLIVING : Standing.EXTRA;
    }

    /**
     * Whether nothing is under way and nothing was a moment ago. A dispute that an earlier reconciliation raised, and did nothing else to, may be taken up
     * at once.
     */
    private boolean isSettled(Dispute dispute, Duration settle) {
        boolean quiet = !dispute.updatedAt().isAfter(clock.instant().minus(settle));
        boolean raised = dispute.attentions().contains(Attention.ORPHANED_HOLD);
        return isAtRest(dispute) && (quiet || raised);
    }

    static boolean isAtRest(Dispute dispute) {
        return dispute.lease().isEmpty()
                && dispute.operation().isEmpty()
                && dispute.question().isEmpty()
                && dispute.pending().isEmpty()
                && dispute.surplus().isEmpty();
    }

    /** An id of version 7 tells when it was made (RFC 9562, section 5.7). */
    private boolean isYoung(DisputeId id, Duration settle) {
        UUID value = id.value();
        return value.version() == 7
                && Instant.ofEpochMilli(value.getMostSignificantBits() >>> 16)
                        .isAfter(clock.instant().minus(settle));
    }

    private Uni<Optional<DisputeId>> asked(Dispute dispute, Optional<AuthorizationId> about, Reconcile.Wish wish) {
        return ask(dispute.id(), about, wish).map(done -> done ? Optional.of(dispute.id()) : Optional.empty());
    }

    private Uni<Boolean> ask(DisputeId id, Optional<AuthorizationId> about, Reconcile.Wish wish) {
        return ask(id, wish, (dispute, now) -> {
            Optional<AuthorizationId> other = about.filter(it -> !dispute.isCurrent(it));
            return Question.raised(dispute.question(), other, now);
        });
    }

    private Uni<Boolean> ask(DisputeId id, Reconcile.Wish wish, BiFunction<Dispute, Instant, Question> question) {
        return settlements.decide(() -> settlements.find(id), () -> false, wish.actor(), draft -> {
            // It was read a moment ago, and may have begun to move since.
            if (!isSettled(draft.dispute(), wish.settle())) {
                return new Verdict.Answer<>(false);
            }
            draft.change(d -> d.withQuestion(Optional.of(question.apply(d, draft.now()))));
            return new Verdict.Record<>(draft, after -> true);
        });
    }

    private Uni<Optional<DisputeId>> raise(DisputeId id, AuthorizationView view, Reconcile.Wish wish) {
        return settlements.decide(() -> settlements.find(id), Optional::empty, wish.actor(), draft -> {
            Dispute dispute = draft.dispute();
            if (!isSettled(dispute, wish.settle()) || dispute.isCurrent(view.id())) {
                return new Verdict.Answer<>(Optional.empty());
            }
            draft.raise(Attention.ORPHANED_HOLD);
            return draft.changesNothing()
                    ? new Verdict.Answer<>(Optional.empty())
                    : new Verdict.Record<>(draft, after -> Optional.empty());
        });
    }
}
