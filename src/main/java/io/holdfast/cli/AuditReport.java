package io.holdfast.cli;

import io.holdfast.audit.HeadKey;
import io.holdfast.audit.report.CsvReport;
import io.holdfast.audit.report.HtmlReport;
import io.holdfast.audit.report.Period;
import io.holdfast.audit.report.Report;
import io.holdfast.audit.report.TextReport;
import io.holdfast.audit.report.WeeklyReview;
import io.holdfast.audit.verify.Verification;
import io.holdfast.cli.console.Failure;
import io.holdfast.cli.console.Progress;
import io.holdfast.cli.console.Terminal;
import io.holdfast.secret.TokenSealer;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the review of one week, or of other days. Exit codes: 0 the story is whole, 1 it is not, 2 wrong usage; the report is printed either way. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description =
                "Reviews a week, or other days: what happened, who read, who was turned away, what is unusual, and whether the story is whole.")
final class AuditReport implements Callable<Integer> {

    private static final int MOST_TO_READ = 200;

    /** Of each kind as many rows as a spreadsheet takes in all. */
    private static final int MOST_IN_A_TABLE = 1_000_000;

    /** How a report is written. */
    enum Format {
        TEXT,
        HTML,
        CSV;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--week",
            paramLabel = "<week>",
            description = "Such as 2026-W47. Default: the last one that is over.")
    private String week;

    @Option(
            names = "--from",
            paramLabel = "<day>",
            description = "In place of a week, from this day on (UTC), such as 2026-11-01.")
    private LocalDate from;

    @Option(names = "--to", paramLabel = "<day>", description = "Before this day. Default: as much as has been.")
    private LocalDate to;

    @Option(
            names = "--format",
            defaultValue = "text",
            paramLabel = "<format>",
            description = "text, html or csv. Default: ${DEFAULT-VALUE}")
    private Format format = Format.TEXT;

    @Option(
            names = "--zone",
            defaultValue = "UTC",
            paramLabel = "<zone>",
            description = "Time zone that says when it is night, such as Europe/Vienna. Default: ${DEFAULT-VALUE}")
    private String zone;

    private final Clock clock = Clock.systemUTC();

    @Override
    public Integer call() throws SQLException {
        Terminal terminal = Terminal.of(spec);
        Period asked = period();
        ZoneId night = zone();
        CommandDatabase settings = CommandDatabase.forAudit();
        Report report;
        Optional<HeadKey> key = settings.key();
        Optional<TokenSealer> sealer = settings.sealer();
        try (Connection database = settings.connect()) {
            Verification verification = new Verification(database, key, sealer);
            Verification.Result result;
            try (Progress progress = new Progress(terminal, "verifying", OptionalLong.of(verification.size()))) {
                result = verification.run(progress::advance);
            }
            report = new WeeklyReview(database, asked, night, format == Format.CSV ? MOST_IN_A_TABLE : MOST_TO_READ)
                    .make(result, clock.instant());
        }
        PrintWriter out = (format == Format.TEXT ? terminal : terminal.inUtf8()).out();
        out.print(
                switch (format) {
                    case TEXT -> new TextReport(terminal.width()).write(report);
                    case HTML -> new HtmlReport().write(report);
                    case CSV -> new CsvReport().write(report);
                });
        out.flush();
        return report.whole() ? 0 : Failure.FAILED;
    }

    private Period period() {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        if (from == null && to != null || from != null && week != null) {
            throw Failure.wrongUsage("--to goes with --from, and neither with --week");
        }
        try {
            if (from != null) {
                return new Period(from, to == null ? today.plusDays(1) : to);
            }
            return week == null ? Period.weekBefore(today) : Period.week(week);
        } catch (IllegalArgumentException wrong) {
            throw Failure.wrongUsage((from == null ? "--week: " : "--from: ") + wrong.getMessage());
        }
    }

    /** Zones of these names only Java has, from long ago. */
    private static final String NOT_THE_DATABASES = "SystemV/";

    private ZoneId zone() {
        try {
            ZoneId known = ZoneId.of(zone);
            if (known.getRules().isFixedOffset() || !zone.startsWith(NOT_THE_DATABASES)) {
                return known;
            }
        } catch (DateTimeException unknown) {
            // as one that the database does not know
        }
        throw Failure.wrongUsage("--zone: is the name of a time zone, such as Europe/Vienna");
    }
}
