package io.holdfast.store.pages;

/** The cursor is none of this list: malformed, changed, or from a list with other filters. */
public class UnknownCursor extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnknownCursor() {
        super("unknown cursor", null, false, false);
    }
}
