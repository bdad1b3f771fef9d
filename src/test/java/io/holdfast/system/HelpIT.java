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

    private static Process start(List<String> flags, String arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-jar", Replica.PROGRAM));
        command.addAll(List.of(arguments.split(" ")));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static String output(Process process) throws IOException, InterruptedException {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)).isTrue();
        return output;
    }
}
