package io.holdfast.store;

import io.quarkus.runtime.PreventFurtherStepsException;

/** No database answered for as long as a start waits for one. It stops the start with exit code 1: the settings may be right, and the same start may succeed later. */
public final class DatabaseAway extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final int EXIT_CODE = 1;

    DatabaseAway(String message) {
        // As a BadSetting: what has this cause is no fault of the program, and Quarkus prints no stack trace of it.
        super(message, new PreventFurtherStepsException(message, EXIT_CODE));
    }
}
