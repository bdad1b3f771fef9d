package io.holdfast.audit;

import java.util.Locale;

/** How many there are of something, as people write it. */
public final class Counted {

    private Counted() {}

    /** @param one of them, whose plural ends in s: {@code 1 event}, {@code 2 events} */
    public static String of(long count, String one) {
        return of(count, one, one + "s");
    }

    /** @param many of them, for a plural that ends otherwise */
    public static String of(long count, String one, String many) {
        return String.format(Locale.ROOT, "%d %s", count, count == 1 ? one : many);
    }
}
