package io.holdfast.cli;

import io.holdfast.cli.console.OneLineErrors;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. Exit codes: 0 done, 1 failed, 2 wrong usage. */
@Command(
        name = "holdfast",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Places, keeps and settles payment holds for contact centres. No command is \"serve\".",
        subcommands = {ServeCommand.class, DemoCommand.class, SandboxCommand.class, KeysCommand.class})
public final class HoldfastCommand implements Callable<Integer> {

    /** The whole line, ready to execute. */
    public static CommandLine line() {
        OneLineErrors errors = new OneLineErrors();
        return new CommandLine(new HoldfastCommand())
                .setExecutionExceptionHandler(errors)
                .setParameterExceptionHandler(errors)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true);
    }

    /** @return the exit code */
    public static int execute(String... arguments) {
        CommandLine line = line();
        return OneLineErrors.refuseCardData(line, arguments).orElseGet(() -> line.execute(arguments));
    }

    @Override
    public Integer call() {
        return new ServeCommand().call();
    }
}
