package io.holdfast.notify;

import java.time.Duration;
import java.util.Optional;

/** What came of telling. Reasons are a word or two for metrics and logs, never anything that the other side wrote. */
public sealed interface Telling {

    /** It has arrived. */
    record Told() implements Telling {}

    /**
     * It has not arrived, or nobody knows; worth another attempt.
     *
     * @param retryAfter the least time to wait, if the other side said so
     */
    record Failed(String reason, Optional<Duration> retryAfter) implements Telling {

        public static Failed because(String reason) {
            return new Failed(reason, Optional.empty());
        }
    }

    /**
     * The other side asks for patience, or does not know us, whatever the message: nothing more is sent on this channel for so long, and the attempt does not
     * count.
     */
    record Throttled(String reason, Duration pause) implements Telling {}

    /** It will never be taken, however often it is sent. */
    record Refused(String reason) implements Telling {}

    /** The other side wants nothing more, ever. */
    record Stopped(String reason) implements Telling {}
}
