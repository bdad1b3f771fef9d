package io.holdfast.secret;

/**
 * A place where secrets are kept. {@link #read} answers from memory whenever it can, because settings are read on threads that must not wait;
 * {@link #refresh} goes and looks.
 */
interface SecretReader {

    /** The name in expressions: {@code ${name::reference}}. */
    String name();

    /**
     * @param reference in the words of that place
     * @throws SecretUnavailable if it was never read and cannot be read now
     */
    String read(String reference);

    /**
     * Looks at everything again that was ever asked for; what cannot be had stays as it was. Blocks.
     *
     * @return how much of it cannot be had
     */
    int refresh();
}
