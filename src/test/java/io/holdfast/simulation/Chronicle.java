package io.holdfast.simulation;

import io.holdfast.dispute.model.DisputeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What happened. All of it goes into one number, by which two runs are compared; in words, only what happened to the one dispute that is watched. */
public final class Chronicle {

    private static final int MOST_LINES = 10_000;

    private final Timeline timeline;
    private final Optional<DisputeId> watched;
    private final List<String> lines = new ArrayList<>();
    private long digest = 0xcbf29ce484222325L;

    Chronicle(Timeline timeline, Optional<DisputeId> watched) {
        this.timeline = timeline;
        this.watched = watched;
    }

    /** @param what says it in words, if anybody wants to read it */
    void note(DisputeId dispute, long facts, Supplier<String> what) {
        mix(dispute.value().getLeastSignificantBits() ^ facts);
        if (watched.isPresent() && watched.get().equals(dispute)) {
            write(what.get());
        }
    }

    /** Something that is not about one dispute. */
    void note(long facts, Supplier<String> what) {
        mix(facts);
        if (watched.isPresent()) {
            write(what.get());
        }
    }

    long micros() {
        return timeline.micros();
    }

    long digest() {
        return digest;
    }

    List<String> lines() {
        return lines;
    }

    private void mix(long facts) {
        digest = (digest ^ facts ^ timeline.micros()) * 0x100000001b3L;
        digest ^= digest >>> 29;
    }

    private void write(String line) {
        if (lines.size() < MOST_LINES) {
            lines.add(timeline.now() + "  " + line);
        }
    }
}
