package io.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.sandbox.Sandbox;
import io.holdfast.sandbox.SandboxOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@Timeout(60)
class SandboxCommandTest {
    private static final Pattern URL = Pattern.compile("listens on (http://\\S+)");

    /** The command as a process of its own: only a process can be sent a signal. */
    static final class Main {
        private Main() {}

        public static void main(String[] args) {
            System.exit(new CommandLine(new SandboxCommand()).execute(args));
        }
    }

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void itServesUntilItIsToldToStopAndThenExitsWithZero() throws Exception {
        // given
        Process process = start("--port", "0");
        try (BufferedReader lines = process.inputReader()) {
            String url = urlIn(lines);
            int health = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(URI.create(url + "/healthz")).build(), BodyHandlers.discarding())
                    .statusCode();

            // when
            process.destroy();

            // then
            assertThat(health).isEqualTo(200);
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void thePaymentMethodsAreListed() throws Exception {
        // given
        Process process = start("--port", "0");
        try (BufferedReader lines = process.inputReader()) {
            // when
            List<String> printed = new ArrayList<>();
            String line = lines.readLine();
            while (line != null && !line.contains("pm_capture_declined")) {
                printed.add(line);
                line = lines.readLine();
            }

            // then
            assertThat(String.join("\n", printed)).contains("pm_ok", "pm_declined_<code>", "/ledger");
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aPortInUseIsOneLineAndExitCodeOne() throws IOException {
        // given
        try (Sandbox other = Sandbox.start(SandboxOptions.defaults())) {
            // when
            int exit = execute("--port", Integer.toString(other.port()));

            // then
            assertThat(exit).isEqualTo(1);
            assertThat(err.toString().lines())
                    .singleElement()
                    .asString()
                    .contains("cannot listen", Integer.toString(other.port()));
        }
    }

    @Test
    void aJournalThatCannotBeUsedIsNamedWithTheReason(@TempDir Path folder) {
        // given
        Path journal = folder.resolve("missing").resolve("journal");

        // when
        int exit = execute("--port", "0", "--journal", journal.toString());

        // then
        assertThat(exit).isEqualTo(1);
        assertThat(err)
                .hasToString(
                        "The sandbox cannot use its journal: " + journal + ".new: there is no such file or folder\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--port x",
                "--port 70000",
                "--webhook-url http://localhost:1",
                "--webhook-url http://localhost:1 --webhook-secret secret",
                "--webhook-url nothing --webhook-secret whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                "--client-id holdfast",
                "--seed x",
                "--unknown"
            })
    void wrongUsageIsExitCodeTwo(String arguments) {
        // when
        int exit = execute(arguments.split(" "));

        // then
        assertThat(exit).isEqualTo(2);
        assertThat(err.toString()).isNotBlank();
    }

    @Test
    void helpIsNoStart() {
        // when
        int exit = execute("--help");

        // then
        assertThat(exit).isZero();
        assertThat(out.toString()).contains("--webhook-url", "--seed");
    }

    private int execute(String... arguments) {
        return new CommandLine(new SandboxCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private static Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static String urlIn(BufferedReader lines) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            Matcher match = URL.matcher(line);
            if (match.find()) {
                return match.group(1);
            }
        }
        throw new AssertionError("the sandbox printed no URL");
    }
}
