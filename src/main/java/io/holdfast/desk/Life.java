package io.holdfast.desk;

import java.time.Duration;
import java.time.Instant;

/**
 * How long a hold still lives.
 *
 * @param percent of its whole life that is left, 0 to 100
 * @param left in words
 * @param mood {@code calm}, {@code soon} or {@code now}, for its colour
 * @param until when it lapses
 */
record Life(int percent, String left, String mood, Moment until) {

    /** Below this a bar is as good as empty. */
    private static final Duration LAST_MOMENT = Duration.ofHours(12);

    /**
     * @param since when this hold began to live
     * @param soon what counts as lapsing soon
     */
    static Life of(Instant since, Instant until, Instant now, Duration soon) {
        Duration left = Duration.between(now, until);
        long whole = Math.max(1, Duration.between(since, until).toSeconds());
        long percent = Math.max(0, Math.min(100, left.toSeconds() * 100 / whole));
        return new Life((int) percent, words(left), mood(left, soon), Moment.of(until));
    }

    private static String mood(Duration left, Duration soon) {
        if (left.compareTo(LAST_MOMENT) < 0) {
            return "now";
        }
        return left.compareTo(soon) < 0 ? "soon" : "calm";
    }

    /** The two largest units that matter. */
    static String words(Duration left) {
        if (left.isNegative() || left.isZero()) {
            return "over; the gateway is being asked";
        }
        if (left.toDays() > 0) {
            return left.toDays() + " d " + left.toHoursPart() + " h left";
        }
        if (left.toHours() > 0) {
            return left.toHours() + " h " + left.toMinutesPart() + " min left";
        }
        return left.toMinutes() > 0 ? left.toMinutes() + " min left" : "less than a minute left";
    }
}
