package io.holdfast.notify;

import io.holdfast.dispute.model.ChainedEntry;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.Hold;
import io.holdfast.dispute.model.HoldState;
import io.holdfast.dispute.model.Settlement;
import io.holdfast.dispute.model.Status;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A change of a dispute that is about to be committed. Lives within one commit. */
public final class Occurrence {

    private final Optional<Dispute> before;
    private final Dispute after;
    private final List<ChainedEntry> story;
    private final DisputeDocument document;
    private Optional<String> event;

    public Occurrence(Optional<Dispute> before, Dispute after, List<ChainedEntry> story, DisputeDocument document) {
        this.before = before;
        this.after = after;
        this.story = List.copyOf(story);
        this.document = document;
    }

    public Dispute dispute() {
        return after;
    }

    /** What the change adds to the story. */
    public List<ChainedEntry> story() {
        return story;
    }

    /** The change as others see it: {@code {"type", "timestamp", "data"}}, with the dispute as it is then. Empty if nobody outside would see one. */
    public Optional<String> event() {
        if (event == null) {
            event = type().map(type -> "{\"type\":\"" + type + "\",\"timestamp\":\"" + after.updatedAt()
                    + "\",\"data\":" + document.of(after) + "}");
        }
        return event;
    }

    /** The most that happened, in a word that never changes its meaning. */
    Optional<String> type() {
        if (before.map(Dispute::status).filter(after.status()::equals).isEmpty()) {
            return Optional.of("dispute." + after.status().name().toLowerCase(Locale.ROOT));
        }
        Dispute old = before.get();
        if (!old.attention().equals(after.attention())) {
            return Optional.of(
                    after.attention().isPresent() ? "dispute.attention_raised" : "dispute.attention_cleared");
        }
        if (!visibleHold(old).equals(visibleHold(after))) {
            return Optional.of("dispute.renewed");
        }
        if (!old.pending().equals(after.pending())) {
            return Optional.of(after.pending().map(Occurrence::requested).orElse("dispute.updated"));
        }
        if (after.status() != Status.INITIATED && !old.state().equals(after.state())) {
            return Optional.of("dispute.updated");
        }
        return Optional.empty();
    }

    private static Optional<Hold> visibleHold(Dispute dispute) {
        return dispute.state() instanceof HoldState.Held held ? held.hold() : Optional.empty();
    }

    private static String requested(Settlement pending) {
        return pending instanceof Settlement.Release ? "dispute.release_requested" : "dispute.charge_requested";
    }
}
