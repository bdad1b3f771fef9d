package io.holdfast.cli;

import io.holdfast.cli.console.OneLineErrors;
import io.holdfast.cli.console.OutputLost;
import io.holdfast.cli.console.Terminal;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/**
 * Builds as much of the command line as the arguments ask for. To read all options of all commands by reflection takes longer than most commands
 * take, and than anybody wants to wait for {@code --help}.
 */
final class CommandTree {

    /** As picocli has it. */
    private static final int NARROWEST_HELP = 55;

    private static final int WIDEST_HELP = 120;

    private CommandTree() {}

    /** Everything, as the annotations have it. */
    static CommandLine whole() {
        return configured(new CommandLine(new HoldfastCommand()));
    }

    /** What is needed for these arguments: of commands that they do not name only the name and a line. */
    static CommandLine of(String... arguments) {
        CommandLine line = configured(
                new CommandLine(group(HoldfastCommand.class, new HoldfastCommand(), Set.copyOf(List.of(arguments)))));
        Terminal terminal = Terminal.of(line.getCommandSpec());
        if (terminal.isOutTerminal()) {
            setWidth(line, Math.min(WIDEST_HELP, Math.max(NARROWEST_HELP, terminal.width())));
        }
        return line;
    }

    private static CommandLine configured(CommandLine line) {
        setVersion(line, new Version());
        OneLineErrors errors = new OneLineErrors();
        return line.setExecutionStrategy(CommandTree::run)
                .setExecutionExceptionHandler(errors)
                .setParameterExceptionHandler(errors)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(BigDecimal.class, CommandTree::amount)
                .registerConverter(LocalDate.class, CommandTree::day)
                .registerConverter(URI.class, CommandTree::address);
    }

    /** Each decimal that is typed is an amount. picocli would tell of Java's exception. */
    private static BigDecimal amount(String text) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException words) {
            throw new TypeConversionException("an amount is a number such as 20.00, not '" + text + "'");
        }
    }

    private static LocalDate day(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException none) {
            throw new TypeConversionException("a day is written like 2026-11-01, and '" + text + "' is none");
        }
    }

    private static URI address(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException none) {
            throw new TypeConversionException(
                    "an address is written like https://host.example.com, not '" + text + "'");
        }
    }

    /** As picocli would, to the last byte. Help and the version are no command of their own: what goes wrong with them would be told by nobody. */
    private static int run(ParseResult parsed) {
        List<CommandLine> named = parsed.asCommandLineList();
        CommandLine line = named.get(named.size() - 1);
        try {
            int code = new CommandLine.RunLast().execute(parsed);
            line.getOut().flush();
            return code;
        } catch (OutputLost lost) {
            throw new ExecutionException(line, lost.getMessage(), lost);
        }
    }

    private static CommandSpec group(Class<?> type, Object user, Set<String> named) {
        Command command = type.getAnnotation(Command.class);
        CommandSpec spec = described(CommandSpec.wrapWithoutInspection(user), command);
        spec.mixinStandardHelpOptions(true);
        for (Class<?> child : command.subcommands()) {
            Command its = child.getAnnotation(Command.class);
            spec.addSubcommand(
                    its.name(),
                    named.contains(its.name()) ? called(child, its, named) : described(CommandSpec.create(), its));
        }
        return spec;
    }

    private static CommandSpec called(Class<?> type, Command command, Set<String> named) {
        if (command.subcommands().length == 0) {
            return new CommandLine(type).getCommandSpec();
        }
        Group group = new Group();
        group.spec = group(type, group, named);
        return group.spec;
    }

    private static CommandSpec described(CommandSpec spec, Command command) {
        spec.name(command.name()).usageMessage().description(command.description());
        return spec;
    }

    /** Of every command: each takes {@code --version}. */
    private static void setVersion(CommandLine line, Version version) {
        line.getCommandSpec().versionProvider(version);
        line.getSubcommands().values().forEach(child -> setVersion(child, version));
    }

    private static void setWidth(CommandLine line, int columns) {
        line.getCommandSpec().usageMessage().width(columns);
        line.getSubcommands().values().forEach(child -> setWidth(child, columns));
    }

    /** A command that is there for those below it. */
    private static final class Group implements Callable<Integer> {

        private CommandSpec spec;

        @Override
        public Integer call() {
            spec.commandLine().usage(spec.commandLine().getErr());
            return CommandLine.ExitCode.USAGE;
        }
    }
}
