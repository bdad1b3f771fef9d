package io.holdfast.secret;

import java.util.Optional;

/** Seals what a browser keeps for us, so that nobody can read or change it, and no replica has to remember it. */
public interface SessionSealer {

    /** @return plain ASCII that a cookie can carry */
    String sealSession(String clear);

    /** Empty if it was not sealed by this installation, or was changed. */
    Optional<String> openSession(String sealed);
}
