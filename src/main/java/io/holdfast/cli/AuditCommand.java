package io.holdfast.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Proves what happened. Works on the database itself, and starts no server. */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        description = "Proves the story, reviews a week, and searches for card numbers.",
        subcommands = {AuditVerify.class, AuditReport.class, AuditScan.class, AuditKeys.class})
public final class AuditCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return CommandLine.ExitCode.USAGE;
    }
}
