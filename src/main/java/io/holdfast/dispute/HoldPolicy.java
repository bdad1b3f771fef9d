package io.holdfast.dispute;

import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.PutOff;
import java.time.Duration;

/**
 * How long things may take.
 *
 * @param renewBefore how long before it lapses a hold is renewed
 * @param maxAge a hold that nobody decided on for so long is released
 * @param refreshAfter how old a payment token may grow
 * @param patience how long an outcome may stay open before a person is called
 * @param slowPace how often it is still tried after that
 */
public record HoldPolicy(
        Duration renewBefore, Duration maxAge, Duration refreshAfter, Duration patience, Duration slowPace) {

    /** The longest time between two attempts while there is patience. */
    static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    /** No gateway may put Holdfast off for longer. */
    static final Duration LONGEST_RETRY_AFTER = PutOff.LONGEST;

    /** With what {@link Backoff} adds it is within {@link #furthestAttempt}. */
    private static final Duration PACE_OF_WHAT_IS_OVER = Duration.ofMinutes(45);

    /** However much patience there is with a gateway. */
    private static final Duration LONGEST_WAIT_FOR_A_TRADE = Duration.ofMinutes(15);

    /** However much patience there is with a gateway. */
    private static final Duration LATEST_ARRIVAL = Duration.ofMinutes(30);

    /** How long a payment token waits that another dispute has begun to trade: whoever did may have died, and a caller's hold is not to wait for that. */
    Duration waitForATrade() {
        return patience.compareTo(LONGEST_WAIT_FOR_A_TRADE) < 0 ? patience : LONGEST_WAIT_FOR_A_TRADE;
    }

    /**
     * How long after it was last sent a request may still come to something that nobody was told of: it was under way, or the gateway has not entered it yet in what it
     * lists. What comes even later its news tells, or a reconciliation finds.
     */
    Duration latestArrival() {
        return patience.compareTo(LATEST_ARRIVAL) < 0 ? patience : LATEST_ARRIVAL;
    }

    /** How often a gateway that has not said for so long how a dispute stands is still asked. Of one that is over nobody waits for the answer, and each question is told in its story. */
    Duration slowPaceOf(Dispute dispute) {
        boolean isSlower = dispute.status().isTerminal() && slowPace.compareTo(PACE_OF_WHAT_IS_OVER) < 0;
        return isSlower ? PACE_OF_WHAT_IS_OVER : slowPace;
    }

    /**
     * How far away the next attempt may be. What is further away was planned by a clock that was wrong.
     *
     * @param n of the intent; 1 for a question
     */
    Duration furthestAttempt(int n) {
        Duration ours = slowPace.multipliedBy(n + 1L);
        return (ours.compareTo(LONGEST_RETRY_AFTER) > 0 ? ours : LONGEST_RETRY_AFTER).plus(PutOff.CLOCKS_DIFFER);
    }

    /** A lease covers one call and the token it may need, and no more. */
    static Duration leaseTime(Duration gatewayTimeout) {
        return gatewayTimeout.multipliedBy(2).plusSeconds(5);
    }
}
