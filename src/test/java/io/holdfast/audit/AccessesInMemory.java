package io.holdfast.audit;

import io.holdfast.dispute.model.ChainHead;
import io.holdfast.dispute.model.DisputeId;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;

/** An access journal that only remembers what it was told. */
public final class AccessesInMemory implements AccessJournal {

    public final List<AccessEntry> entries = new ArrayList<>();

    /** As while the database is away. */
    public boolean away;

    @Override
    public void record(AccessEntry entry) {
        entries.add(entry);
    }

    @Override
    public Uni<Void> keep(AccessEntry entry) {
        if (away) {
            return Uni.createFrom().failure(new IllegalStateException("the journal is away"));
        }
        entries.add(entry);
        return Uni.createFrom().voidItem();
    }

    @Override
    public void mark(DisputeId dispute, ChainHead head) {}
}
