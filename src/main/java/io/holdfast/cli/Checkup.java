package io.holdfast.cli;

import io.holdfast.cli.DoctorCommand.Finding;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/**
 * Looks at one thing after another, at each no longer than a limit: drivers, proxies and servers can hang in ways that no timeout of theirs covers, and whoever
 * asks what is wrong must be told.
 */
final class Checkup {

    private final Duration limit;
    private final List<Finding> findings;

    /** @param findings where they are put, in order */
    Checkup(Duration limit, List<Finding> findings) {
        this.limit = limit;
        this.findings = findings;
    }

    /**
     * @param look puts what it finds into the list it is given; a thread that is left behind finds for nobody
     * @return what it says, false if it did not end, or failed
     */
    boolean look(String check, Predicate<List<Finding>> look) {
        List<Finding> own = new CopyOnWriteArrayList<>();
        FutureTask<Boolean> task = new FutureTask<>(() -> look.test(own));
        Thread thread = new Thread(task, "check " + check);
        thread.setDaemon(true);
        thread.start();
        try {
            boolean good = task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            findings.addAll(own);
            return good;
        } catch (TimeoutException hangs) {
            findings.addAll(own);
            findings.add(Finding.wrong(
                    check,
                    "did not end within " + limit.toSeconds() + " s",
                    "It takes calls and does not answer: look at it, and at what stands between it and this machine."));
            task.cancel(true);
        } catch (ExecutionException failed) {
            findings.addAll(own);
            findings.add(Finding.wrong(
                    check, "failed: " + Examination.reason(failed), "See what docs/operating.md says of it."));
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        return false;
    }
}
