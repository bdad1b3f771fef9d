package io.holdfast.audit.verify;

import java.util.OptionalInt;

/**
 * Something in the database that the service did not write, or that it wrote and is not there.
 *
 * @param kind where it was found
 * @param subject the id of the dispute or stream, or a day
 * @param sequence of the row, if it is about one
 * @param problem what is wrong, in a sentence
 */
public record Finding(Kind kind, String subject, OptionalInt sequence, String problem) {

    /** Where it was found. */
    public enum Kind {
        /** An event of a dispute's story. */
        STORY,
        /** A dispute's row. */
        RECORD,
        /** A gateway operation's row. */
        OPERATION,
        /** A row of the access journal. */
        ACCESS,
        /** A daily head. */
        HEAD,
        /** What retention left. */
        PURGE;

        @Override
        public String toString() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    static Finding of(Kind kind, Object subject, String problem) {
        return new Finding(kind, subject.toString(), OptionalInt.empty(), problem);
    }

    static Finding of(Kind kind, Object subject, int sequence, String problem) {
        return new Finding(kind, subject.toString(), OptionalInt.of(sequence), problem);
    }
}
