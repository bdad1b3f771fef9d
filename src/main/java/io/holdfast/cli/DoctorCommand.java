package io.holdfast.cli;

import io.holdfast.cli.console.Colour;
import io.holdfast.cli.console.Column;
import io.holdfast.cli.console.Failure;
import io.holdfast.cli.console.OutputOptions;
import io.holdfast.cli.console.Rows;
import io.holdfast.cli.console.Terminal;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Checks an installation. Exit codes: 0 all is well, 1 something is not. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = "Checks settings, database, migrations, gateways, clocks, keys and secrets, and says what to do. "
                + "Changes nothing. Exits 1 if something is wrong.")
public final class DoctorCommand implements Callable<Integer> {

    private static final List<Column> FINDINGS = List.of(
            Column.of("check"),
            Column.of("result").coloured(result -> switch (result) {
                case "ok" -> Colour.GREEN;
                case "wrong" -> Colour.RED;
                default -> Colour.YELLOW;
            }),
            Column.of("found").shrinking(),
            Column.of("what_to_do").yielding(1));

    /** Longer than all checks of an installation with every gateway take when each of them hangs. */
    private static final Duration LONGEST = Duration.ofMinutes(4);

    @Spec
    private CommandSpec spec;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws Exception {
        Headless.set("holdfast.database.check-at-start", "false");
        endInTime();
        Preflight.Verdict settings = Preflight.check();
        if (settings.isBad()) {
            return refused(settings);
        }
        return Headless.run(() -> print(new Examination().all()), this::refused);
    }

    /** Of settings that only the parts themselves can judge, when they start, as well. */
    int refused(Preflight.Verdict refusal) {
        boolean settings = refusal.exitCode() == CommandLine.ExitCode.USAGE;
        return print(refusal.line()
                .lines()
                .map(line -> settings
                        ? Finding.wrong("settings", line, "Set it, as docs/operating.md says.")
                        : Finding.wrong("start", line, "Mend that first; nothing else was looked at."))
                .toList());
    }

    /** To begin and to end, too, takes parts that could hang; a command that is asked what is wrong does not. */
    private void endInTime() {
        PrintWriter err = spec.commandLine().getErr();
        Thread last = new Thread(
                () -> {
                    try {
                        Thread.sleep(LONGEST.toMillis());
                    } catch (InterruptedException nobodyDoes) {
                        return;
                    }
                    err.println(
                            "holdfast doctor: not done after " + LONGEST.toSeconds()
                                    + " s, given up. What hangs has said nothing; a thread dump (jstack) of another try shows it.");
                    err.flush();
                    Runtime.getRuntime().halt(Failure.FAILED);
                },
                "last resort");
        last.setDaemon(true);
        last.start();
    }

    private int print(List<Finding> findings) {
        Terminal terminal = output.terminal(spec);
        try (Rows rows = output.rows(terminal, FINDINGS)) {
            rows.print(findings.stream().map(DoctorCommand::row).toList());
        }
        // A terminal may be too narrow for advice; it is never left out.
        List<Finding> bad = findings.stream().filter(it -> !it.isOk()).toList();
        if (terminal.isOutTerminal()) {
            bad.forEach(it -> terminal.err().println(it.check() + ": " + it.found() + ". " + it.whatToDo()));
            terminal.err().flush();
        }
        return findings.stream().anyMatch(Finding::isWrong) ? Failure.FAILED : 0;
    }

    private static Map<String, String> row(Finding finding) {
        Map<String, String> row = new LinkedHashMap<>();
        row.put("check", finding.check());
        row.put("result", finding.result());
        row.put("found", finding.found());
        row.put("what_to_do", finding.whatToDo());
        row.values().removeIf(String::isEmpty);
        return row;
    }

    /**
     * What one check came to.
     *
     * @param result ok, note or wrong
     * @param whatToDo empty if nothing
     */
    record Finding(String check, String result, String found, String whatToDo) {

        static Finding ok(String check, String found) {
            return new Finding(check, "ok", found, "");
        }

        static Finding note(String check, String found, String whatToDo) {
            return new Finding(check, "note", found, whatToDo);
        }

        static Finding wrong(String check, String found, String whatToDo) {
            return new Finding(check, "wrong", found, whatToDo);
        }

        boolean isOk() {
            return result.equals("ok");
        }

        boolean isWrong() {
            return result.equals("wrong");
        }
    }
}
