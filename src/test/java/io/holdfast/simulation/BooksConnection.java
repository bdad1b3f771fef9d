package io.holdfast.simulation;

import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.store.ReconciliationStore;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What one replica does with the comparison of the banks' books in the database, over the connection that it reconciles by. */
final class BooksConnection implements ReconciliationStore {

    private final Connection connection;
    private final KeptBooks books;

    BooksConnection(Connection connection, KeptBooks books) {
        this.connection = connection;
        this.books = books;
    }

    @Override
    public Uni<Optional<Run>> begin(
            String gateway, UUID lease, Duration leaseTime, boolean anew, Optional<Instant> notSince, UUID newId) {
        return connection.transaction(() -> books.begin(gateway, lease, leaseTime, anew, newId));
    }

    @Override
    public Uni<Boolean> progress(
            Run run, UUID lease, Duration leaseTime, Collection<DisputeId> seen, Collection<Orphan> orphans) {
        return connection.transaction(() -> books.progress(run, lease, leaseTime, seen, orphans));
    }

    @Override
    public Uni<Void> leave(String gateway, UUID lease) {
        return connection.done(() -> books.leave(gateway, lease));
    }

    @Override
    public Uni<List<DisputeId>> missing(String gateway, Optional<DisputeId> after, Instant unchangedSince, int limit) {
        return connection.transaction(() -> books.missing(gateway, after, unchangedSince, limit));
    }

    @Override
    public Uni<Long> held(String gateway) {
        return connection.transaction(() -> 0L);
    }

    @Override
    public Uni<List<Orphan>> orphans(String gateway, UUID run, Optional<AuthorizationId> after, int limit) {
        return connection.transaction(() -> books.orphans(run, after, limit));
    }

    @Override
    public Uni<VoidIntent> intend(String gateway, AuthorizationId orphan, VoidIntent intent, String actor) {
        return connection.transaction(() -> books.intend(orphan, intent));
    }

    @Override
    public Uni<Integer> orphansOf(String gateway, DisputeId dispute) {
        return connection.transaction(() -> books.orphansOf(dispute));
    }

    @Override
    public Uni<Void> outcome(String gateway, AuthorizationId orphan, String outcome, boolean ended) {
        return connection.done(() -> books.outcome(orphan, ended));
    }
}
