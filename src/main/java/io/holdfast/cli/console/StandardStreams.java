package io.holdfast.cli.console;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the process was started with. Of its own, because help asks it, and must not load what a {@link Terminal} is made of. */
public final class StandardStreams {

    static final int OUT = 1;
    static final int ERR = 2;

    private static final int USUAL_WIDTH = 80;

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

    /** Of the terminal that the command was started from, in columns; as many as most have, if it does not say, or says none. */
    public static int columns() {
        String columns = System.getenv("COLUMNS");
        if (columns != null && columns.matches("[1-9]\\d{0,4}")) {
            return Integer.parseInt(columns);
        }
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(Path.of("/dev/tty").toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String size = new String(stty.getInputStream().readNBytes(64), StandardCharsets.US_ASCII);
            Matcher columnsOfSize = Pattern.compile("\\d+ ([1-9]\\d*)\\s*").matcher(size);
            boolean done = stty.waitFor(1, TimeUnit.SECONDS);
            return done && columnsOfSize.matches() ? Integer.parseInt(columnsOfSize.group(1)) : USUAL_WIDTH;
        } catch (IOException notThere) {
            return USUAL_WIDTH;
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
            return USUAL_WIDTH;
        }
    }
}
