package io.holdfast.cli;

import io.holdfast.audit.Counted;
import io.holdfast.cli.console.Column;
import io.holdfast.cli.console.Failure;
import io.holdfast.cli.console.OutputLost;
import io.holdfast.cli.console.OutputOptions;
import io.holdfast.cli.console.Progress;
import io.holdfast.cli.console.Rows;
import io.holdfast.cli.console.Terminal;
import io.holdfast.dispute.DisputeMetrics;
import io.holdfast.dispute.Disputes;
import io.holdfast.dispute.OrphanReport;
import io.holdfast.dispute.Reconcile;
import io.holdfast.dispute.ReconcileSettings;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.store.ReconciliationStore.Run;
import io.quarkus.arc.Arc;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Compares gateways' books with the record. Exit codes: 0 compared, or no gateway can be; 1 stopped on the way, or something a person has to settle; 2 wrong usage. */
@Command(
        name = "reconcile",
        mixinStandardHelpOptions = true,
        description =
                "Compares every live authorization at the gateways with the disputes, both ways. "
                        + "Goes on where it was stopped. Exits 1 if orphaned holds remain, or money is not where the record has it.")
public final class ReconcileCommand implements Callable<Integer> {

    private static final Duration LAST_CALLS = Duration.ofSeconds(30);

    private static final int MOST_NAMED = 50;

    private static final List<Column> ORPHANS = List.of(
            Column.of("gateway"),
            Column.of("authorization_id"),
            Column.of("dispute_id"),
            Column.of("dispute").yielding(1));

    @Spec
    private CommandSpec spec;

    @Mixin
    private OutputOptions output;

    @Option(names = "--gateway", paramLabel = "<name>", description = "Only this one. Default: all that can be listed.")
    private String gateway;

    @Option(
            names = "--void-orphans",
            description = "Give back what is live at the gateway and carries a dispute id, but no dispute stands on.")
    private boolean voidOrphans;

    @Option(
            names = "--settle",
            paramLabel = "<time>",
            description = "Leave alone what changed less long ago, such as 30s or 10m. "
                    + "Default: holdfast.reconcile.settle, 10m")
    private String settle;

    @Option(names = "--anew", description = "Begin again, instead of going on with a run that was stopped.")
    private boolean anew;

    @Override
    public Integer call() throws Exception {
        Optional<Duration> time = Optional.ofNullable(settle).map(text -> TimeOption.parse("--settle", text));
        return Headless.run(() -> reconcile(time));
    }

    private int reconcile(Optional<Duration> wanted) {
        Terminal terminal = output.terminal(spec);
        Duration time = wanted.orElseGet(
                () -> Arc.container().instance(ReconcileSettings.class).get().settle());
        Reconcile reconcile = Arc.container().instance(Reconcile.class).get();
        Reconcile.Wish wish = new Reconcile.Wish(voidOrphans, time, anew, Optional.empty(), "cli:reconcile");
        boolean orphansStay = false;
        List<String> remaining = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        List<String> lost = new ArrayList<>();
        List<String> stopped = new ArrayList<>();
        List<String> chosen = chosen(Optional.ofNullable(gateway), reconcile.gateways());
        if (!reconcile.isAnyOn()) {
            throw Failure.failed("no gateway is on: set the address and the credential of one");
        }
        if (chosen.isEmpty()) {
            terminal.err().println("No gateway that is on can be listed: there is nothing to compare.");
        }
        try (Rows rows = output.rows(terminal, ORPHANS)) {
            for (String name : chosen) {
                try {
                    Run run = run(reconcile, name, wish, terminal, new Showing(rows, remaining, unreadable, lost));
                    orphansStay |= run.counts().orphaned() > 0 && !voidOrphans;
                    terminal.err().println(OrphanReport.summary(run));
                } catch (Failure away) {
                    // the other gateways' orphans do not wait for it
                    stopped.add(away.getMessage());
                }
            }
        } finally {
            Disputes disputes = Arc.container().instance(Disputes.class).get();
            disputes.stop(LAST_CALLS).await().atMost(LAST_CALLS.plusSeconds(5));
        }
        if (orphansStay) {
            terminal.err().println("Orphaned holds remain; --void-orphans gives them back.");
        }
        if (voidOrphans && !remaining.isEmpty()) {
            remaining.forEach(terminal.err()::println);
            terminal.err()
                    .println(
                            "Not every orphaned hold was given back. Repeat this later, or void them in the gateway's console;"
                                    + " \"operations list\" shows the voids of disputes on record that wait.");
        }
        if (!unreadable.isEmpty()) {
            unreadable.forEach(terminal.err()::println);
            terminal.err().println("What cannot be read may be a hold: look it up in the gateway's console.");
        }
        if (!lost.isEmpty()) {
            lost.forEach(terminal.err()::println);
            terminal.err()
                    .println(
                            "Asked, the gateway does not say what became of them. Is it the right address and account? Look the holds up in its console:"
                                    + " release here what is gone there, and settle that operation with \"operations resolve\".");
        }
        // Whatever process raises a dispute's attention counts it, and nobody reads the metrics of this one.
        long differences = Arc.container().instance(DisputeMetrics.class).get().differences();
        if (differences > 0) {
            terminal.err()
                    .println("Money is not where the record has it, for " + Counted.of(differences, "dispute")
                            + ": the warnings above name them.");
        }
        terminal.err().flush();
        if (!stopped.isEmpty()) {
            throw Failure.failed(String.join("; ", stopped));
        }
        boolean isOpen =
                orphansStay || (voidOrphans && !remaining.isEmpty()) || !unreadable.isEmpty() || !lost.isEmpty();
        return isOpen || differences > 0 ? Failure.FAILED : 0;
    }

    /** None is no failure unless one was asked for by name: what runs every week would tell of it for ever. */
    static List<String> chosen(Optional<String> named, List<String> able) {
        if (named.isEmpty()) {
            return able;
        }
        if (!able.contains(named.get())) {
            throw Failure.wrongUsage("--gateway is one of those that are on and can be listed: " + able);
        }
        return List.of(named.get());
    }

    private Run run(Reconcile reconcile, String name, Reconcile.Wish wish, Terminal terminal, Showing showing) {
        long expected = reconcile.held(name).await().indefinitely();
        try (Progress progress = new Progress(
                terminal, "comparing " + name, expected == 0 ? OptionalLong.empty() : OptionalLong.of(expected))) {
            return reconcile
                    .run(name, wish, new Narrator(progress, showing))
                    .await()
                    .indefinitely()
                    .orElseThrow(() -> Failure.failed(
                            "another process is at " + name + "; one that was killed gives way after three minutes"));
        } catch (Failure | OutputLost known) {
            throw known;
        } catch (RuntimeException stopped) {
            throw Failure.failed(
                    "stopped: " + stopped.getMessage() + ". The command goes on from there; --anew begins again");
        }
    }

    /**
     * @param remaining a line for each that was not given back, not more than a person reads
     * @param unreadable the same for what could not be read
     * @param lost the same for disputes whose hold the gateway does not know
     */
    private record Showing(Rows rows, List<String> remaining, List<String> unreadable, List<String> lost) {}

    /** Shows each orphan as it is found. */
    private record Narrator(Progress progress, Showing showing) implements Reconcile.Witness {

        @Override
        public void reached(Run run) {
            progress.reach(run.counts().listed());
        }

        @Override
        public void orphan(String gateway, AuthorizationId id, DisputeId dispute, boolean known) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("gateway", gateway);
            row.put("authorization_id", id.value());
            row.put("dispute_id", dispute.toString());
            row.put("dispute", known ? "does not stand on it" : "is not known");
            showing.rows().print(List.of(row));
        }

        @Override
        public void unreadable(String gateway, String named) {
            if (showing.unreadable().size() < MOST_NAMED) {
                showing.unreadable().add("cannot be read: at gateway " + gateway + ", " + named);
            }
        }

        @Override
        public void lost(String gateway, AuthorizationId hold, DisputeId dispute) {
            if (showing.lost().size() < MOST_NAMED) {
                showing.lost()
                        .add("not on the list: " + hold.value() + " at gateway " + gateway + ", the hold of dispute "
                                + dispute);
            }
        }

        @Override
        public void remains(String gateway, AuthorizationId id, DisputeId dispute) {
            if (showing.remaining().size() < MOST_NAMED) {
                showing.remaining()
                        .add("still live: " + id.value() + " at gateway " + gateway + ", of dispute " + dispute);
            }
        }
    }
}
