package io.holdfast.cli;

import io.quarkus.runtime.Quarkus;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;

/** Runs the API, the webhooks and the schedules until it is told to stop. Exit codes: 0 stopped, 1 failed, 2 a bad or missing setting. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = "Runs the API, the webhooks and the schedules (the default).")
public final class ServeCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        Preflight.Verdict verdict = Preflight.check();
        if (verdict.isBad()) {
            System.err.println(verdict.line());
            return verdict.exitCode();
        }
        return run();
    }

    /** Boots the application and returns when it has stopped. */
    static int run() {
        // A malformed address is answered by the API, with its problem and its request id, not by the framework with
        // nothing.
        System.setProperty("vertx.disableURIValidation", "true");
        AtomicInteger exitCode = new AtomicInteger();
        Quarkus.run(ServeApplication.class, (code, failure) -> exitCode.set(code));
        return exitCode.get();
    }
}
