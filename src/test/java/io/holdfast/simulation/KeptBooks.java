package io.holdfast.simulation;

import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.Status;
import io.holdfast.store.ReconciliationStore.Counts;
import io.holdfast.store.ReconciliationStore.Orphan;
import io.holdfast.store.ReconciliationStore.Phase;
import io.holdfast.store.ReconciliationStore.Run;
import io.holdfast.store.ReconciliationStore.VoidIntent;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** How far the comparison of a bank's books is, as the database keeps it, with its leases by its own clock. */
final class KeptBooks {

    private static final class Page {

        Run run;
        Optional<UUID> lease = Optional.empty();
        long leaseUntil;
        final Set<DisputeId> seen = new HashSet<>();
    }

    private static final class Found {

        final Orphan orphan;
        UUID run;
        Optional<VoidIntent> intent = Optional.empty();
        boolean ended;

        Found(Orphan orphan, UUID run) {
            this.orphan = orphan;
            this.run = run;
        }
    }

    private final Timeline timeline;
    private final long skewMicros;
    private final Database database;
    private final boolean forgetsIntents;
    private final Map<String, Page> pages = new HashMap<>();
    private final Map<AuthorizationId, Found> orphans = new LinkedHashMap<>();

    /** @param forgetsIntents a rule broken on purpose: what is to be sent is not written down before */
    KeptBooks(Timeline timeline, long skewMicros, Database database, boolean forgetsIntents) {
        this.timeline = timeline;
        this.skewMicros = skewMicros;
        this.database = database;
        this.forgetsIntents = forgetsIntents;
    }

    /** What is to be sent to give an orphan back, if anything is. */
    Optional<VoidIntent> intent(AuthorizationId orphan) {
        return Optional.ofNullable(orphans.get(orphan)).flatMap(it -> it.intent);
    }

    Optional<Run> begin(String gateway, UUID lease, Duration leaseTime, boolean anew, UUID newId) {
        Page page = pages.computeIfAbsent(gateway, name -> new Page());
        if (page.lease.isPresent() && page.leaseUntil >= now()) {
            return Optional.empty();
        }
        if (page.run == null || anew || page.run.phase() == Phase.DONE) {
            page.run = new Run(gateway, newId, Phase.LISTING, Optional.empty(), Counts.NONE, Timeline.instant(now()));
            page.seen.clear();
        }
        lease(page, lease, leaseTime);
        return Optional.of(page.run);
    }

    boolean progress(Run run, UUID lease, Duration leaseTime, Collection<DisputeId> seen, Collection<Orphan> found) {
        Page page = pages.get(run.gateway());
        if (!page.lease.equals(Optional.of(lease))) {
            return false;
        }
        page.run = run;
        page.seen.addAll(seen);
        for (Orphan orphan : found) {
            Found row = orphans.computeIfAbsent(orphan.id(), id -> new Found(orphan, run.id()));
            row.run = run.id();
            row.ended = false;
        }
        lease(page, lease, leaseTime);
        if (run.phase() == Phase.DONE) {
            page.lease = Optional.empty();
            page.seen.clear();
        }
        return true;
    }

    void leave(String gateway, UUID lease) {
        Page page = pages.get(gateway);
        if (page.lease.equals(Optional.of(lease))) {
            page.lease = Optional.empty();
        }
    }

    List<DisputeId> missing(String gateway, Optional<DisputeId> after, Instant unchangedSince, int limit) {
        return database.disputes().stream()
                .filter(it -> it.status() == Status.HELD && it.terms().gateway().equals(gateway))
                .filter(it -> it.pending().isEmpty() && it.operation().isEmpty())
                .filter(it -> it.question()
                        .map(question -> question.since().isBefore(unchangedSince))
                        .orElseGet(() -> it.updatedAt().isBefore(unchangedSince)
                                && it.lease().isEmpty()))
                .map(Dispute::id)
                .filter(id -> !pages.get(gateway).seen.contains(id))
                .filter(id ->
                        after.filter(last -> Database.compare(id, last) <= 0).isEmpty())
                .sorted(Database::compare)
                .limit(limit)
                .toList();
    }

    List<Orphan> orphans(UUID run, Optional<AuthorizationId> after, int limit) {
        return orphans.values().stream()
                .filter(it -> it.run.equals(run) && !it.ended)
                .map(it -> it.orphan)
                .filter(it -> after.filter(last -> it.id().value().compareTo(last.value()) <= 0)
                        .isEmpty())
                .sorted(Comparator.comparing(it -> it.id().value()))
                .limit(limit)
                .toList();
    }

    VoidIntent intend(AuthorizationId orphan, VoidIntent intent) {
        Found row = orphans.get(orphan);
        VoidIntent kept = row.intent.orElse(intent);
        if (!forgetsIntents) {
            row.intent = Optional.of(kept);
        }
        return kept;
    }

    int orphansOf(DisputeId dispute) {
        return (int) orphans.values().stream()
                .filter(it -> it.orphan.dispute().equals(dispute) && it.intent.isPresent())
                .count();
    }

    void outcome(AuthorizationId orphan, boolean ended) {
        orphans.get(orphan).ended = ended;
    }

    private void lease(Page page, UUID lease, Duration leaseTime) {
        page.lease = Optional.of(lease);
        page.leaseUntil = now() + leaseTime.toNanos() / 1_000;
    }

    private long now() {
        return timeline.micros() + skewMicros;
    }
}
