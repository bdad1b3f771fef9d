package io.holdfast.dispute;

import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.Hold;
import io.holdfast.dispute.model.Upkeep;
import io.holdfast.gateway.Capabilities;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** When a held dispute needs care. */
final class Care {

    /** Any number that sets this use of the spread apart from others. */
    private static final int RENEWAL_SALT = 7;

    private Care() {}

    /** For a hold that is new. A token that cannot be refreshed is never due: nothing would take it off the list of what is. */
    static Upkeep of(Dispute held, HoldPolicy policy, Capabilities gateway, Instant now) {
        return new Upkeep(
                nextRenewal(held, policy, now),
                Optional.of(now.plus(policy.refreshAfter())).filter(at -> gateway.canRefresh()));
    }

    /** For a hold that will live to another time than thought; what was refused stays refused. */
    static Upkeep prolonged(Dispute held, HoldPolicy policy, Instant now) {
        Upkeep upkeep = held.upkeep();
        return upkeep.withRenewAt(upkeep.renewAt().map(before -> renewAt(held, policy, now)));
    }

    /**
     * For a hold whose renewal gave way to a hold too many: again when half of its time is over. What comes late of that renewal is given back by then: beside the next one
     * it would be the next hold too many that is waited for.
     */
    static Upkeep anew(Dispute held, HoldPolicy policy, Instant now) {
        Instant nothingComes = now.plus(policy.latestArrival());
        Optional<Instant> halfway = held.state()
                .hold()
                .map(hold -> now.plus(Duration.between(now, hold.expiresAt()).dividedBy(2)))
                .filter(nothingComes::isBefore);
        return new Upkeep(
                Optional.of(halfway.orElse(nothingComes)), held.upkeep().refreshAt());
    }

    /** Of a hold that has just been placed: none of one whose end is over by then. */
    static Optional<Instant> nextRenewal(Dispute held, HoldPolicy policy, Instant now) {
        return held.state()
                .hold()
                .filter(hold -> hold.expiresAt().isAfter(now))
                .map(hold -> renewAt(held, policy, now));
    }

    /**
     * Somewhere in the first half of the window before the hold lapses, so that holds placed together are not renewed together and the second half is
     * left for trouble. A hold that lives for less than twice the window has half its life for it.
     */
    private static Instant renewAt(Dispute held, HoldPolicy policy, Instant now) {
        Hold hold = held.state().hold().orElseThrow();
        Duration life = Duration.between(now, hold.expiresAt());
        Duration half = life.isNegative() ? Duration.ZERO : life.dividedBy(2);
        Duration window = policy.renewBefore().compareTo(half) < 0 ? policy.renewBefore() : half;
        long spread = Backoff.spread(held.id().value(), RENEWAL_SALT, window.toMillis() / 2);
        return hold.expiresAt().minus(window).plusMillis(spread);
    }
}
