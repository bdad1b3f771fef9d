package io.holdfast.credential;

import java.util.Locale;
import java.util.Set;

/** The names that Holdfast tells its own deeds by, in stories and in the access journal. A credential of one of them would be taken for it. */
public final class OwnActors {

    private static final Set<String> NAMES = Set.of("system", "nobody", "reconcile");

    private OwnActors() {}

    /** In any case: who reads a story does not look at that. */
    public static boolean include(String name) {
        return NAMES.contains(name.toLowerCase(Locale.ROOT));
    }
}
