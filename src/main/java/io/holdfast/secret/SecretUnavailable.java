package io.holdfast.secret;

/** A secret cannot be had. Its message says which and why, in one line, without anything of it. */
public class SecretUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SecretUnavailable(String message) {
        super(message);
    }
}
