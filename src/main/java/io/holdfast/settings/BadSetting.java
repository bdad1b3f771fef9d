package io.holdfast.settings;

/** A setting that is missing or wrong. It stops the start; its message is the one line that the operator sees. */
public class BadSetting extends RuntimeException {

    private final String property;

    /**
     * @param property the full name, for example {@code holdfast.gateway.erp.url}
     * @param sentence what is wrong with it and what would be right, never with the value of a secret
     */
    public BadSetting(String property, String sentence) {
        super(property + ": " + sentence);
        this.property = property;
    }

    public String property() {
        return property;
    }
}
