package io.holdfast.sandbox;

import java.io.IOException;

/** The sandbox cannot read or write the journal that it was given. The cause tells why. */
public final class UnusableJournal extends IOException {

    private static final long serialVersionUID = 1L;

    UnusableJournal(IOException cause) {
        super(cause.getMessage(), cause);
    }
}
