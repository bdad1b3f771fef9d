package io.holdfast.simulation;

import io.holdfast.gateway.Gateway;

/** Rules that can be broken on purpose, to see whether anybody notices. */
enum Mutant {
    NONE,
    /** The store writes a change whatever version it was decided on. */
    VERSION_NOT_CHECKED,
    /** The store answers an intake before it is committed. */
    CALL_BEFORE_COMMIT,
    /** Each attempt gets a key of its own. */
    KEY_PER_ATTEMPT,
    /** Silence is taken for a no. */
    TIMEOUT_IS_A_NO,
    /** A webhook is believed without asking. */
    NEWS_BELIEVED,
    /** That the bank knows of nothing is taken for its no. */
    ABSENCE_IS_A_NO,
    /** The amount in the answer is not compared with what was asked. */
    ECHO_NOT_CHECKED;

    /** Whether the rules look the other way at the moment of the deed, so that it has to show in the books. */
    boolean isSeenByItsFruitsOnly() {
        return this == VERSION_NOT_CHECKED || this == KEY_PER_ATTEMPT;
    }

    Gateway spoils(Gateway line) {
        return this == NONE || this == VERSION_NOT_CHECKED || this == CALL_BEFORE_COMMIT
                ? line
                : new SpoiledLine(line, this);
    }
}
