package io.holdfast.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints what a shell needs to complete the command line. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = {
            "Prints a script that lets bash or zsh complete commands and options.",
            "bash: source <(holdfast completion)",
            "zsh:  the same, in ~/.zshrc after compinit"
        })
public final class CompletionCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--name",
            defaultValue = "holdfast",
            paramLabel = "<name>",
            description = "What the command is called: a script or an alias. Default: ${DEFAULT-VALUE}")
    private String name;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        // The script knows both shells.
        out.print(AutoComplete.bash(name, CommandTree.whole()));
        out.flush();
        return 0;
    }
}
