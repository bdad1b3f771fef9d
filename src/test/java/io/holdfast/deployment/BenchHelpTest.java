package io.holdfast.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever asks a bench what it is must not find a loaded machine in place of an answer. */
class BenchHelpTest {

    static Stream<Path> benches() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("bench"))) {
            return files
                    .filter(it -> it.toString().endsWith(".sh") && !it.endsWith("lib.sh"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("benches")
    void aBenchThatIsAskedWhatItIsSaysSoAndRunsNothing(Path bench) throws Exception {
        // when
        Process help = new ProcessBuilder("bash", bench.toString(), "--help")
                .redirectErrorStream(true)
                .start();
        try {
            String said = new String(help.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            // then
            assertThat(help.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(help.exitValue()).as(said).isZero();
            assertThat(said.lines().findFirst())
                    .hasValue(Files.readAllLines(bench).get(1).substring("# ".length()));
            assertThat(said).doesNotContain("set -euo");
        } finally {
            help.destroyForcibly();
        }
    }
}
