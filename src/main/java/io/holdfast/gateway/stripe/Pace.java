package io.holdfast.gateway.stripe;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/**
 * Keeps our calls within what the account and each endpoint may get in any second. A call takes its turn before it is made: at once, after a short
 * wait, or not at all. Nothing is queued here but the times of turns that are taken, so nothing can grow.
 */
final class Pace {

    /** Calls that leave a second apart may arrive a little closer together. */
    static final Duration WINDOW = Duration.ofMillis(1_050);

    /** Whoever would have to wait longer comes back later. */
    static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private final Clock clock;
    private final Turns account;
    private final Map<StripeEndpoint, Turns> endpoints = new EnumMap<>(StripeEndpoint.class);

    /** @param clock one that only goes forward */
    Pace(int perSecond, int perSecondOfAnEndpoint, Clock clock) {
        this.clock = clock;
        this.account = new Turns(perSecond);
        for (StripeEndpoint endpoint : StripeEndpoint.values()) {
            endpoints.put(endpoint, new Turns(endpoint.perSecond(perSecondOfAnEndpoint)));
        }
    }

    /**
     * Takes the next turn. If that is further away than {@link #LONGEST_WAIT} none is taken.
     *
     * @return how long until the turn, zero for now
     */
    synchronized Duration take(StripeEndpoint endpoint) {
        Instant now = clock.instant();
        Instant turn = later(account.next(now), endpoints.get(endpoint).next(now));
        Duration wait = Duration.between(now, turn);
        if (wait.compareTo(LONGEST_WAIT) <= 0) {
            account.take(turn);
            endpoints.get(endpoint).take(turn);
        }
        return wait;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** The last turns, as many as fit into a window: the next one may come when the oldest has left it. */
    private static final class Turns {

        private final Instant[] last;
        private int oldest;

        Turns(int perWindow) {
            last = new Instant[perWindow];
        }

        Instant next(Instant now) {
            Instant earliest = last[oldest] == null ? now : last[oldest].plus(WINDOW);
            return later(now, earliest);
        }

        void take(Instant turn) {
            last[oldest] = turn;
            oldest = (oldest + 1) % last.length;
        }
    }
}
