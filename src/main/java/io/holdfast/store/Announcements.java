package io.holdfast.store;

import io.holdfast.dispute.model.ChainedEntry;
import io.holdfast.dispute.model.Dispute;
import java.util.List;
import java.util.Optional;

/** Says what others must be told of a change. Asked before each commit, so it must be quick and must not fail. */
public interface Announcements {

    /**
     * @param before the dispute before the change, if it was there
     * @param story what the change adds to it
     * @return at most one for each channel, ordered by channel; empty if nobody is to be told
     */
    List<Announcement> of(Optional<Dispute> before, Dispute after, List<ChainedEntry> story);

    /** These are committed and can be told. */
    void committed(List<Announcement> announcements);
}
