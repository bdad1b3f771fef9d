package io.holdfast.dispute;

import io.holdfast.audit.HashChain;
import io.holdfast.audit.RecordPrint;
import io.holdfast.dispute.model.ChainHead;
import io.holdfast.dispute.model.ChainedEntry;
import io.holdfast.dispute.model.Change;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.StoryEntry;
import io.holdfast.dispute.model.StoryType;
import io.holdfast.store.DisputeStore;
import io.holdfast.store.IdempotencyClaim;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
        List<ChainedEntry> story = chained(draft.dispute(), draft.story(), draft.now(), draft.now());
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
        boolean visible = !change.story().isEmpty();
        Instant updatedAt = visible ? now : change.after().updatedAt();
        List<ChainedEntry> story = chained(change.after(), told(change), now, updatedAt);
        Dispute after = change.after().committed(head(change.after(), story), updatedAt);
        return store.commit(change, after, story)
                .invoke(committed -> {
                    if (committed) {
                        observer.accept(Optional.of(change.before()), after);
                    }
                })
                .map(committed -> committed ? Optional.of(after) : Optional.empty());
    }

    /** What an auditor would miss from the record must have an event, even where nobody waits for it. */
    private static List<StoryEntry> told(Change change) {
        boolean untold = change.story().isEmpty()
                && !RecordPrint.of(change.before(), change.before().updatedAt())
                        .equals(RecordPrint.of(change.after(), change.before().updatedAt()));
        return untold ? List.of(new StoryEntry(StoryType.RECORD_UPDATED, Runner.SYSTEM, Map.of())) : change.story();
    }

    /** The last event of a change seals what the record looks like after it. */
    private static List<ChainedEntry> chained(Dispute dispute, List<StoryEntry> story, Instant now, Instant updatedAt) {
        if (story.isEmpty()) {
            return List.of();
        }
        List<StoryEntry> whole = new ArrayList<>(story);
        int last = whole.size() - 1;
        whole.set(last, whole.get(last).with(RecordPrint.FACT, RecordPrint.of(dispute, updatedAt)));
        return HashChain.append(dispute.head(), dispute.id(), whole, now);
    }

    private static ChainHead head(Dispute dispute, List<ChainedEntry> story) {
        if (story.isEmpty()) {
            return dispute.head();
        }
        ChainedEntry last = story.get(story.size() - 1);
        return new ChainHead(last.sequence(), last.hash());
    }
}
