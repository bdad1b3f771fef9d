package io.holdfast.audit;

import io.holdfast.dispute.model.ChainHead;
import io.holdfast.dispute.model.DisputeId;

/**
 * The part of the story that is not about one dispute's own course. Neither method waits for anything or fails: entries are kept behind the caller, in
 * small batches.
 */
public interface AccessJournal {

    void record(AccessEntry entry);

    /** Remembers outside the dispute's own story where that story stands. */
    void mark(DisputeId dispute, ChainHead head);
}
