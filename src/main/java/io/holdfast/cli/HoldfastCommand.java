package io.holdfast.cli;

import io.holdfast.cli.console.OneLineErrors;
import io.holdfast.cli.console.StandardOutput;
import io.holdfast.cli.remote.DisputesCommand;
import io.holdfast.cli.remote.OperationsCommand;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. Exit codes: 0 done, 1 failed, 2 wrong usage. */
@Command(
        name = "holdfast",
        mixinStandardHelpOptions = true,
        description = "Places, keeps and settles payment holds for contact centres. No command is \"serve\".",
        subcommands = {
            ServeCommand.class,
            DemoCommand.class,
            SandboxCommand.class,
            KeysCommand.class,
            DisputesCommand.class,
            OperationsCommand.class,
            CryptoCommand.class,
            AuditCommand.class,
            ReconcileCommand.class,
            MigrateCommand.class,
            DoctorCommand.class,
            CompletionCommand.class
        })
public final class HoldfastCommand implements Callable<Integer> {

    /** Everything there is, ready to execute. */
    public static CommandLine line() {
        return CommandTree.whole();
    }

    /** @return the exit code */
    public static int execute(String... arguments) {
        CommandLine line = CommandTree.of(arguments).setOut(StandardOutput.writer());
        return OneLineErrors.refuseCardData(line, arguments)
                .or(() -> OneLineErrors.refuseLostCharacters(line, arguments))
                .orElseGet(() -> line.execute(arguments));
    }

    @Override
    public Integer call() {
        return new ServeCommand().call();
    }
}
