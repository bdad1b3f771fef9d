package io.holdfast.cli;

import io.holdfast.audit.Counted;
import io.holdfast.audit.HeadKey;
import io.holdfast.audit.verify.Finding;
import io.holdfast.audit.verify.Verification;
import io.holdfast.cli.console.Colour;
import io.holdfast.cli.console.Column;
import io.holdfast.cli.console.Failure;
import io.holdfast.cli.console.OutputOptions;
import io.holdfast.cli.console.Progress;
import io.holdfast.cli.console.Rows;
import io.holdfast.cli.console.Terminal;
import io.holdfast.secret.TokenSealer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Says whether the story in the database is what was written, or what of it is not. Exit codes: 0 it is, 1 it is not, 2 wrong usage. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = "Finds whatever was changed, removed, moved or added in the database behind the service's back.")
final class AuditVerify implements Callable<Integer> {

    private static final List<Column> COLUMNS = List.of(
            Column.of("kind"), Column.of("subject"), Column.of("sequence").atTheRight(), Column.of("problem"));

    @Spec
    private CommandSpec spec;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws SQLException {
        Terminal terminal = output.terminal(spec);
        CommandDatabase settings = CommandDatabase.forAudit();
        Verification.Result result;
        Optional<HeadKey> key = settings.key();
        Optional<TokenSealer> sealer = settings.sealer();
        try (Connection database = settings.connect()) {
            Verification verification = new Verification(database, key, sealer);
            try (Progress progress = new Progress(terminal, "verifying", OptionalLong.of(verification.size()))) {
                result = verification.run(progress::advance);
            }
        }
        // Nothing found is a list, too, for a program that reads it; people read the summary.
        try (Rows rows = output.rows(terminal, COLUMNS)) {
            if (!result.isGood()) {
                rows.print(result.findings().stream().map(AuditVerify::row).toList());
            }
        }
        result.warnings().forEach(warning -> terminal.err().println("Note: " + warning));
        terminal.err().println(summary(terminal, result));
        terminal.err().flush();
        return result.isGood() ? 0 : Failure.FAILED;
    }

    static Map<String, Object> row(Finding finding) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("kind", finding.kind().toString());
        row.put("subject", finding.subject());
        finding.sequence().ifPresent(sequence -> row.put("sequence", sequence));
        row.put("problem", finding.problem());
        return row;
    }

    static String looked(Verification.Result result) {
        return Counted.of(result.disputes(), "dispute") + " with " + Counted.of(result.events(), "event") + ", "
                + Counted.of(result.streams(), "stream") + " with "
                + Counted.of(result.entries(), "entry", "entries") + ", " + Counted.of(result.heads(), "daily head");
    }

    private static String summary(Terminal terminal, Verification.Result result) {
        String looked = looked(result);
        String listed = result.findings().size() < result.count()
                ? ", of which the first " + result.findings().size() + " are listed,"
                : "";
        return result.isGood()
                ? terminal.paint(Colour.GREEN, "The story is whole: ") + looked + "."
                : terminal.paint(Colour.RED, "The story is not whole: " + Counted.of(result.count(), "finding"))
                        + listed + " in " + looked + ".";
    }
}
