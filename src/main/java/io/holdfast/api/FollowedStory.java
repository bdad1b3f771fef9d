package io.holdfast.api;

import io.holdfast.dispute.model.Dispute;
import io.holdfast.store.pages.EventListing;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** How far one listener has followed one dispute's story. Holds no more of it than a page. */
final class FollowedStory {

    /** Reads events that come after one. */
    interface Pages {
        Uni<List<EventListing>> after(int sequence, int limit);
    }

    /** Tells when the story goes on, or when the time is over. */
    interface Watch {
        Uni<Dispute> next(Dispute seen, Duration atMost);
    }

    /** How long after the last word of a dispute that is over; a setback of a gateway may still come. */
    static final Duration QUIET = Duration.ofMinutes(1);

    /** Then the listener comes back and shows its credential again, maybe to another replica. */
    static final Duration LONGEST = Duration.ofHours(1);

    private static final int PAGE = 200;

    private final Pages pages;
    private final Watch watch;
    private final Duration heartbeat;
    private final Clock clock;
    private final BooleanSupplier takesPart;
    private final Instant longest;

    private Dispute seen;
    private int told;
    private boolean over;

    /**
     * @param told sequence of the last event that the listener knows; 0 if none
     * @param heartbeat how long to be silent at most
     * @param until when the listener's credential ends, if it does
     * @param takesPart whether this process goes on
     */
    FollowedStory(
            Dispute seen,
            int told,
            Pages pages,
            Watch watch,
            Duration heartbeat,
            Clock clock,
            Optional<Instant> until,
            BooleanSupplier takesPart) {
        this.seen = seen;
        // A number that this story has not reached is of another one, which the database has lost: it is told anew.
        this.told = told > seen.head().sequence() ? 0 : told;
        this.pages = pages;
        this.watch = watch;
        this.heartbeat = heartbeat;
        this.clock = clock;
        this.takesPart = takesPart;
        Instant anHour = clock.instant().plus(LONGEST);
        this.longest = until.filter(end -> end.isBefore(anHour)).orElse(anHour);
    }

    /** Whether all is told and nothing more is to be expected. */
    boolean isAtItsEnd() {
        return told >= seen.head().sequence()
                && isAtRest()
                && !clock.instant().isBefore(seen.updatedAt().plus(QUIET));
    }

    boolean isOver() {
        return over;
    }

    /** What comes next; empty after a while without news, and when it is over. */
    Uni<List<EventListing>> next() {
        if (!clock.instant().isBefore(longest)) {
            return end();
        }
        if (told < seen.head().sequence()) {
            return read();
        }
        Duration wait = patience();
        if (wait.isNegative() || wait.isZero() || !takesPart.getAsBoolean()) {
            return end();
        }
        return watch.next(seen, wait).chain(dispute -> {
            if (dispute.version() < seen.version()) {
                // What was told is lost with the database's last commits, and what comes now does not follow from it.
                return end();
            }
            seen = dispute;
            if (told < dispute.head().sequence()) {
                return read();
            }
            return takesPart.getAsBoolean() ? Uni.createFrom().item(List.of()) : end();
        });
    }

    private Uni<List<EventListing>> read() {
        return pages.after(told, PAGE).invoke(news -> {
            if (news.isEmpty()) {
                throw new IllegalStateException("the story ends at " + told + ", the dispute says otherwise");
            }
            told = news.get(news.size() - 1).sequence();
        });
    }

    private Uni<List<EventListing>> end() {
        over = true;
        return Uni.createFrom().item(List.of());
    }

    private Duration patience() {
        Instant end = longest;
        if (isAtRest() && seen.updatedAt().plus(QUIET).isBefore(end)) {
            end = seen.updatedAt().plus(QUIET);
        }
        Duration left = Duration.between(clock.instant(), end);
        return left.compareTo(heartbeat) < 0 ? left : heartbeat;
    }

    private boolean isAtRest() {
        return seen.status().isTerminal()
                && seen.operation().isEmpty()
                && seen.pending().isEmpty()
                && seen.question().isEmpty()
                && seen.surplus().isEmpty();
    }
}
