package io.holdfast.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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

    /** What both shells take as a part of a function's name. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+");

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
        if (!NAME.matcher(name).matches()) {
            throw new ParameterException(
                    spec.commandLine(), "--name takes letters, digits, dots, dashes and underscores");
        }
        PrintWriter out = spec.commandLine().getOut();
        // The script knows both shells.
        out.print(AutoComplete.bash(name, CommandTree.whole()));
        out.flush();
        return 0;
    }
}
