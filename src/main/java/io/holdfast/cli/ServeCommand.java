package io.holdfast.cli;

import io.holdfast.settings.BadSetting;
import io.holdfast.store.DatabaseAway;
import io.holdfast.store.MigrationFailed;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.QuarkusBindException;
import io.smallrye.config.ConfigValidationException;
import java.net.BindException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Runs the API, the webhooks and the schedules until it is told to stop. Exit codes: 0 stopped, 1 failed, 2 a bad or missing setting. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = "Runs the API, the webhooks and the schedules (the default).")
public final class ServeCommand implements Callable<Integer> {

    /** A cause chain longer than this is a loop. */
    private static final int MAX_CAUSES = 16;

    /** Whether these arguments ask to serve, and for nothing else. */
    public static boolean isMeant(String... arguments) {
        return arguments.length == 0 || (arguments.length == 1 && arguments[0].equals("serve"));
    }

    /** As the command line would. @return the exit code */
    public static int execute() {
        try {
            return checkAndRun();
        } catch (RuntimeException failure) {
            return failed(failure);
        }
    }

    @Override
    public Integer call() {
        return checkAndRun();
    }

    /** Says in one line what is wrong with the settings, or serves. */
    static int checkAndRun() {
        Preflight.Verdict verdict = Preflight.check();
        if (verdict.isBad()) {
            System.err.println(verdict.line());
            return verdict.exitCode();
        }
        return run();
    }

    static int run() {
        return run(ServeApplication.class);
    }

    /** Boots the application and returns when it has stopped. */
    static int run(Class<? extends QuarkusApplication> application) {
        EarlyLog.hush();
        // A malformed address is answered by the API, with its problem and its request id, not by the framework with
        // nothing.
        System.setProperty("vertx.disableURIValidation", "true");
        AtomicInteger exitCode = new AtomicInteger();
        Quarkus.run(application, (code, failure) -> exitCode.set(failure == null ? code : failed(failure)));
        return exitCode.get();
    }

    /** One line of what stopped the start; Quarkus leaves the saying to us. */
    static int failed(Throwable failure) {
        Throwable root = failure;
        Throwable cause = failure;
        for (int depth = 0; depth < MAX_CAUSES && cause != null; depth++) {
            if (cause instanceof ConfigValidationException settings) {
                System.err.println(GivenSettings.lines(settings));
                return CommandLine.ExitCode.USAGE;
            }
            if (cause instanceof BadSetting setting) {
                System.err.println(setting.getMessage());
                return CommandLine.ExitCode.USAGE;
            }
            if (cause instanceof DatabaseAway || cause instanceof MigrationFailed) {
                System.err.println(cause.getMessage());
                return CommandLine.ExitCode.SOFTWARE;
            }
            if (cause instanceof BindException taken) {
                System.err.println(inUse(taken));
                return CommandLine.ExitCode.SOFTWARE;
            }
            Optional<String> refusal = FrameworkRefusal.line(cause, innermost(cause));
            if (refusal.isPresent()) {
                System.err.println(refusal.get());
                return CommandLine.ExitCode.USAGE;
            }
            root = cause;
            cause = cause.getCause();
        }
        String message = String.valueOf(root.getMessage()).lines().findFirst().orElse("");
        System.err.println("holdfast: cannot start: " + root.getClass().getSimpleName() + ": " + message);
        return CommandLine.ExitCode.SOFTWARE;
    }

    private static Throwable innermost(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; depth < MAX_CAUSES && cause.getCause() != null; depth++) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** The framework has a failure of its own for the port of the API, and none for the other. */
    private static String inUse(BindException taken) {
        String property = taken instanceof QuarkusBindException ? "quarkus.http.port" : "quarkus.management.port";
        String port = GivenSettings.unchecked().getConfigValue(property).getValue();
        return property + ": cannot listen on port " + port + ": " + taken.getMessage();
    }
}
