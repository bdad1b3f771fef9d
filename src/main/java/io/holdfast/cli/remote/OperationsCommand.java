package io.holdfast.cli.remote;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Gateway operations over HTTP. */
@Command(
        name = "operations",
        mixinStandardHelpOptions = true,
        description = "Shows the gateway operations that wait, run or need a person, and settles them.",
        subcommands = {ListOperations.class, RetryOperation.class, ResolveOperation.class})
public final class OperationsCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return CommandLine.ExitCode.USAGE;
    }
}
