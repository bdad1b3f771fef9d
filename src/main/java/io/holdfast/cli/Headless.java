package io.holdfast.cli;

import io.holdfast.cli.console.Failure;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToIntFunction;

/** Runs the application's parts for one command, without its servers and its timers. */
public final class Headless implements QuarkusApplication {

    /** Quarkus makes the application object by itself; there is one command in a process. */
    private static final AtomicReference<Callable<Integer>> WORK = new AtomicReference<>();

    private static final AtomicReference<Exception> FAILURE = new AtomicReference<>();

    /** Runs the work on a schema that somebody else has brought up to date. */
    static int run(Callable<Integer> work) throws Exception {
        return run(work, ServeCommand::failed);
    }

    /** @param refused hears why the parts did not start, and has the exit code */
    static int run(Callable<Integer> work, ToIntFunction<Preflight.Verdict> refused) throws Exception {
        set("holdfast.database.migrate-at-start", "false");
        return boot(work, refused);
    }

    static int boot(Callable<Integer> work) throws Exception {
        return boot(work, ServeCommand::failed);
    }

    /**
     * @param work runs once everything is up; its result is the exit code
     * @throws Failure if the settings are bad
     * @throws Exception what the work ended with
     */
    private static int boot(Callable<Integer> work, ToIntFunction<Preflight.Verdict> refused) throws Exception {
        Preflight.Verdict verdict = Preflight.check();
        if (verdict.isBad()) {
            throw Failure.wrongUsage(verdict.line());
        }
        set("quarkus.http.host-enabled", "false");
        set("quarkus.management.host-enabled", "false");
        set("holdfast.schedule.on", "false");
        // Nobody brings a token, so that its issuer need not be there.
        set("quarkus.oidc.tenant-enabled", "false");
        // No balancer has to notice.
        set("holdfast.shutdown.delay", "0s");
        // What the command prints is for who called it; what is logged is not part of it.
        set("quarkus.log.console.stderr", "true");
        set("quarkus.log.console.json.enabled", "false");
        set("quarkus.log.level", "WARN");
        WORK.set(work);
        int code = ServeCommand.run(Headless.class, refused);
        if (FAILURE.get() != null) {
            throw FAILURE.get();
        }
        return code;
    }

    /** A setting that the operator gave stays. */
    static void set(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    @Override
    public int run(String... arguments) {
        try {
            return WORK.get().call();
        } catch (Exception failed) {
            FAILURE.set(failed);
            return Failure.FAILED;
        } finally {
            Quarkus.asyncExit();
        }
    }
}
