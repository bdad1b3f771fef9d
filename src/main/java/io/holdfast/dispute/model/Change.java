package io.holdfast.dispute.model;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A decided change of one dispute, to be committed whole or not at all.
 *
 * @param before what it was decided on; its version must still be the stored one
 * @param after what becomes of it
 * @param story what to tell of it, in order
 * @param workIn when a replica should next look at the dispute, from now by the database's clock: the end of the lease if {@code after} has one;
 *     empty if nothing is to be done
 */
public record Change(Dispute before, Dispute after, List<StoryEntry> story, Optional<Duration> workIn) {

    public Change {
        Objects.requireNonNull(before, "before");
        Objects.requireNonNull(after, "after");
        Objects.requireNonNull(workIn, "workIn");
        story = List.copyOf(story);
        if (before.version() != after.version() || !before.id().equals(after.id())) {
            throw new IllegalArgumentException("a change is decided on one version of one dispute");
        }
    }
}
