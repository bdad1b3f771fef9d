package io.holdfast.cli;

import io.holdfast.audit.Counted;
import io.holdfast.audit.scan.CardNumberHit;
import io.holdfast.audit.scan.CardNumberScanner;
import io.holdfast.audit.scan.DatabaseScan;
import io.holdfast.cli.console.Column;
import io.holdfast.cli.console.Failure;
import io.holdfast.cli.console.OutputOptions;
import io.holdfast.cli.console.Progress;
import io.holdfast.cli.console.Rows;
import io.holdfast.cli.console.Terminal;
import java.io.BufferedInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.LongConsumer;
import java.util.zip.GZIPInputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Searches for card numbers. Exit codes: 0 none found, 1 some found or not all could be read, 2 wrong usage. */
@Command(
        name = "scan",
        mixinStandardHelpOptions = true,
        description = {
            "Searches files, folders, standard input or the database for card numbers, and prints where they are, masked.",
            "Compressed files (gzip) are read as what they hold. Links are followed, pipes read to their end."
        })
final class AuditScan implements Callable<Integer> {

    private static final List<Column> COLUMNS = List.of(
            Column.of("place"),
            Column.of("line").atTheRight(),
            Column.of("offset").atTheRight(),
            Column.of("number"));

    private static final String STANDARD_INPUT = "-";

    /** More tells nobody more; all are counted. */
    private static final int MOST_PRINTED = 10_000;

    @Spec
    private CommandSpec spec;

    @Mixin
    private OutputOptions output;

    @Parameters(paramLabel = "PATH", arity = "0..*", description = "Files and folders; - is standard input.")
    private List<String> paths = List.of();

    @Option(names = "--database", description = "Every table of the database that the settings name.")
    private boolean database;

    private final List<CardNumberHit> hits = new ArrayList<>();
    private long count;
    private int unread;

    @Override
    public Integer call() throws SQLException {
        if (paths.isEmpty() && !database) {
            throw new ParameterException(
                    spec.commandLine(), "Name a file, a folder, - for standard input, or --database");
        }
        Terminal terminal = output.terminal(spec);
        FilesToScan files = files(terminal);
        boolean input = paths.contains(STANDARD_INPUT);
        try (Progress progress =
                new Progress(terminal, "scanning", input || database ? OptionalLong.empty() : files.bytes())) {
            if (input) {
                scan(terminal, STANDARD_INPUT, System.in, progress::advance);
            }
            files.files().forEach(file -> scan(terminal, file, progress));
            if (database) {
                try (Connection connection = CommandDatabase.forAudit().connect()) {
                    new DatabaseScan(this::keep, progress::advance).scan(connection);
                }
            }
        }
        // Nothing found is a list, too, for a program that reads it; people read the summary.
        try (Rows rows = output.rows(terminal, COLUMNS)) {
            if (count > 0) {
                rows.print(hits.stream().map(AuditScan::row).toList());
            }
        }
        String listed = count > hits.size() ? " The first " + hits.size() + " are listed." : "";
        terminal.err()
                .println(count == 0 ? "No card number found." : Counted.of(count, "card number") + " found." + listed);
        if (unread > 0) {
            terminal.err().println(Counted.of(unread, "file") + " could not be read.");
        }
        terminal.err().flush();
        return count == 0 && unread == 0 ? 0 : Failure.FAILED;
    }

    private void keep(CardNumberHit hit) {
        count++;
        if (hits.size() < MOST_PRINTED) {
            hits.add(hit);
        }
    }

    private FilesToScan files(Terminal terminal) {
        FilesToScan files = new FilesToScan(path -> unread(terminal, path.toString()));
        for (String name : paths) {
            if (!name.equals(STANDARD_INPUT)) {
                Path path = Path.of(name);
                if (!Files.exists(path)) {
                    throw Failure.wrongUsage(name + ": there is no such file or folder");
                }
                files.add(path);
            }
        }
        return files;
    }

    private void scan(Terminal terminal, Path file, Progress progress) {
        // A channel's stream cannot read a pipe.
        try (InputStream in = new FileInputStream(file.toFile())) {
            scan(terminal, file.toString(), in, progress::advance);
        } catch (IOException unreadable) {
            unread(terminal, file.toString());
        }
    }

    private void scan(Terminal terminal, String name, InputStream in, LongConsumer progress) {
        try {
            new CardNumberScanner(this::keep, progress).scan(name, unpacked(in));
        } catch (IOException unreadable) {
            unread(terminal, name);
        }
    }

    private void unread(Terminal terminal, String name) {
        unread++;
        terminal.err().println(name + ": cannot be read");
    }

    /** RFC 1952: two bytes tell. */
    private static InputStream unpacked(InputStream in) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(in, 1 << 16);
        buffered.mark(2);
        boolean packed = buffered.read() == 0x1f && buffered.read() == 0x8b;
        buffered.reset();
        return packed ? new GZIPInputStream(buffered, 1 << 16) : buffered;
    }

    private static Map<String, Object> row(CardNumberHit hit) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("place", hit.place());
        if (hit.line() > 0) {
            row.put("line", hit.line());
        }
        row.put("offset", hit.offset());
        row.put("number", hit.masked());
        return row;
    }
}
