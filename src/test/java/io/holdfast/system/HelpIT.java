package io.holdfast.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged program, asked for help. */
class HelpIT {

    private static final int LONGEST_SECONDS = 60;

    @TempDir
    Path folder;

    /** How long it takes is nothing that a busy machine could tell; what it loads is. */
    @ParameterizedTest
    @ValueSource(strings = {"--help", "disputes open --help", "audit scan -h"})
    void helpLoadsNothingButItself(String arguments) throws IOException, InterruptedException {
        // given
        assumeThat(Replica.PROGRAM).endsWith(".jar");
        Path loaded = folder.resolve("classes");

        // when
        Process process = start(List.of("-Xlog:class+load:file=" + loaded), arguments);

        // then
        assertThat(output(process)).startsWith("Usage: holdfast");
        assertThat(process.exitValue()).isZero();
        assertThat(Files.readAllLines(loaded))
                .anyMatch(line -> line.contains(" io.holdfast.cli.HelpPages "))
                .noneMatch(line -> line.contains(" io.quarkus.") || line.contains(" picocli."));
    }

    @Test
    void whatIsNoHelpIsLeftToTheWholeProgram() throws IOException, InterruptedException {
        // given
        assumeThat(Replica.PROGRAM).endsWith(".jar");

        // when
        Process process = start(List.of(), "keys new --nothing");

        // then
        assertThat(output(process)).contains("--nothing").contains("--help");
        assertThat(process.exitValue()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "keys new"})
    void whatCannotBeWrittenIsToldAndCounts(String arguments) throws IOException, InterruptedException {
        // given
        Path full = Path.of("/dev/full");
        assumeThat(full).exists();
        Path err = folder.resolve("err");

        // when
        Process process = new ProcessBuilder(command(List.of(), arguments))
                .redirectOutput(full.toFile())
                .redirectError(err.toFile())
                .start();

        // then
        assertThat(process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(Files.readAllLines(err)).singleElement().asString().contains("the output could not be written");
    }

    private static Process start(List<String> flags, String arguments) throws IOException {
        return new ProcessBuilder(command(flags, arguments))
                .redirectErrorStream(true)
                .start();
    }

    private static List<String> command(List<String> flags, String arguments) {
        List<String> command = new ArrayList<>();
        if (Replica.PROGRAM.endsWith(".jar")) {
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(flags);
            command.add("-jar");
        }
        command.add(Replica.PROGRAM);
        command.addAll(List.of(arguments.split(" ")));
        return command;
    }

    private static String output(Process process) throws IOException, InterruptedException {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)).isTrue();
        return output;
    }
}
