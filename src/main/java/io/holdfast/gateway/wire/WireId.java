package io.holdfast.gateway.wire;

import java.util.regex.Pattern;

/**
 * Ids that others made up and that go into an address. Percent-encoding alone would not do: servers resolve dots and some decode slashes, and the
 * call would arrive at another resource.
 */
public final class WireId {

    private static final Pattern VISIBLE = Pattern.compile("[\\x21-\\x7E&&[^/\\\\?#%]]{1,255}");
    private static final Pattern DOTS = Pattern.compile("\\.+");

    private WireId() {}

    /** Whether it can be one segment of a path, and only that. */
    public static boolean fitsInPath(String id) {
        return VISIBLE.matcher(id).matches() && !DOTS.matcher(id).matches();
    }
}
