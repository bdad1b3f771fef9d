package io.holdfast.cli.remote;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Disputes over HTTP. */
@Command(
        name = "disputes",
        mixinStandardHelpOptions = true,
        description = "Opens, shows and settles disputes on a running Holdfast.",
        subcommands = {
            ListDisputes.class,
            ShowDispute.class,
            OpenDispute.class,
            ReleaseDispute.class,
            ChargeDispute.class,
            WatchDispute.class
        })
public final class DisputesCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return CommandLine.ExitCode.USAGE;
    }
}
