package io.holdfast.store;

import io.quarkus.runtime.PreventFurtherStepsException;

/** A migration did not come to its end. It stops the start with exit code 1: no setting is wrong. */
public final class MigrationFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final int EXIT_CODE = 1;

    /** @param migration such as {@code V13 webhook reference} */
    MigrationFailed(String migration, String sentence) {
        // As a BadSetting: Quarkus prints no stack trace of what has this cause.
        super(line(migration, sentence), new PreventFurtherStepsException(line(migration, sentence), EXIT_CODE));
    }

    private static String line(String migration, String sentence) {
        return "migration " + migration + ": " + sentence;
    }
}
