package io.holdfast.cli.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the process was started with. Of its own, because help asks it, and must not load what a {@link Terminal} is made of. */
public final class StandardStreams {

    static final int OUT = 1;
    static final int ERR = 2;

    private StandardStreams() {}

    public static boolean outIsTerminal() {
        return isTerminal(OUT);
    }

    /** Java's own answer is for both directions at once, and differs between its versions. */
    static boolean isTerminal(int descriptor) {
        try {
            // Joined by a method: the operator is linked at run time, which takes longer than the whole rest of help.
            Path link = Path.of("/proc/self/fd/".concat(Integer.toString(descriptor)));
            String target = Files.readSymbolicLink(link).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException noProc) {
            return System.console() != null;
        }
    }
}
