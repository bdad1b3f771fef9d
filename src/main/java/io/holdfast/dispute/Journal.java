package io.holdfast.dispute;

import io.holdfast.audit.HashChain;
import io.holdfast.dispute.model.ChainHead;
import io.holdfast.dispute.model.ChainedEntry;
import io.holdfast.dispute.model.Change;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.store.DisputeStore;
import io.holdfast.store.IdempotencyClaim;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** The one door through which a change of a dispute is recorded: state, story and operation in one commit, then whoever waits for it is told. */
final class Journal {

    private final DisputeStore store;
    private final Clock clock;
    private final BiConsumer<Optional<Dispute>, Dispute> observer;

    /** @param observer is told of each committed change: the dispute before, if there was one, and after */
    Journal(DisputeStore store, Clock clock, BiConsumer<Optional<Dispute>, Dispute> observer) {
        this.store = store;
        this.clock = clock;
        this.observer = observer;
    }

    /** What came of recording a new dispute; the dispute is there if it was stored. */
    record Recorded(DisputeStore.Intake intake, Dispute dispute) {}

    Uni<Recorded> open(
            Draft draft, Duration leaseTime, byte[] tokenFingerprint, Optional<IdempotencyClaim> idempotency) {
        List<ChainedEntry> story = chained(draft.dispute(), draft.story(), draft.now());
        Dispute opened = draft.dispute().committed(head(draft.dispute(), story), draft.now());
        return store.open(opened, story, leaseTime, tokenFingerprint, idempotency)
                .invoke(intake -> {
                    if (intake instanceof DisputeStore.Intake.Stored) {
                        observer.accept(Optional.empty(), opened);
                    }
                })
                .map(intake -> new Recorded(intake, opened));
    }

    /** @return the dispute as it is stored now; empty if somebody else changed it first, and nothing was recorded */
    Uni<Optional<Dispute>> record(Change change) {
        Instant now = clock.instant();
        List<ChainedEntry> story = chained(change.after(), change.story(), now);
        boolean visible = !change.story().isEmpty();
        Dispute after = change.after()
                .committed(
                        head(change.after(), story),
                        visible ? now : change.after().updatedAt());
        return store.commit(change, after, story)
                .invoke(committed -> {
                    if (committed) {
                        observer.accept(Optional.of(change.before()), after);
                    }
                })
                .map(committed -> committed ? Optional.of(after) : Optional.empty());
    }

    private static List<ChainedEntry> chained(
            Dispute dispute, List<io.holdfast.dispute.model.StoryEntry> story, Instant now) {
        return HashChain.append(dispute.head(), dispute.id(), story, now);
    }

    private static ChainHead head(Dispute dispute, List<ChainedEntry> story) {
        if (story.isEmpty()) {
            return dispute.head();
        }
        ChainedEntry last = story.get(story.size() - 1);
        return new ChainHead(last.sequence(), last.hash());
    }
}
