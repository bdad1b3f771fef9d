package io.holdfast.system;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.awaitility.Awaitility;

/** One process of the packaged application, and its successors on the same ports. */
final class Replica implements AutoCloseable {

    /** What runs on a JVM; a native build makes it as well. */
    static final String JAR = "target/quarkus-app/quarkus-run.jar";

    /** What the build made, jar or native; another program by this property. */
    static final String PROGRAM =
            Optional.ofNullable(System.getProperty("system.program")).orElseGet(Replica::built);

    private static final Duration LONGEST_START = Duration.ofMinutes(4);
    private static final Duration LONGEST_PROBE = Duration.ofSeconds(2);
    private static final int TAIL_LINES = 60;

    private final String name;
    private final int port;
    private final int managementPort;
    private final List<String> arguments;
    private final Map<String, String> settings;
    private final Path log;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(LONGEST_PROBE).build();
    private volatile String program = PROGRAM;
    private volatile Process process;

    /** @param settings are given as environment variables */
    Replica(String name, FreePorts ports, Map<String, String> settings, Path logs) {
        this(name, ports, port -> List.of("serve"), settings, logs);
    }

    /** @param arguments of the command line, that depend on the port of the API */
    Replica(
            String name,
            FreePorts ports,
            IntFunction<List<String>> arguments,
            Map<String, String> settings,
            Path logs) {
        this.name = name;
        this.port = ports.next();
        this.managementPort = ports.next();
        this.arguments = List.copyOf(arguments.apply(port));
        this.settings = Map.copyOf(settings);
        this.log = logs.resolve(name + ".log");
    }

    String name() {
        return name;
    }

    int port() {
        return port;
    }

    URI address(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** Quarkus writes down what it made; of several things the one that is made of the others. */
    private static String built() {
        Properties artifact = new Properties();
        try (InputStream in = Files.newInputStream(Path.of("target", "quarkus-artifact.properties"))) {
            artifact.load(in);
        } catch (IOException none) {
            throw new UncheckedIOException("nothing was packaged", none);
        }
        return artifact.getProperty("type").equals("native")
                ? Path.of("target", artifact.getProperty("path")).toString()
                : JAR;
    }

    /** From its next start on it is another one. @param path of a jar, or of a native program */
    void become(String path) {
        program = path;
    }

    synchronized void start() throws IOException {
        if (isAlive()) {
            throw new IllegalStateException(name + " runs");
        }
        List<String> command = calling(program);
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().put("QUARKUS_HTTP_HOST", "127.0.0.1");
        builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
        builder.environment().put("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
        builder.environment().put("QUARKUS_MANAGEMENT_PORT", Integer.toString(managementPort));
        settings.forEach((property, value) -> builder.environment().put(variable(property), value));
        process = builder.start();
    }

    /** How a program is called, without its arguments: a jar, or one that runs by itself. */
    static List<String> calling(String program) {
        List<String> command = new ArrayList<>();
        if (program.endsWith(".jar")) {
            command.addAll(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx192m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    // A sixth of what a start takes, and there are many here. ArtifactIT starts the program as it is.
                    "-XX:+UnlockDiagnosticVMOptions",
                    "-XX:-BytecodeVerificationRemote",
                    "-XX:+ExitOnOutOfMemoryError",
                    "-jar"));
        }
        command.add(Path.of(program).toAbsolutePath().toString());
        return command;
    }

    /** MicroProfile Config 3.1, 4.3.1. */
    static String variable(String property) {
        return property.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    void awaitReady() {
        Awaitility.await(name + " is ready")
                .atMost(LONGEST_START)
                .pollInterval(Duration.ofMillis(150))
                .until(() -> {
                    if (!isAlive()) {
                        throw new IllegalStateException(name + " ended by itself with " + process.exitValue());
                    }
                    return isReady();
                });
    }

    boolean isReady() {
        return health("/q/health/ready").orElse(0) == 200;
    }

    int managementPort() {
        return managementPort;
    }

    /** The status of a page of the management port; empty if nobody answers. */
    OptionalInt health(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + path))
                .timeout(LONGEST_PROBE)
                .build();
        try {
            return OptionalInt.of(
                    http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode());
        } catch (IOException nobody) {
            return OptionalInt.empty();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return OptionalInt.empty();
        }
    }

    boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** SIGKILL. */
    synchronized void kill() {
        process.destroyForcibly();
        await(Duration.ofSeconds(10));
    }

    /** SIGTERM; does not wait. */
    synchronized void tellToStop() {
        process.destroy();
    }

    /** @return the exit code; empty if it still runs */
    OptionalInt await(Duration atMost) {
        try {
            return process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)
                    ? OptionalInt.of(process.exitValue())
                    : OptionalInt.empty();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return OptionalInt.empty();
        }
    }

    /** The end of its log, and what it complained of. */
    String logTail() {
        try {
            List<String> lines = Files.isRegularFile(log) ? Files.readAllLines(log) : List.of();
            return "=== " + log + "\n"
                    + String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
        } catch (IOException unreadable) {
            return "=== " + log + " cannot be read: " + unreadable.getMessage();
        }
    }

    List<String> log() throws IOException {
        return Files.readAllLines(log);
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
            await(Duration.ofSeconds(10));
        }
    }
}
