package io.holdfast.cli.console;

import io.holdfast.carddata.CardDataGuard;
import io.holdfast.carddata.CardDataKeys;
import io.holdfast.settings.BadSetting;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Whatever goes wrong is told in one line, without a stack trace. */
public final class OneLineErrors implements IExecutionExceptionHandler, IParameterExceptionHandler {

    /** The shortest card number has as many. */
    private static final int FEWEST_DIGITS = 12;

    /** What Java reads in place of bytes that are no character in the charset of the locale. */
    private static final char LOST = '\uFFFD';

    /**
     * Refuses card data before anything else sees the arguments: what cannot be parsed would be printed.
     *
     * @return the exit code if the arguments are refused
     */
    public static Optional<Integer> refuseCardData(CommandLine line, String... arguments) {
        if (!isCardData(arguments)) {
            return Optional.empty();
        }
        print(
                line,
                "card data is not accepted here, nothing was done. Give the gateway's id of the stored payment method.");
        return Optional.of(Failure.WRONG_USAGE);
    }

    /**
     * Refuses arguments with characters that the locale has no place for: a dispute would be opened for an account that nobody has.
     *
     * @return the exit code if the arguments are refused
     */
    public static Optional<Integer> refuseLostCharacters(CommandLine line, String... arguments) {
        if (Arrays.stream(arguments).noneMatch(argument -> argument.indexOf(LOST) >= 0)) {
            return Optional.empty();
        }
        print(
                line,
                "an argument has characters that this locale has not, nothing was done. Set one of UTF-8, such as LC_ALL=C.UTF-8");
        return Optional.of(Failure.WRONG_USAGE);
    }

    private static boolean isCardData(String... arguments) {
        if (Arrays.stream(arguments).anyMatch(OneLineErrors::isNameOfCardData)) {
            return true;
        }
        if (String.join("", arguments).codePoints().filter(Character::isDigit).count() < FEWEST_DIGITS) {
            // The guard's tables are not loaded for help.
            return false;
        }
        List<String> unknown =
                Arrays.stream(arguments).map(OneLineErrors::withoutWhatIsThere).toList();
        // All together as well: the shell may have taken a number apart.
        CardDataGuard guard = new CardDataGuard();
        return Stream.concat(unknown.stream(), Stream.of(String.join(" ", unknown)))
                .anyMatch(text -> guard.inspect("arguments", text).isPresent());
    }

    /**
     * Folders and files are named after times and random numbers, and one in some dozens of those looks like a card number. What the machine has under that name is
     * a path, and nobody's card; what it has not is looked at.
     */
    private static String withoutWhatIsThere(String argument) {
        String value = argument.startsWith("-") ? argument.substring(argument.indexOf('=') + 1) : argument;
        try {
            Path whole = Path.of(value);
            Path there = whole;
            while (there != null && !Files.exists(there)) {
                there = there.getParent();
            }
            if (there == null) {
                return argument;
            }
            int from = there.getNameCount();
            int to = whole.getNameCount();
            return from == to ? "" : whole.subpath(from, to).toString();
        } catch (InvalidPathException notAPath) {
            return argument;
        }
    }

    private static boolean isNameOfCardData(String argument) {
        int equals = argument.indexOf('=');
        return (argument.startsWith("-") || equals > 0)
                && CardDataKeys.names(equals < 0 ? argument : argument.substring(0, equals));
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine line, ParseResult parsed) {
        if (failure instanceof Failure known) {
            print(line, known.getMessage());
            return known.exitCode();
        }
        if (failure instanceof BadSetting wrong) {
            print(line, wrong.getMessage());
            return Failure.WRONG_USAGE;
        }
        if (failure instanceof OutputLost lost && lost.isReaderGone()) {
            return Failure.FAILED;
        }
        if (failure instanceof SQLException refused) {
            print(line, "the database: " + SqlFault.told(refused));
            return Failure.FAILED;
        }
        if (failure instanceof FileSystemException refused) {
            print(line, FileFault.told(refused));
            return Failure.FAILED;
        }
        String message = failure.getMessage();
        print(line, message == null ? failure.getClass().getSimpleName() : message);
        return Failure.FAILED;
    }

    @Override
    public int handleParseException(ParameterException wrong, String[] arguments) {
        CommandLine line = wrong.getCommandLine();
        String command = line.getCommandSpec().qualifiedName();
        print(line, wrong.getMessage() + ". Try '" + command + " --help'.");
        return Failure.WRONG_USAGE;
    }

    private static void print(CommandLine line, String message) {
        line.getErr().println(line.getCommandSpec().qualifiedName() + ": " + PlainText.of(message));
        line.getErr().flush();
    }
}
