package io.holdfast.cli;

import io.holdfast.sandbox.Sandbox;
import io.holdfast.sandbox.SandboxOptions;
import io.holdfast.sandbox.WebhookTarget;
import io.holdfast.secret.TinkSealer;
import io.quarkus.runtime.ImageMode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code serve} with everything it needs: an embedded PostgreSQL and the sandbox gateway. For trying Holdfast out, not for real money. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description =
                "Runs everything on this machine: an embedded PostgreSQL, the sandbox gateway, and an API key to try.")
public final class DemoCommand implements Callable<Integer> {

    /** What is printed once the server answers. */
    static final String WELCOME = "holdfast.demo.welcome";

    /** The application's own end, and that of the database. */
    private static final Duration LONGEST_STOP = Duration.ofSeconds(60);

    private static final int LAST_PORT = 65_535;

    private static final String MANAGEMENT_PORT = "quarkus.management.port";
    private static final String MANAGEMENT_HOST = "quarkus.management.host";

    /** What is kept has keys in it, and programs that are run. */
    private static final FileAttribute<?> OWNERS_ALONE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private static final String API_KEY = "api-key";
    private static final String KEYSET = "keyset";
    private static final String WEBHOOK_SECRET = "webhook-secret";

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--data",
            defaultValue = ".holdfast/demo",
            paramLabel = "<folder>",
            description = "Where the data is kept between runs. Default: ${DEFAULT-VALUE}")
    private Path data;

    @Option(
            names = "--port",
            defaultValue = "8080",
            paramLabel = "<port>",
            description = "Port of the API. Default: ${DEFAULT-VALUE}")
    private int port;

    @Option(
            names = "--sandbox-port",
            defaultValue = "9797",
            paramLabel = "<port>",
            description = "Port of the sandbox gateway. Default: ${DEFAULT-VALUE}")
    private int sandboxPort;

    @Option(
            names = "--management-port",
            paramLabel = "<port>",
            description = "Port of health and metrics. Default: 9000, unless set otherwise")
    private Integer managementPort;

    @Override
    public Integer call() throws IOException {
        if (ImageMode.current() == ImageMode.NATIVE_RUN) {
            spec.commandLine()
                    .getErr()
                    .println("demo: runs on a JVM only (java -jar quarkus-run.jar demo); the native program does not"
                            + " bring a PostgreSQL. Give serve one, and run the sandbox beside it");
            return CommandLine.ExitCode.SOFTWARE;
        }
        requirePort("--port", port);
        requirePort("--sandbox-port", sandboxPort);
        if (managementPort != null) {
            requirePort("--management-port", managementPort);
        }
        Optional<String> taken =
                doors().stream().flatMap(door -> door.problem().stream()).findFirst();
        if (taken.isPresent()) {
            spec.commandLine().getErr().println("demo: " + taken.get());
            return CommandLine.ExitCode.SOFTWARE;
        }
        PrintWriter out = spec.commandLine().getOut();
        Path folder = data.toAbsolutePath();
        Files.createDirectories(folder, OWNERS_ALONE);
        CountDownLatch ended = new CountDownLatch(1);
        awaitAtExit(ended);
        try (FolderLock ours = FolderLock.take(folder)) {
            out.println("Holdfast demo: starting PostgreSQL, its data is in " + folder);
            return run(folder);
        } finally {
            ended.countDown();
        }
    }

    private int run(Path folder) throws IOException {
        Properties keys = keys(folder.resolve("demo.properties"));
        try (DemoDatabase database = DemoDatabase.start(folder);
                Sandbox sandbox = Sandbox.start(sandbox(keys, folder))) {
            configure(database, sandbox, keys);
            return ServeCommand.checkAndRun();
        }
    }

    /** No 0, for any free one: the addresses are told before anybody knows which it is. */
    private void requirePort(String option, int number) {
        if (number < 1 || number > LAST_PORT) {
            throw new ParameterException(spec.commandLine(), option + ": a port is 1 to " + LAST_PORT);
        }
    }

    /** What the demo listens on. */
    private record Door(String what, String port, String option) {

        /** Asked before anything is started: what fails later does not always say at which port. */
        Optional<String> problem() {
            try (ServerSocket probe = new ServerSocket(Integer.parseInt(port), 1, InetAddress.getLoopbackAddress())) {
                return Optional.empty();
            } catch (NumberFormatException words) {
                // It came from a setting, whose name Preflight knows.
                return Optional.empty();
            } catch (IOException closed) {
                return Optional.of("cannot listen on port " + port + " for " + what + ": " + closed.getMessage()
                        + ". Give another one with " + option);
            }
        }
    }

    private List<Door> doors() {
        return List.of(
                new Door("the API", Integer.toString(port), "--port"),
                new Door("the sandbox", Integer.toString(sandboxPort), "--sandbox-port"),
                new Door("health and metrics", managementPort(), "--management-port"));
    }

    private String managementPort() {
        return managementPort == null ? given(MANAGEMENT_PORT, "9000") : managementPort.toString();
    }

    /** A process that is told to stop ends when its hooks are done, wherever its main thread is: this one waits until the database has stopped. */
    private static void awaitAtExit(CountDownLatch ended) {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            try {
                                ended.await(LONGEST_STOP.toSeconds(), TimeUnit.SECONDS);
                            } catch (InterruptedException hurried) {
                                Thread.currentThread().interrupt();
                            }
                        },
                        "demo's end"));
    }

    private SandboxOptions sandbox(Properties keys, Path folder) {
        URI webhooks = URI.create("http://127.0.0.1:" + port + "/v1/webhooks/erp");
        return SandboxOptions.defaults()
                .withPort(sandboxPort)
                .withJournal(folder.resolve("sandbox.jsonl"))
                .withWebhook(WebhookTarget.of(webhooks, keys.getProperty(WEBHOOK_SECRET)));
    }

    private void configure(DemoDatabase database, Sandbox sandbox, Properties keys) {
        String key = keys.getProperty(API_KEY);
        set("quarkus.http.port", Integer.toString(port));
        set("quarkus.http.host", "127.0.0.1");
        System.setProperty(MANAGEMENT_PORT, managementPort());
        set(MANAGEMENT_HOST, given(MANAGEMENT_HOST, "127.0.0.1"));
        // nobody balances load here
        set("holdfast.shutdown.delay", "0s");
        // for people, not for machines
        set("quarkus.log.console.json.enabled", "false");
        set("quarkus.datasource.reactive.url", database.reactiveUrl());
        set("quarkus.datasource.jdbc.url", database.jdbcUrl());
        set("quarkus.datasource.username", "postgres");
        set("quarkus.datasource.password", "postgres");
        set("holdfast.gateway.erp.url", sandbox.url());
        set("holdfast.gateway.erp.webhook-secrets", keys.getProperty(WEBHOOK_SECRET));
        set("holdfast.crypto.keyset", keys.getProperty(KEYSET));
        set("holdfast.security.api-keys.\"demo\".sha256", KeysCommand.sha256(key));
        set("holdfast.security.api-keys.\"demo\".roles", "architect,agent,admin");
        set(WELCOME, welcome(sandbox, key));
    }

    private String welcome(Sandbox sandbox, String key) {
        String api = "http://127.0.0.1:" + port;
        return """

            Holdfast is ready.
              API      %s/v1/disputes
              Desk     %s/desk  (sign in with the API key)
              OpenAPI  %s/q/openapi
              Sandbox  %s/ledger
              Health   http://127.0.0.1:%s/q/health/ready
              API key  %s

            Try:
              curl -s -H 'X-API-Key: %s' -H 'Content-Type: application/json' \\
                -d '{"customer_account_id": "ACC-1001", "hold_amount": 49.99, "payment_method_id": "pm_card_visa"}' \\
                %s/v1/disputes

            Stop with Ctrl-C; the data stays.\
            """.formatted(api, api, api, sandbox.url(), managementPort(), key, key, api);
    }

    /** The demo's own keys, made once; they open nothing but this folder's data. */
    private static Properties keys(Path file) throws IOException {
        Properties keys = new Properties();
        if (Files.isRegularFile(file)) {
            try (InputStream in = Files.newInputStream(file)) {
                keys.load(in);
            }
            return keys;
        }
        keys.setProperty(API_KEY, KeysCommand.apiKey());
        keys.setProperty(KEYSET, TinkSealer.newKeyset());
        keys.setProperty(WEBHOOK_SECRET, KeysCommand.webhookSecret());
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(draft);
        Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (OutputStream out = Files.newOutputStream(draft)) {
            keys.store(out, "Keys of the Holdfast demo. Delete the whole folder to begin anew.");
        }
        Files.move(draft, file);
        return keys;
    }

    /** As the operator gave it, on the command line, in the environment or in a file. */
    private static String given(String property, String otherwise) {
        return Optional.ofNullable(
                        GivenSettings.unchecked().getConfigValue(property).getValue())
                .orElse(otherwise);
    }

    /** A setting that the operator gave stays. */
    private static void set(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
