package io.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoCommandTest {

    @ParameterizedTest
    @ValueSource(strings = {"--port", "--sandbox-port", "--management-port"})
    void aPortThatIsInUseIsNamedBeforeAnythingIsStarted(String option, @TempDir Path folder) throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // given
            StringWriter err = new StringWriter();
            String taken = Integer.toString(other.getLocalPort());
            List<String> ports = Stream.of("--port", "--sandbox-port", "--management-port")
                    .flatMap(it -> Stream.of(it, it.equals(option) ? taken : "0"))
                    .toList();
            Path data = folder.resolve("demo");

            // when
            int code = CommandTree.whole()
                    .setErr(new PrintWriter(err, true))
                    .execute(Stream.concat(Stream.of("demo", "--data", data.toString()), ports.stream())
                            .toArray(String[]::new));

            // then
            assertThat(code).isEqualTo(1);
            assertThat(err.toString().lines()).hasSize(1);
            assertThat(err.toString()).startsWith("demo: ").contains(" port " + taken + " ", option);
            assertThat(data).doesNotExist();
        }
    }
}
