package io.holdfast.cli;

import org.eclipse.microprofile.config.spi.Converter;

/** Reads switches. The library takes every word that it does not know for {@code false}: a misspelt {@code true} would switch off what it was meant to switch on. */
final class TrueOrFalse implements Converter<Boolean> {

    private static final long serialVersionUID = 1L;

    /** What is said of anything else. */
    static final String SENTENCE = "must be true or false";

    /** @throws IllegalArgumentException if it is neither */
    @Override
    public Boolean convert(String value) {
        String word = value.strip();
        if (word.isEmpty()) {
            // As the library's own converters say that there is nothing.
            return null;
        }
        if (word.equalsIgnoreCase("true")) {
            return true;
        }
        if (word.equalsIgnoreCase("false")) {
            return false;
        }
        throw new IllegalArgumentException(SENTENCE);
    }
}
