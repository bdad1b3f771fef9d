package io.holdfast.settings;

import io.quarkus.runtime.PreventFurtherStepsException;

/**
 * A setting that is missing or wrong. It stops the start with exit code 2; its message is the one line that the operator sees.
 */
public class BadSetting extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Wrong usage. */
    private static final int EXIT_CODE = 2;

    /**
     * @param property the full name, for example {@code holdfast.gateway.erp.url}
     * @param sentence what is wrong with it and what would be right, never with the value of a secret
     */
    public BadSetting(String property, String sentence) {
        // Quarkus prints the message of this cause alone, without a stack trace
        super(property + ": " + sentence, new PreventFurtherStepsException(property + ": " + sentence, EXIT_CODE));
    }
}
