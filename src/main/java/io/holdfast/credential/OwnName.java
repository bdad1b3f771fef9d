package io.holdfast.credential;

/** The name that Holdfast tells its own deeds by in a dispute's story. A credential of that name would be taken for it. */
public final class OwnName {

    private static final String SYSTEM = "system";

    private OwnName() {}

    /** In any case: who reads a story does not look at that. */
    public static boolean is(String name) {
        return SYSTEM.equalsIgnoreCase(name);
    }
}
