package io.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoCommandTest {

    private static final List<String> OPTIONS = List.of("--port", "--sandbox-port", "--management-port");

    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(strings = {"--port", "--sandbox-port", "--management-port"})
    void aPortThatIsInUseIsNamedBeforeAnythingIsStarted(String option, @TempDir Path folder) throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // given
            String taken = Integer.toString(other.getLocalPort());
            List<String> ports = new ArrayList<>();
            for (String port : OPTIONS) {
                ports.addAll(List.of(port, port.equals(option) ? taken : freePort()));
            }
            Path data = folder.resolve("demo");

            // when
            int code = demo(data, ports);

            // then
            assertThat(code).isEqualTo(1);
            assertThat(err.toString().lines()).hasSize(1);
            assertThat(err.toString()).startsWith("demo: ").contains(" port " + taken + " ", option);
            assertThat(data).doesNotExist();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--port 0", "--port 70000", "--sandbox-port -1", "--sandbox-port 0", "--management-port 65536"})
    void aPortThatIsNoneIsWrongUsage(String port, @TempDir Path folder) throws IOException {
        // when
        int code = demo(folder.resolve("demo"), List.of(port.split(" ")));

        // then
        assertThat(code).isEqualTo(2);
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(err.toString()).contains(port.split(" ")[0] + ": a port is 1 to 65535");
    }

    @Test
    void aFolderThatAnotherDemoWorksOnIsLeftAlone(@TempDir Path folder) throws IOException {
        // given
        try (FolderLock other = FolderLock.take(folder)) {
            // when
            int code = demo(folder, freePorts());

            // then
            assertThat(code).isEqualTo(1);
            assertThat(err.toString().lines()).hasSize(1);
            assertThat(err.toString()).contains("another demo is running on " + folder, "--data");
            assertThat(folder.resolve("postgresql-data")).doesNotExist();
        }
    }

    @Test
    void aFolderThatCannotBeUsedIsNamedWithTheReason(@TempDir Path folder) throws IOException {
        // given
        Path file = Files.writeString(folder.resolve("demo"), "a file");

        // when
        int code = demo(file, freePorts());

        // then
        assertThat(code).isEqualTo(1);
        assertThat(err.toString()).endsWith("demo: " + file + ": is there already, and is something else\n");
    }

    private int demo(Path data, List<String> ports) {
        return CommandTree.whole()
                .setErr(new PrintWriter(err, true))
                .execute(Stream.concat(Stream.of("demo", "--data", data.toString()), ports.stream())
                        .toArray(String[]::new));
    }

    private static List<String> freePorts() throws IOException {
        List<String> ports = new ArrayList<>();
        for (String option : OPTIONS) {
            ports.addAll(List.of(option, freePort()));
        }
        return ports;
    }

    private static String freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return Integer.toString(probe.getLocalPort());
        }
    }
}
