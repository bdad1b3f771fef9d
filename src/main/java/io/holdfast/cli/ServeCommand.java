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
import java.util.function.ToIntFunction;
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
            return failed(refusal(failure));
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
        return run(ServeApplication.class, ServeCommand::failed);
    }

    /**
     * Boots the application and returns when it has stopped.
     *
     * @param refused hears why it did not start, and has the exit code
     */
    static int run(Class<? extends QuarkusApplication> application, ToIntFunction<Preflight.Verdict> refused) {
        EarlyLog.hush();
        // A malformed address is answered by the API, with its problem and its request id, not by the framework with
        // nothing.
        System.setProperty("vertx.disableURIValidation", "true");
        AtomicInteger exitCode = new AtomicInteger();
        Quarkus.run(
                application,
                (code, failure) -> exitCode.set(failure == null ? code : refused.applyAsInt(refusal(failure))));
        return exitCode.get();
    }

    /** Quarkus leaves the saying to us. */
    static int failed(Preflight.Verdict refusal) {
        System.err.println(refusal.line());
        return refusal.exitCode();
    }

    /** One line of what stopped the start. */
    static Preflight.Verdict refusal(Throwable failure) {
        Throwable root = failure;
        Throwable cause = failure;
        for (int depth = 0; depth < MAX_CAUSES && cause != null; depth++) {
            if (cause instanceof ConfigValidationException settings) {
                return new Preflight.Verdict(GivenSettings.lines(settings), CommandLine.ExitCode.USAGE);
            }
            if (cause instanceof BadSetting setting) {
                return new Preflight.Verdict(setting.getMessage(), CommandLine.ExitCode.USAGE);
            }
            if (cause instanceof DatabaseAway || cause instanceof MigrationFailed) {
                return new Preflight.Verdict(cause.getMessage(), CommandLine.ExitCode.SOFTWARE);
            }
            if (cause instanceof BindException taken) {
                return new Preflight.Verdict(inUse(taken), CommandLine.ExitCode.SOFTWARE);
            }
            Optional<String> refusal = FrameworkRefusal.line(cause, innermost(cause));
            if (refusal.isPresent()) {
                return new Preflight.Verdict(refusal.get(), CommandLine.ExitCode.USAGE);
            }
            root = cause;
            cause = cause.getCause();
        }
        String message = String.valueOf(root.getMessage()).lines().findFirst().orElse("");
        return new Preflight.Verdict(
                "holdfast: cannot start: " + root.getClass().getSimpleName() + ": " + message,
                CommandLine.ExitCode.SOFTWARE);
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
