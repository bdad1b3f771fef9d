package io.holdfast.dispute;

import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.Status;
import io.holdfast.store.ReconciliationStore;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/** A {@link ReconciliationStore} that forgets. It can be told to be away after so many pages. */
final class BooksInMemory implements ReconciliationStore {

    record Row(Orphan orphan, UUID run, Optional<VoidIntent> intent, String outcome, boolean ended) {}

    private final Supplier<List<Dispute>> disputes;
    private final Set<DisputeId> seen = new HashSet<>();
    final Map<AuthorizationId, Row> orphans = new HashMap<>();
    private Run run;
    private UUID lease;
    int pagesLeft = Integer.MAX_VALUE;
    boolean amountsAreUnreadable;

    BooksInMemory(Supplier<List<Dispute>> disputes) {
        this.disputes = disputes;
    }

    @Override
    public Uni<Optional<Run>> begin(
            String gateway, UUID newLease, Duration leaseTime, boolean anew, Optional<Instant> notSince, UUID newId) {
        if (lease != null) {
            return Uni.createFrom().item(Optional.empty());
        }
        lease = newLease;
        if (run == null || anew || run.phase() == Phase.DONE) {
            Instant start = disputes.get().stream()
                    .map(Dispute::updatedAt)
                    .max(Comparator.naturalOrder())
                    .orElse(Instant.EPOCH)
                    .plus(Duration.ofDays(1));
            run = new Run(gateway, newId, Phase.LISTING, Optional.empty(), Counts.NONE, start);
            seen.clear();
        }
        return Uni.createFrom().item(Optional.of(run));
    }

    @Override
    public Uni<Boolean> progress(
            Run reached, UUID by, Duration leaseTime, Collection<DisputeId> more, Collection<Orphan> found) {
        if (pagesLeft-- == 0) {
            return Uni.createFrom().failure(new IllegalStateException("the database is away"));
        }
        if (!by.equals(lease)) {
            return Uni.createFrom().item(false);
        }
        run = reached;
        seen.addAll(more);
        found.forEach(it -> orphans.put(it.id(), new Row(kept(it), reached.id(), Optional.empty(), "", false)));
        return Uni.createFrom().item(true);
    }

    private Orphan kept(Orphan orphan) {
        return amountsAreUnreadable ? new Orphan(orphan.id(), orphan.dispute(), Optional.empty()) : orphan;
    }

    @Override
    public Uni<Void> leave(String gateway, UUID by) {
        lease = null;
        return Uni.createFrom().voidItem();
    }

    @Override
    public Uni<List<DisputeId>> missing(String gateway, Optional<DisputeId> after, Instant unchangedSince, int limit) {
        return Uni.createFrom()
                .item(disputes.get().stream()
                        .filter(it -> it.status() == Status.HELD && !seen.contains(it.id()))
                        .filter(it -> it.question()
                                .map(question -> question.since().isBefore(unchangedSince))
                                .orElseGet(() -> Comparison.isAtRest(it)
                                        && it.updatedAt().isBefore(unchangedSince)))
                        .map(Dispute::id)
                        .filter(id -> after.isEmpty()
                                || id.toString().compareTo(after.get().toString()) > 0)
                        .sorted(Comparator.comparing(DisputeId::toString))
                        .limit(limit)
                        .toList());
    }

    @Override
    public Uni<Long> held(String gateway) {
        return Uni.createFrom().item(0L);
    }

    @Override
    public Uni<List<Orphan>> orphans(String gateway, UUID of, Optional<AuthorizationId> after, int limit) {
        return Uni.createFrom()
                .item(orphans.values().stream()
                        .filter(row -> row.run().equals(of) && !row.ended())
                        .map(Row::orphan)
                        .filter(it -> after.isEmpty()
                                || it.id().value().compareTo(after.get().value()) > 0)
                        .sorted(Comparator.comparing(it -> it.id().value()))
                        .limit(limit)
                        .toList());
    }

    @Override
    public Uni<VoidIntent> intend(String gateway, AuthorizationId orphan, VoidIntent intent, String actor) {
        Row row = orphans.get(orphan);
        VoidIntent kept = row.intent().orElse(intent);
        orphans.put(orphan, new Row(row.orphan(), row.run(), Optional.of(kept), row.outcome(), row.ended()));
        return Uni.createFrom().item(kept);
    }

    @Override
    public Uni<Integer> orphansOf(String gateway, DisputeId dispute) {
        return Uni.createFrom().item((int) orphans.values().stream()
                .filter(row ->
                        row.orphan().dispute().equals(dispute) && row.intent().isPresent())
                .count());
    }

    @Override
    public Uni<Void> outcome(String gateway, AuthorizationId orphan, String outcome, boolean ended) {
        Row row = orphans.get(orphan);
        orphans.put(orphan, new Row(row.orphan(), row.run(), row.intent(), outcome, ended));
        return Uni.createFrom().voidItem();
    }
}
