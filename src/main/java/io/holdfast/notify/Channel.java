package io.holdfast.notify;

import io.holdfast.dispute.model.DisputeId;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Somebody who is told. */
public interface Channel {

    /** One message in its place. */
    record Note(DisputeId dispute, int sequence, String body) {}

    /** In lower case; it names the rows of the outbox and the metrics, so it never changes. */
    String name();

    /** What to tell of a change, as a text that {@link #tell} understands, in later versions too. Must be quick and must not fail. */
    Optional<String> compose(Occurrence occurrence);

    /** Tells all of these or none, in their order. Never tells an invented outcome; a {@code Uni} that fails counts as {@link Telling.Failed}. */
    Uni<Telling> tell(List<Note> notes);

    /** The bounds of this channel. */
    Terms terms();

    /**
     * @param concurrency how many {@link #tell} run at once
     * @param parcels disputes that one {@link #tell} may speak of
     * @param messages of one dispute in one {@link #tell}
     * @param longestTell no {@link #tell} takes longer
     * @param retries the pauses between attempts; after the last attempt a message is given up
     * @param patience a message that could not be tried for so long is given up too
     */
    record Terms(
            int concurrency,
            int parcels,
            int messages,
            Duration longestTell,
            List<Duration> retries,
            Duration patience) {

        public Terms {
            retries = List.copyOf(retries);
        }

        /** For the answer to be written down too. */
        Duration leaseTime() {
            return longestTell.multipliedBy(2).plusSeconds(5);
        }
    }
}
