package io.holdfast.audit.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.audit.AccessEntry;
import io.holdfast.audit.AccessKind;
import io.holdfast.audit.AuditedHoldfast;
import io.holdfast.audit.BatchedAccessJournal;
import io.holdfast.audit.verify.Verification;
import io.holdfast.gateway.SettableClock;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeeklyReviewTest {

    private static final UUID ORPHANED = UUID.fromString("018f0000-0000-7000-8000-000000000001");

    private static AuditedHoldfast holdfast;
    private static UUID charged;
    private static Report report;

    @BeforeAll
    static void aWeek() throws SQLException {
        holdfast = new AuditedHoldfast("audit_report");
        charged = holdfast.charged("20.00");
        holdfast.declined();
        holdfast.journal.record(AccessEntry.read("anna", "10.0.0.7", "GET /v1/disputes", List.of(charged)));
        for (int i = 0; i < 25; i++) {
            holdfast.journal.record(AccessEntry.denied(
                    AccessEntry.NOBODY, "10.0.0.66", 401, "unauthenticated", "GET /v1/disputes", List.of()));
        }
        holdfast.journal.record(
                AccessEntry.cardDataRefused("call-flow", "10.0.0.5", "customer_account_id", "POST /v1/disputes"));
        holdfast.journal.record(AccessEntry.configurationChanged("pod-1", "=cmd|' /C calc'!A0", "added"));
        holdfast.journal.record(new AccessEntry(
                AccessKind.ORPHAN_RETURNED,
                "cli:reconcile",
                "pod-1",
                "approved",
                List.of(ORPHANED),
                Map.of("gateway", "erp", "authorization", "auth_7", "amount", "49.99 USD")));
        holdfast.flush();
        report = review("2026-W48");
    }

    private static Report review(String week) throws SQLException {
        return review(Period.week(week));
    }

    private static Report review(Period period) throws SQLException {
        return review(period, 200);
    }

    private static Report review(Period period, int most) throws SQLException {
        return review(period, ZoneOffset.UTC, most);
    }

    private static Report review(Period period, ZoneId zone, int most) throws SQLException {
        try (Connection database = holdfast.connect()) {
            Verification.Result verified =
                    new Verification(database, Optional.empty(), Optional.empty()).run(rows -> {});
            return new WeeklyReview(database, period, zone, most).make(verified, AuditedHoldfast.START);
        }
    }

    @AfterAll
    static void close() {
        holdfast.close();
    }

    @Test
    void everySectionSaysWhatHappened() {
        assertThat(lines("kinds")).anyMatch(line -> line.what().equals("hold.charged") && line.count() == 1);
        assertThat(lines("actors"))
                .anyMatch(line -> line.who().equals("anna") && line.what().equals("charge.requested"));
        assertThat(lines("gateway_calls"))
                .anyMatch(line -> line.what().equals("capture approved") && line.count() == 1)
                .anyMatch(line -> line.what().equals("authorize declined"));
        assertThat(lines("denied")).anyMatch(line -> line.where().equals("10.0.0.66") && line.count() == 25);
        assertThat(lines("guard")).anyMatch(line -> line.what().equals("customer_account_id") && line.count() == 1);
        assertThat(lines("reads")).anyMatch(line -> line.who().equals("anna") && line.count() == 1);
        assertThat(lines("configuration")).hasSize(1);
        assertThat(report.whole()).isTrue();
    }

    @Test
    void aDayOfManyReadsIsOneOfTheReportWhereverItIsMade() throws SQLException {
        // given: it is another day in between where the report is made
        SettableClock itsClock = new SettableClock(Instant.parse("2026-12-09T10:00:00Z"));
        BatchedAccessJournal journal = holdfast.otherJournal(itsClock);
        for (int i = 0; i < 2; i++) {
            List<UUID> read = Stream.generate(UUID::randomUUID)
                    .limit(Unusual.MANY_READS / 2)
                    .toList();
            journal.record(AccessEntry.read("vera", "10.0.0.7", "GET /v1/disputes", read));
            itsClock.advance(Duration.ofHours(6));
        }
        journal.flush().await().atMost(Duration.ofSeconds(10));
        Verification.Result verified;
        Report made;

        // when
        try (Connection database = holdfast.connect()) {
            try (Statement statement = database.createStatement()) {
                statement.execute("SET TIME ZONE 'Asia/Tokyo'");
            }
            verified = new Verification(database, Optional.empty(), Optional.empty()).run(rows -> {});
            made = new WeeklyReview(database, Period.week("2026-W50"), ZoneOffset.UTC, 200)
                    .make(verified, AuditedHoldfast.START);
        }

        // then
        assertThat(lines(made, "unusual"))
                .anyMatch(line -> line.what().equals("many disputes read on one day")
                        && line.who().equals("vera")
                        && line.count() == Unusual.MANY_READS);
    }

    @Test
    void aHoldOfNobodyThatWasGivenBackIsNamedWithWhoDidIt() {
        assertThat(lines("orphans")).singleElement().satisfies(line -> {
            assertThat(line.what()).isEqualTo("approved");
            assertThat(line.who()).isEqualTo("cli:reconcile");
            assertThat(line.dispute()).isEqualTo(ORPHANED.toString());
            assertThat(line.detail()).isEqualTo("erp auth_7 49.99 USD");
        });
    }

    @Test
    void aChargeIsListedWithItsTimeTheGatewaysNumberAndWhoAskedForIt() throws SQLException {
        // given
        Instant at;
        String authorization;
        try (Connection database = holdfast.connect();
                var row = database.createStatement()
                        .executeQuery(
                                "SELECT e.at, d.authorization_id FROM dispute_event e JOIN dispute d USING (dispute_id)"
                                        + " WHERE e.type = 'hold.charged'")) {
            row.next();
            at = row.getTimestamp(1).toInstant();
            authorization = row.getString(2);
        }

        // then
        assertThat(lines("settled")).singleElement().satisfies(line -> {
            assertThat(line.what()).isEqualTo("charged");
            assertThat(line.who()).isEqualTo("anna");
            assertThat(line.where()).isEqualTo("scripted " + authorization);
            assertThat(line.dispute()).isEqualTo(charged.toString());
            assertThat(line.at()).isEqualTo(at);
            assertThat(line.detail()).isEqualTo("20.00 USD");
        });
    }

    @Test
    void whatIsEastOfGreenwichIsAhead() throws SQLException {
        // when: it was at 10 o'clock in Greenwich
        Report east = review(Period.week("2026-W48"), ZoneId.of("UTC+13"), 200);
        Report west = review(Period.week("2026-W48"), ZoneId.of("UTC-13"), 200);

        // then
        assertThat(lines(east, "unusual")).anyMatch(line -> line.what().equals("reads by night"));
        assertThat(lines(west, "unusual")).noneMatch(line -> line.what().equals("reads by night"));
    }

    @Test
    void anyDaysCanBeReviewed() throws SQLException {
        // given
        LocalDate day = LocalDate.ofInstant(AuditedHoldfast.START, ZoneOffset.UTC);

        // when
        Report thatDay = review(new Period(day, day.plusDays(1)));
        Report before = review(new Period(day.minusMonths(1), day));

        // then
        assertThat(lines(thatDay, "settled")).hasSize(1);
        assertThat(lines(before, "settled")).isEmpty();
        assertThat(before.period().toString()).isEqualTo("2026-10-23/2026-11-23");
        assertThatThrownBy(() -> new Period(day, day)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatIsUnusualIsNamed() {
        assertThat(lines("unusual"))
                .anyMatch(line -> line.what().equals("charged right after opening")
                        && line.dispute().equals(charged.toString())
                        && line.who().equals("anna"))
                .anyMatch(line -> line.what().equals("many denied calls from one address") && line.count() == 25);
    }

    @Test
    void whatThereIsMoreOfThanIsShownIsSaidWithHowMuchInEveryFormat() throws SQLException {
        // given
        long kinds = holdfast.count("SELECT count(DISTINCT type) FROM dispute_event");

        // when
        Report few = review(Period.week("2026-W48"), 2);

        // then
        String said = "the first 2 of " + kinds;
        assertThat(lines(few, "kinds")).hasSize(2);
        assertThat(new TextReport(80).write(few)).contains("… " + said);
        assertThat(new HtmlReport().write(few)).contains("… " + said);
        assertThat(new CsvReport().write(few)).contains("2026-W48,kinds," + said + ",");
    }

    @Test
    void whatIsUnusualAndCutSaysWhichOfItThatIs() throws SQLException {
        // given
        holdfast.backUp();
        try {
            holdfast.tamper(
                    "INSERT INTO dispute_event SELECT dispute_id, 100 + n, 'operation.resolved_by_hand', at, 'anna',"
                            + " '{}', hash FROM dispute_event, generate_series(1, 3) n WHERE sequence = 1 AND dispute_id = '"
                            + charged + "'");

            // when
            Report few = review(Period.week("2026-W48"), 2);

            // then
            assertThat(lines(few, "unusual"))
                    .filteredOn(line -> line.what().equals("operation settled by hand"))
                    .hasSize(2);
            assertThat(new CsvReport().write(few)).contains("unusual,operation settled by hand: the first 2 of 3,");
        } finally {
            holdfast.restore();
        }
    }

    @Test
    void asManyAsAreShownAreAllAndNothingIsSaid() throws SQLException {
        // given
        int kinds = (int) holdfast.count("SELECT count(DISTINCT type) FROM dispute_event");

        // when
        Report all = review(Period.week("2026-W48"), kinds);

        // then
        assertThat(all.sections())
                .filteredOn(section -> section.id().equals("kinds"))
                .singleElement()
                .satisfies(section -> {
                    assertThat(section.lines()).hasSize(kinds);
                    assertThat(section.cut()).isEmpty();
                });
    }

    @Test
    void anotherWeekIsEmpty() throws SQLException {
        // when
        Report other = review("2026-W47");

        // then
        assertThat(other.sections())
                .filteredOn(section -> !section.id().equals("verification"))
                .allMatch(section -> section.lines().isEmpty());
    }

    @Test
    void aChargeThatWasTakenBackAndMadeAgainIsCountedOnce() throws SQLException {
        // given
        holdfast.backUp();
        try {
            holdfast.tamper(
                    "INSERT INTO dispute_event SELECT dispute_id, 90, type, at, actor, detail, hash FROM dispute_event"
                            + " WHERE type = 'hold.charged' AND dispute_id = '" + charged + "'");

            // when
            Report again = review("2026-W48");

            // then
            assertThat(lines(again, "money"))
                    .filteredOn(line -> line.what().equals("charged"))
                    .singleElement()
                    .satisfies(line -> {
                        assertThat(line.count()).isEqualTo(1);
                        assertThat(line.detail()).isEqualTo("20.00 USD");
                    });
        } finally {
            holdfast.restore();
        }
    }

    @Test
    void openAttentionIsSinceItWasRaisedAndNotSinceTheDisputeWasLastLookedAt() throws SQLException {
        // given
        Instant raised = AuditedHoldfast.START.minus(Duration.ofDays(3));
        holdfast.backUp();
        try {
            holdfast.tamper(
                    "UPDATE dispute SET attention = 'UNEXPECTED_CAPTURE' WHERE dispute_id = '" + charged + "'",
                    "INSERT INTO dispute_event SELECT dispute_id, 91, 'attention.raised', '" + raised
                            + "', actor, '{\"attention\":\"UNEXPECTED_CAPTURE\"}', hash FROM dispute_event"
                            + " WHERE sequence = 1 AND dispute_id = '" + charged + "'");

            // when
            Report open = review("2026-W48");

            // then
            assertThat(lines(open, "open_attention"))
                    .singleElement()
                    .satisfies(line -> assertThat(line.at()).isEqualTo(raised));
        } finally {
            holdfast.restore();
        }
    }

    @Test
    void openAttentionIsSinceItsOwnRaiseAndNotThatOfAnotherThatHidIt() throws SQLException {
        // given
        Instant raised = AuditedHoldfast.START.minus(Duration.ofDays(3));
        holdfast.backUp();
        try {
            holdfast.tamper(
                    "UPDATE dispute SET attention = 'RENEWAL_FAILED' WHERE dispute_id = '" + charged + "'",
                    attention(90, "raised", "RENEWAL_FAILED", raised.minus(Duration.ofDays(2))),
                    attention(91, "cleared", "RENEWAL_FAILED", raised.minus(Duration.ofDays(1))),
                    attention(92, "raised", "RENEWAL_FAILED", raised),
                    attention(93, "raised", "ORPHANED_HOLD", raised.plus(Duration.ofHours(1))),
                    attention(94, "cleared", "ORPHANED_HOLD", raised.plus(Duration.ofHours(2))),
                    attention(95, "raised", "RENEWAL_FAILED", raised.plus(Duration.ofHours(3))));

            // when
            Report open = review("2026-W48");

            // then
            assertThat(lines(open, "open_attention"))
                    .singleElement()
                    .satisfies(line -> assertThat(line.at()).isEqualTo(raised));
        } finally {
            holdfast.restore();
        }
    }

    private static String attention(int sequence, String what, String reason, Instant at) {
        return "INSERT INTO dispute_event SELECT dispute_id, " + sequence + ", 'attention." + what + "', '" + at
                + "', actor, '{\"attention\":\"" + reason
                + "\"}', hash FROM dispute_event WHERE sequence = 1 AND dispute_id = '"
                + charged + "'";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE dispute SET charged_amount = NULL",
                "UPDATE dispute SET hold_amount = 'NaN'",
                "UPDATE dispute_event SET at = 'infinity' WHERE sequence = 1",
                "UPDATE access_event SET detail = '{\"times\":\"99999999999999999999\"}' WHERE kind = 'call.denied'",
                "UPDATE access_event SET kind = 'journal.dropped', detail = '{\"entries\":\"99999999999999999999\"}'"
            })
    void whatSomebodyWroteByHandStopsNoReport(String change) throws SQLException {
        // given
        holdfast.backUp();
        try {
            holdfast.tamper(change);

            // when
            Report anyway = review("2026-W48");

            // then
            assertThat(anyway.whole()).isFalse();
            assertThat(lines(anyway, "money")).isNotEmpty();
        } finally {
            holdfast.restore();
        }
    }

    @Test
    void theTextFitsATerminal() {
        assertThat(new TextReport(80).write(report).lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void thePageNeedsNothingElseAndEscapesWhatItShows() {
        // when
        String page = new HtmlReport().write(report);

        // then
        assertThat(page).startsWith("<!DOCTYPE html>").doesNotContain("http://", "https://", "<script", "src=");
        assertThat(page).contains("10.0.0.66").doesNotContain("' /C calc'<");
    }

    @Test
    void aSpreadsheetRunsNoFormulaOfOthers() {
        // when
        String csv = new CsvReport().write(report);

        // then
        assertThat(csv).contains(",'=cmd|' /C calc'!A0,").doesNotContain(",=cmd");
        assertThat(csv.lines().map(line -> line.startsWith("2026-W48,") || line.startsWith("week,")))
                .containsOnly(true);
    }

    @Test
    void digitsAreThoseOfProgramsWhateverTheLocaleHas() throws SQLException {
        // given
        Locale before = Locale.getDefault();

        // when
        Locale.setDefault(Locale.forLanguageTag("ar-EG"));
        try {
            String csv = new CsvReport().write(review("2026-W48"));

            // then
            assertThat(csv).contains("2026-W48,result,").doesNotContainPattern("[\u0660-\u0669]");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void aWeekIsCountedAsIso8601DoesAndNothingElseIsAWeek() {
        assertThat(Period.week("2026-W48").first()).isEqualTo(LocalDate.of(2026, 11, 23));
        assertThat(Period.week("2026-W53").toString()).isEqualTo("2026-W53");
        assertThat(Period.weekBefore(LocalDate.of(2026, 11, 25)).toString()).isEqualTo("2026-W47");
        assertThatThrownBy(() -> Period.week("2027-W53")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Period.week("47")).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<Line> lines(String section) {
        return lines(report, section);
    }

    private static List<Line> lines(Report from, String section) {
        return from.sections().stream()
                .filter(it -> it.id().equals(section))
                .findFirst()
                .orElseThrow()
                .lines();
    }
}
