package io.holdfast.simulation;

import io.holdfast.gateway.Gateway;

/** Rules that can be broken on purpose, to see whether anybody notices. */
enum Mutant {
    NONE,
    /** The store writes a change whatever version it was decided on: nobody loses a race, and a replica that lost its lease writes all the same. */
    VERSION_NOT_CHECKED,
    /** A dispute is given to whoever wants it, whether or not another replica has the lease of it. */
    LEASE_NOT_CHECKED,
    /** The store answers an intake before it is committed. */
    CALL_BEFORE_COMMIT,
    /** Each attempt gets a key of its own. */
    KEY_PER_ATTEMPT,
    /** Silence is taken for a no. */
    TIMEOUT_IS_A_NO,
    /** A webhook is believed without asking. */
    NEWS_BELIEVED,
    /** A webhook is answered and not kept. */
    NEWS_FORGOTTEN,
    /** That the bank knows of nothing is taken for its no. */
    ABSENCE_IS_A_NO,
    /** The amount in the answer is not compared with what was asked. */
    ECHO_NOT_CHECKED,
    /** An authorization captures by itself. */
    AUTOMATIC_CAPTURE,
    /** After a renewal nobody remembers that the old hold is to be given back. */
    OLD_HOLD_FORGOTTEN,
    /** A change is committed without its story. */
    STORY_LOST,
    /** A hold whose time is over is taken for lapsed, whatever the bank says. */
    LAPSE_ASSUMED,
    /** The work of a replica that died is not taken up. */
    WORK_NOT_RECOVERED,
    /** That a token was traded is known to the one dispute only for which it was. */
    TRADE_NOT_REMEMBERED,
    /** While a token is being traded the others use it as if it had been for so long that it does not matter. */
    TRADE_NOT_WAITED_FOR,
    /** Whoever takes a dispute up is told that its token is good. */
    TRADE_NOT_SEEN_BY_CLAIM,
    /** A reconciliation takes up what changed a moment ago. */
    RECONCILED_TOO_SOON,
    /** A reconciliation does not look for the dispute that a hold was placed for. */
    DISPUTES_NOT_FOUND_BY_RECONCILIATION,
    /** An orphan is given back by a request that was not written down before. */
    ORPHANS_INTENT_NOT_KEPT;

    /** Whether the rules look the other way at the moment of the deed, so that it has to show in the books. */
    boolean isSeenByItsFruitsOnly() {
        return this == VERSION_NOT_CHECKED || this == KEY_PER_ATTEMPT;
    }

    Gateway spoils(Gateway line, Timeline timeline) {
        return switch (this) {
            case KEY_PER_ATTEMPT,
                    TIMEOUT_IS_A_NO,
                    NEWS_BELIEVED,
                    ABSENCE_IS_A_NO,
                    ECHO_NOT_CHECKED,
                    AUTOMATIC_CAPTURE,
                    LAPSE_ASSUMED -> new SpoiledLine(line, this, timeline);
            case NONE,
                    VERSION_NOT_CHECKED,
                    LEASE_NOT_CHECKED,
                    CALL_BEFORE_COMMIT,
                    NEWS_FORGOTTEN,
                    OLD_HOLD_FORGOTTEN,
                    STORY_LOST,
                    WORK_NOT_RECOVERED,
                    TRADE_NOT_REMEMBERED,
                    TRADE_NOT_WAITED_FOR,
                    TRADE_NOT_SEEN_BY_CLAIM,
                    RECONCILED_TOO_SOON,
                    DISPUTES_NOT_FOUND_BY_RECONCILIATION,
                    ORPHANS_INTENT_NOT_KEPT -> line;
        };
    }
}
