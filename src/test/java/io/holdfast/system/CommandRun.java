package io.holdfast.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One command of the packaged application, from its start to its end.
 *
 * @param exit its code
 * @param out what it wrote to standard output
 * @param err what it wrote to standard error
 */
record CommandRun(int exit, String out, String err) {

    private static final Duration LONGEST = Duration.ofMinutes(2);

    static CommandRun of(Map<String, String> settings, String... arguments) throws IOException, InterruptedException {
        return reading("", settings, arguments);
    }

    /** @param input is its standard input */
    static CommandRun reading(String input, Map<String, String> settings, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = Replica.calling(Replica.PROGRAM);
        command.addAll(List.of(arguments));
        Path in = Files.writeString(Files.createTempFile("holdfast", ".in"), input);
        Path out = Files.createTempFile("holdfast", ".out");
        Path err = Files.createTempFile("holdfast", ".err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        settings.forEach((property, value) -> builder.environment().put(Replica.variable(property), value));
        Process process = builder.start();
        try {
            if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException(command + " does not end");
            }
            return new CommandRun(process.exitValue(), read(out), read(err));
        } finally {
            process.destroyForcibly();
            for (Path file : List.of(in, out, err)) {
                Files.delete(file);
            }
        }
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }
}
