package io.holdfast.dispute;

import org.jboss.logging.Logger;

/** Says in the log who had a hold released or charged. */
final class SettlingLog {

    private static final Logger LOG = Logger.getLogger("io.holdfast.dispute.story");

    private SettlingLog() {}

    /** @param deed in the log's words; what was refused, or asked before, is not told */
    static void asked(Settling settling, String deed, String actor) {
        if (settling instanceof Settling.Accepted accepted) {
            LOG.infof("dispute %s: %s asked for by %s", accepted.dispute().id(), deed, actor);
        }
    }
}
