package io.holdfast.audit;

import io.holdfast.dispute.model.ChainHead;
import io.holdfast.dispute.model.DisputeId;
import io.smallrye.mutiny.Uni;

/**
 * The part of the story that is not about one dispute's own course. Entries are kept behind the caller, in small batches: {@link #record} and {@link #mark}
 * neither wait for anything nor fail.
 */
public interface AccessJournal {

    void record(AccessEntry entry);

    /** For what must not be done before it is told: completes when the entry is kept, and fails if the database does. */
    Uni<Void> keep(AccessEntry entry);

    /** Remembers outside the dispute's own story where that story stands. */
    void mark(DisputeId dispute, ChainHead head);
}
