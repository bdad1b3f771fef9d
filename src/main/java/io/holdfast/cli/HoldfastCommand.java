package io.holdfast.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command line. Exit codes: 0 done, 1 failed, 2 wrong usage. */
@Command(
        name = "holdfast",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Places, keeps and settles payment holds for contact centres. No command is \"serve\".",
        subcommands = {ServeCommand.class, DemoCommand.class, SandboxCommand.class, KeysCommand.class})
public final class HoldfastCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    /** The whole line, ready to execute. */
    public static CommandLine line() {
        return new CommandLine(new HoldfastCommand())
                .setExecutionExceptionHandler((failure, line, result) -> fail(failure, line));
    }

    @Override
    public Integer call() {
        return new ServeCommand().call();
    }

    private static int fail(Exception failure, CommandLine line) {
        PrintWriter err = line.getErr();
        String message = failure.getMessage();
        err.println(line.getCommandName() + ": "
                + (message == null ? failure.getClass().getSimpleName() : message));
        return CommandLine.ExitCode.SOFTWARE;
    }
}
