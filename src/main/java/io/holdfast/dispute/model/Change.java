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
 * @param work when a replica should next look at the dispute
 * @param news what it was decided on and nobody can be asked about: it is used with the change, and there is no change if it was used before
 */
public record Change(Dispute before, Dispute after, List<StoryEntry> story, Work work, Optional<NewsId> news) {

    /** When a replica should next look at a dispute, by the database's clock. */
    public sealed interface Work {

        /** So long from now; if the dispute has a lease, that is when it ends. */
        record In(Duration time) implements Work {}

        /** There is nothing to do. */
        record None() implements Work {}

        /** As before: another replica has the lease, and will see the change when it comes to record its own. */
        record Unchanged() implements Work {}
    }

    public Change {
        Objects.requireNonNull(before, "before");
        Objects.requireNonNull(after, "after");
        Objects.requireNonNull(work, "work");
        Objects.requireNonNull(news, "news");
        story = List.copyOf(story);
        if (before.version() != after.version() || !before.id().equals(after.id())) {
            throw new IllegalArgumentException("a change is decided on one version of one dispute");
        }
    }
}
