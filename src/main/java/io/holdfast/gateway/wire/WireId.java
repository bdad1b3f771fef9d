package io.holdfast.gateway.wire;

import io.holdfast.carddata.CardNumbers;

/**
 * Ids that others made up and that go into an address. Percent-encoding alone would not do: servers resolve dots and some decode slashes, and the
 * call would arrive at another resource.
 */
public final class WireId {

    private static final int LONGEST = 255;

    /** They end a segment or begin something else, in an address or in what some servers make of it. */
    private static final String SEPARATORS = "/\\?#%";

    private WireId() {}

    /**
     * Whether it can be used in an address, and kept: what a gateway names an authorization or a token by is stored, logged and shown, and a card number
     * must not be. An answer without a usable id is one that cannot be read, so what it speaks of is asked after and never taken for a no.
     */
    public static boolean isUsable(String id) {
        return fitsInPath(id) && !CardNumbers.contains(id);
    }

    /** Whether it can be one segment of a path, and only that. */
    public static boolean fitsInPath(String id) {
        if (id.length() > LONGEST) {
            return false;
        }
        boolean onlyDots = true;
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if (c <= ' ' || c > '~' || SEPARATORS.indexOf(c) >= 0) {
                return false;
            }
            onlyDots &= c == '.';
        }
        return !onlyDots;
    }
}
