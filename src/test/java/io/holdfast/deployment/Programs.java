package io.holdfast.deployment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs that some machines have: kubectl, promtool. */
final class Programs {

    private static final int LONGEST_SECONDS = 120;

    private Programs() {}

    static boolean isThere(String... command) {
        try {
            run(Path.of("."), List.of(command));
            return true;
        } catch (IOException missing) {
            return false;
        }
    }

    /** @throws IOException with all it said, if it is not there or fails */
    static String run(Path folder, List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException(command + ": " + said);
            }
            return said;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("stopped", stopped);
        } finally {
            process.destroyForcibly();
        }
    }
}
