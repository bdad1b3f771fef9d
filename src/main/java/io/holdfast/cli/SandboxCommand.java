package io.holdfast.cli;

import io.holdfast.cli.console.FileFault;
import io.holdfast.cli.console.OutputLost;
import io.holdfast.sandbox.OauthClient;
import io.holdfast.sandbox.Sandbox;
import io.holdfast.sandbox.SandboxOptions;
import io.holdfast.sandbox.UnusableJournal;
import io.holdfast.sandbox.WebhookTarget;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/** Runs the sandbox gateway alone until it is told to stop. Exit codes: 0 stopped, 1 cannot listen, 2 wrong usage. */
@Command(
        name = "sandbox",
        mixinStandardHelpOptions = true,
        description = "Runs the sandbox gateway: the erp contract, with faults by payment method id.")
public final class SandboxCommand implements Callable<Integer> {

    private static final String HINTS = """
            Payment method ids (all others are good cards; seconds may be decimals):
              pm_ok                      authorized at once
              pm_declined_<code>         declined with that code
              pm_pending_<seconds>       pending, then authorized
              pm_pending_fail            pending, then declined
              pm_slow_<seconds>          acts and answers late
              pm_hang                    never acts, never answers
              pm_timeout_after           acts, never answers the first time
              pm_error_500               always 500, does nothing
              pm_error_503_after         acts, answers 503 the first time
              pm_flaky_<percent>         that many of a hundred calls fail
              pm_expires_<seconds>       authorized, lapses after that time
              pm_renew_declined_<seconds>  as before, and a second hold is declined
              pm_norefresh               cannot be refreshed
              pm_mismatch                holds another amount than asked
              pm_capture_declined        capture is refused
            """;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--port",
            defaultValue = "9797",
            paramLabel = "<port>",
            description = "Port to listen on; 0 for any free one. Default: ${DEFAULT-VALUE}")
    private int port;

    @Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            paramLabel = "<address>",
            description = "Address to listen on. Default: ${DEFAULT-VALUE}")
    private String host;

    @Option(names = "--webhook-url", paramLabel = "<url>", description = "Send webhooks to this address.")
    private URI webhookUrl;

    @Option(
            names = "--webhook-secret",
            defaultValue = "${env:HOLDFAST_SANDBOX_WEBHOOK_SECRET}",
            paramLabel = "<secret>",
            description = "Sign webhooks with this secret, whsec_ and base64. "
                    + "Better given as HOLDFAST_SANDBOX_WEBHOOK_SECRET, where no process list shows it.")
    private String webhookSecret;

    @Option(
            names = "--client-id",
            paramLabel = "<id>",
            description = "Ask callers for an OAuth 2.0 access token of this client.")
    private String clientId;

    @Option(
            names = "--client-secret",
            defaultValue = "${env:HOLDFAST_SANDBOX_CLIENT_SECRET}",
            paramLabel = "<secret>",
            description = "Secret of that client. Better given as HOLDFAST_SANDBOX_CLIENT_SECRET.")
    private String clientSecret;

    @Option(
            names = "--seed",
            defaultValue = "1",
            paramLabel = "<number>",
            description = "Seed of the flaky payment methods. Default: ${DEFAULT-VALUE}")
    private long seed;

    @Option(
            names = "--journal",
            paramLabel = "<file>",
            description = "Keep authorizations and keys in this file, and know them again after a restart.")
    private Path journal;

    @Override
    public Integer call() {
        SandboxOptions options = options();
        try (Sandbox sandbox = Sandbox.start(options)) {
            greet(sandbox);
            waitForSignal();
            return 0;
        } catch (UnusableJournal failed) {
            return tell("The sandbox cannot use its journal: "
                    + (failed.getCause() instanceof FileSystemException file
                            ? FileFault.told(file)
                            : failed.getMessage()));
        } catch (IOException failed) {
            return tell("The sandbox cannot listen on " + host + ":" + port + ": " + failed.getMessage());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private int tell(String failure) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(failure);
        err.flush();
        return 1;
    }

    // Signals and not a shutdown hook: the virtual machine ends with code 143 after a hook, never with 0.
    private static void waitForSignal() throws InterruptedException {
        CountDownLatch stop = new CountDownLatch(1);
        Map<Signal, SignalHandler> before = new HashMap<>();
        for (String name : List.of("TERM", "INT")) {
            Signal signal = new Signal(name);
            before.put(signal, Signal.handle(signal, received -> stop.countDown()));
        }
        try {
            stop.await();
        } finally {
            before.forEach(Signal::handle);
        }
    }

    private SandboxOptions options() {
        try {
            SandboxOptions options =
                    SandboxOptions.defaults().withHost(host).withPort(port).withSeed(seed);
            if (webhookUrl != null) {
                require(webhookSecret, "--webhook-url needs --webhook-secret");
                options = options.withWebhook(WebhookTarget.of(webhookUrl, webhookSecret));
            }
            if (journal != null) {
                options = options.withJournal(journal);
            }
            if (clientId != null) {
                require(clientSecret, "--client-id needs --client-secret");
                options = options.withOauth(OauthClient.of(clientId, clientSecret));
            }
            return options;
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), wrong.getMessage());
        }
    }

    private static void require(String value, String message) {
        if (value == null) {
            throw new IllegalArgumentException(message);
        }
    }

    private void greet(Sandbox sandbox) {
        PrintWriter out = spec.commandLine().getOut();
        try {
            out.println("The sandbox gateway listens on " + sandbox.url());
            out.println("What it did: " + sandbox.url() + "/ledger");
            out.println();
            out.print(HINTS);
            out.flush();
        } catch (OutputLost unread) {
            // It serves all the same.
        }
    }
}
