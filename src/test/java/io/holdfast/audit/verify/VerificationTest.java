package io.holdfast.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.holdfast.audit.AccessEntry;
import io.holdfast.audit.AuditedHoldfast;
import io.holdfast.audit.BatchedAccessJournal;
import io.holdfast.audit.HashChain;
import io.holdfast.audit.HeadKey;
import io.holdfast.audit.RecordPrint;
import io.holdfast.dispute.model.ChainHead;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.gateway.SettableClock;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows are changed by SQL behind the service's back, each in another way, and every change is found and named. */
class VerificationTest {

    private static final HeadKey KEY = HeadKey.signing(HeadKey.newKeyset());

    private static AuditedHoldfast holdfast;
    private static UUID charged;
    private static UUID released;

    @BeforeAll
    static void aDayOfDisputesIsOver() throws SQLException {
        holdfast = new AuditedHoldfast("audit_verification");
        charged = holdfast.charged("20.00");
        released = holdfast.released();
        holdfast.declined();
        holdfast.journal.record(AccessEntry.read("anna", "10.0.0.7", "GET /v1/disputes", List.of(charged)));
        holdfast.flush();
        holdfast.clock.advance(Duration.ofDays(1));
        holdfast.held();
        holdfast.flush();
        assertThat(holdfast.makeHeads(Optional.of(KEY))).isEqualTo(1);
        holdfast.flush();
        holdfast.backUp();
    }

    @AfterAll
    static void close() {
        holdfast.close();
    }

    @AfterEach
    void restore() throws SQLException {
        holdfast.restore();
    }

    @Test
    void aStoryThatNobodyTouchedIsGood() throws SQLException {
        // when
        Verification.Result result = verify();

        // then
        assertThat(result.findings()).isEmpty();
        assertThat(result.isGood()).isTrue();
        assertThat(result.warnings()).isEmpty();
        assertThat(result.disputes()).isEqualTo(4);
        assertThat(result.heads()).isEqualTo(1);
        assertThat(result.streams()).isEqualTo(2);
    }

    @Test
    void whatAReplicaHadToSayOfADayThatGotItsHeadMeanwhileIsNoForgery() throws SQLException {
        // given
        SettableClock itsClock = new SettableClock(AuditedHoldfast.START);
        BatchedAccessJournal cutOff = holdfast.otherJournal(itsClock);
        cutOff.record(AccessEntry.read("anna", "10.0.0.7", "GET /v1/disputes", List.of(charged)));

        // when
        itsClock.advance(Duration.ofDays(1));
        cutOff.flush().await().atMost(Duration.ofSeconds(10));

        // then
        assertThat(verify().findings()).isEmpty();
        assertThat(holdfast.count("SELECT count(*) FROM access_event WHERE detail LIKE '%\"happened\":%'"))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "type = 'hold.released'",
                "at = at + interval '1 microsecond'",
                "actor = 'somebody else'",
                "detail = '{}'",
                "hash = sha256('x')",
                "sequence = 99",
                "dispute_id = gen_random_uuid()"
            })
    void aChangedColumnOfAnEventIsFoundAndNamed(String change) throws SQLException {
        // when
        holdfast.tamper(
                "UPDATE dispute_event SET " + change + " WHERE sequence = 2 AND dispute_id = '" + charged + "'");

        // then
        assertThat(verify().findings())
                .anyMatch(found -> isAbout(found, charged) && found.sequence().equals(OptionalInt.of(2)));
    }

    @ParameterizedTest
    @MethodSource("columnsOfTheRecord")
    void aChangedColumnOfTheRecordIsFoundAndNamed(String column, String value) throws SQLException {
        // when
        holdfast.tamper("UPDATE dispute SET " + column + " = " + value + " WHERE dispute_id = '" + charged + "'");

        // then
        assertThat(verify().findings())
                .anyMatch(found -> found.kind() == Finding.Kind.RECORD
                        && found.subject().equals(charged.toString())
                        && found.problem().contains(column));
    }

    static Stream<Arguments> columnsOfTheRecord() {
        Stream<String> sealed = Stream.concat(
                RecordPrint.COLUMNS.stream(), Stream.of("event_hash", "payment_token", "token_fingerprint"));
        return sealed.map(column -> Arguments.of(column, other(column)));
    }

    private static String other(String column) {
        if (column.endsWith("_at")) {
            return "coalesce(" + column + ", clock_timestamp()) + interval '1 second'";
        }
        return switch (column) {
            case "hold_amount" -> "30";
            case "charged_amount" -> "19.99";
            case "pending_amount" -> "1";
            case "status" -> "'RELEASED'";
            case "pending_action" -> "'RELEASE'";
            case "surplus" -> "ARRAY['auth_other']";
            case "renewals", "captures", "voids", "refreshes" -> column + " + 1";
            case "event_hash", "payment_token", "token_fingerprint" -> "sha256('x')";
            default -> "'other'";
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void aRemovedEventIsFoundAndNamed(int sequence) throws SQLException {
        // when
        holdfast.tamper(
                "DELETE FROM dispute_event WHERE sequence = " + sequence + " AND dispute_id = '" + charged + "'");

        // then
        assertThat(verify().findings()).contains(Finding.of(Finding.Kind.STORY, charged, sequence, "is missing"));
    }

    @Test
    void anInsertedEventIsFoundAndNamed() throws SQLException {
        // when
        holdfast.tamper(
                "INSERT INTO dispute_event SELECT dispute_id, 5, type, at, actor, detail, hash FROM dispute_event"
                        + " WHERE sequence = 4 AND dispute_id = '" + charged + "'");

        // then
        assertThat(verify().findings())
                .anyMatch(found -> isAbout(found, charged) && found.sequence().equals(OptionalInt.of(5)));
    }

    @Test
    void eventsThatChangedPlacesAreFoundAndNamed() throws SQLException {
        // when
        String of = " AND dispute_id = '" + released + "'";
        holdfast.tamper(
                "UPDATE dispute_event SET sequence = 90 WHERE sequence = 2" + of,
                "UPDATE dispute_event SET sequence = 2 WHERE sequence = 3" + of,
                "UPDATE dispute_event SET sequence = 3 WHERE sequence = 90" + of);

        // then
        assertThat(verify().findings())
                .anyMatch(found -> isAbout(found, released) && found.sequence().equals(OptionalInt.of(2)));
    }

    @Test
    void theEndOfAStoryThatIsCutOffWithTheRecordTurnedBackIsFound() throws SQLException {
        // given
        String of = "dispute_id = '" + released + "'";

        // when
        holdfast.tamper(
                "DELETE FROM dispute_event WHERE sequence = 4 AND " + of,
                "UPDATE dispute SET status = 'HELD', pending_action = 'RELEASE', event_sequence = 3, event_hash ="
                        + " (SELECT hash FROM dispute_event WHERE sequence = 3 AND " + of + ") WHERE " + of);

        // then
        assertThat(verify().findings())
                .anyMatch(found -> isAbout(found, released) && found.problem().contains("access journal remembers"))
                .anyMatch(found ->
                        found.kind() == Finding.Kind.HEAD && found.problem().contains("events where there were"));
    }

    @Test
    void aDisputeThatIsRemovedWithEverythingIsFoundAndNamed() throws SQLException {
        // when
        for (String table : List.of("dispute", "dispute_event", "gateway_operation", "idempotency_key")) {
            holdfast.tamper("DELETE FROM " + table + " WHERE dispute_id = '" + released + "'");
        }

        // then
        assertThat(verify().findings())
                .anyMatch(found -> isAbout(found, released) && found.problem().contains("missing with its story"))
                .anyMatch(found ->
                        found.kind() == Finding.Kind.HEAD && found.problem().contains("stories where there were"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dispute", "dispute_event", "gateway_operation"})
    void aTableThatLostADisputeIsFound(String table) throws SQLException {
        // when
        holdfast.tamper("DELETE FROM " + table + " WHERE dispute_id = '" + released + "'");

        // then
        assertThat(verify().findings()).anyMatch(found -> isAbout(found, released));
    }

    @Test
    void aStoryThatIsWrittenAnewWithGoodHashesIsFound() throws SQLException {
        // given
        String of = "dispute_id = '" + charged + "'";
        StoredEvent last;
        byte[] before;
        try (Connection database = holdfast.connect();
                var statement = database.createStatement();
                var rows = statement.executeQuery("SELECT " + StoredEvent.COLUMNS + " FROM dispute_event WHERE " + of
                        + " ORDER BY sequence DESC LIMIT 2")) {
            rows.next();
            last = StoredEvent.read(rows);
            rows.next();
            before = StoredEvent.read(rows).hash();
        }
        byte[] forged = HashChain.hash(
                before,
                new DisputeId(charged),
                last.sequence(),
                last.type(),
                last.at(),
                "somebody else",
                last.detail());

        // when
        String hex = java.util.HexFormat.of().formatHex(forged);
        holdfast.tamper(
                "UPDATE dispute_event SET actor = 'somebody else', hash = '\\x" + hex + "' WHERE sequence = "
                        + last.sequence() + " AND " + of,
                "UPDATE dispute SET event_hash = '\\x" + hex + "' WHERE " + of);

        // then
        assertThat(verify().findings())
                .anyMatch(found -> isAbout(found, charged) && found.problem().contains("remembers another one"))
                .anyMatch(found -> found.kind() == Finding.Kind.HEAD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"amount = 1", "idempotency_key = 'other'"})
    void aChangedOperationIsFound(String change) throws SQLException {
        // when
        holdfast.tamper("UPDATE gateway_operation SET " + change + " WHERE kind = 'AUTHORIZE' AND dispute_id = '"
                + charged + "'");

        // then
        assertThat(verify().findings())
                .anyMatch(found -> found.kind() == Finding.Kind.OPERATION
                        && found.subject().equals(charged.toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"amount = 1", "amount = NULL", "target = 'other'", "target = NULL"})
    void aChangedCaptureIsFound(String change) throws SQLException {
        // when
        holdfast.tamper("UPDATE gateway_operation SET " + change + " WHERE kind = 'CAPTURE' AND dispute_id = '"
                + charged + "'");

        // then
        assertThat(verify().findings())
                .singleElement()
                .matches(found -> found.kind() == Finding.Kind.OPERATION && isAbout(found, charged))
                .matches(found -> found.problem().contains(change.substring(0, 6)));
    }

    @Test
    void aDisputeOfBeforeThereWereFingerprintsIsGood() throws SQLException {
        // when
        holdfast.tamper("UPDATE dispute SET token_fingerprint = NULL WHERE dispute_id = '" + charged + "'");

        // then
        assertThat(verify().findings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kind = 'call.denied'",
                "at = at + interval '1 second'",
                "actor = 'other'",
                "source = 'other'",
                "outcome = 'other'",
                "disputes = '{}'",
                "detail = '{}'",
                "hash = sha256('x')",
                "sequence = 99",
                "stream = gen_random_uuid()"
            })
    void aChangedEntryOfTheAccessJournalIsFound(String change) throws SQLException {
        // when
        holdfast.tamper("UPDATE access_event SET " + change + " WHERE kind = 'dispute.read'");

        // then
        assertThat(verify().findings()).anyMatch(found -> found.kind() == Finding.Kind.ACCESS);
    }

    @Test
    void aRemovedEntryOfTheAccessJournalIsFound() throws SQLException {
        // when
        holdfast.tamper("DELETE FROM access_event WHERE kind = 'dispute.read'");

        // then
        assertThat(verify().count()).isPositive();
    }

    @Test
    void aStreamOfTheAccessJournalThatIsRemovedWholeIsMissedByTheNextOne() throws SQLException {
        // given: of a day that has no head yet
        holdfast.tamper("DELETE FROM audit_head", "DELETE FROM access_event WHERE kind = 'head.made'");
        String first = "(SELECT stream FROM access_event WHERE kind = 'journal.opened' ORDER BY at, stream LIMIT 1)";

        // when
        holdfast.tamper("DELETE FROM access_event WHERE stream = " + first);

        // then
        assertThat(verify().findings()).singleElement().satisfies(found -> {
            assertThat(found.kind()).isEqualTo(Finding.Kind.ACCESS);
            assertThat(found.problem()).startsWith("is missing with all that was in it");
        });
    }

    @Test
    void aHoleInAStreamOfTheAccessJournalIsOneFinding() throws SQLException {
        // when: the last entry of the newest stream is three further on
        holdfast.tamper("UPDATE access_event SET sequence = sequence + 3 WHERE (stream, sequence) ="
                + " (SELECT stream, max(sequence) FROM access_event GROUP BY stream ORDER BY max(at) DESC LIMIT 1)");

        // then
        assertThat(verify().findings())
                .filteredOn(found -> found.kind() == Finding.Kind.ACCESS)
                .hasSize(1)
                .allSatisfy(found -> assertThat(found.problem())
                        .isEqualTo("is missing, and so are those up to "
                                + (found.sequence().orElseThrow() + 2)
                                + ": removed, or lost in a failover to a database that was behind"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE audit_head SET events = events + 1",
                "UPDATE audit_head SET chains = chains - 1",
                "UPDATE audit_head SET stories = sha256('x')",
                "UPDATE audit_head SET entries = entries - 1",
                "UPDATE audit_head SET signature = signature || '\\x00'",
                "UPDATE audit_head SET hash = sha256('x')",
                "UPDATE audit_head SET previous = sha256('x')",
                "UPDATE audit_head SET day = day - 1"
            })
    void aChangedHeadIsFound(String change) throws SQLException {
        // when
        holdfast.tamper(change);

        // then
        assertThat(verify().findings()).anyMatch(found -> found.kind() == Finding.Kind.HEAD);
    }

    @Test
    void aHeadThatIsRemovedIsFoundAlsoWhereNoneFollows() throws SQLException {
        // when
        holdfast.tamper("DELETE FROM audit_head");

        // then
        assertThat(verify().findings()).singleElement().satisfies(found -> {
            assertThat(found.kind()).isEqualTo(Finding.Kind.HEAD);
            assertThat(found.problem()).isEqualTo("the head of this day is missing: the access journal tells of it");
        });
    }

    @Test
    void aHeadThatIsMadeAnewOverAnotherStoryIsFound() throws SQLException {
        // given
        removeTheHeadAndAnEntryOfItsDay();

        // when
        holdfast.makeHeads(Optional.of(KEY));

        // then
        assertThat(verify().findings()).anyMatch(VerificationTest::isAnotherHead);
    }

    @Test
    void aHeadThatIsMadeAnewIsFoundAlsoWhereTheReplicaThatMadeItHadOpenedItsJournalFirst() throws SQLException {
        // given
        removeTheHeadAndAnEntryOfItsDay();
        BatchedAccessJournal first = holdfast.otherJournal(holdfast.clock, () -> new UUID(0x7000L, Long.MIN_VALUE));

        // when
        holdfast.makeHeads(Optional.of(KEY), first);
        first.flush().await().atMost(Duration.ofSeconds(10));

        // then
        assertThat(verify().findings()).anyMatch(VerificationTest::isAnotherHead);
    }

    /** With the chain of the journal as good as before. */
    private static void removeTheHeadAndAnEntryOfItsDay() throws SQLException {
        holdfast.tamper(
                "DELETE FROM audit_head",
                "DELETE FROM access_event a USING (SELECT stream, min(sequence) AS sequence FROM access_event"
                        + " WHERE kind = 'dispute.read' GROUP BY stream) r WHERE a.stream = r.stream AND a.sequence >= r.sequence");
    }

    private static boolean isAnotherHead(Finding found) {
        return found.problem().equals("is not the head that was made: the access journal remembers another one");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE dispute SET event_sequence = 2147483647",
                "UPDATE dispute SET updated_at = 'infinity'",
                "UPDATE dispute SET created_at = '294276-12-31'",
                "UPDATE dispute SET hold_amount = 'NaN'",
                "UPDATE dispute_event SET sequence = 2147483647 WHERE sequence = 3",
                "UPDATE dispute_event SET at = '-infinity' WHERE sequence = 2",
                "UPDATE dispute_event SET detail = 'null'",
                "UPDATE dispute_event SET detail = '{\"record\":null,\"amount\":null}'",
                "UPDATE gateway_operation SET amount = 'NaN'",
                "UPDATE access_event SET disputes = ARRAY[NULL]::uuid[] WHERE kind = 'dispute.read'",
                "UPDATE access_event SET disputes = ARRAY[disputes, disputes] WHERE kind = 'dispute.read'",
                "UPDATE access_event SET at = 'infinity' WHERE kind = 'dispute.read'",
                "UPDATE access_event SET sequence = 2000000000 + sequence, detail = '{\"heads\":null}' WHERE kind = 'story.marks'",
                "UPDATE access_event SET sequence = sequence + 9, detail = '{\"before\":\"x\"}' WHERE kind = 'journal.opened'",
                "INSERT INTO audit_head SELECT 'infinity', chains, events, stories, streams, entries, accesses, purges,"
                        + " hash, hash, signature, made_at, made_by FROM audit_head",
                "INSERT INTO audit_head SELECT '5000-01-01', chains, events, stories, streams, entries, accesses, purges,"
                        + " hash, hash, signature, made_at, made_by FROM audit_head",
                "INSERT INTO purge VALUES (1, 'infinity', '-infinity', 0, 0, 0, '', '', '')",
                "INSERT INTO dispute_event SELECT '00000000-0000-0000-0000-000000000000', row_number() OVER (), type, now(), actor, detail, hash"
                        + " FROM dispute_event"
            })
    void whatNothingOfOursEverWroteIsFoundAndStopsNothing(String change) throws SQLException {
        // when
        holdfast.tamper(change);

        // then
        Verification.Result result = assertTimeoutPreemptively(Duration.ofSeconds(20), () -> verify());
        assertThat(result.isGood()).isFalse();
        assertThat(result.count()).isLessThan(100);
    }

    @Test
    void aHeadThatSomebodyElseSignedIsFound() throws SQLException {
        // when
        Verification.Result result = verify(Optional.of(HeadKey.signing(HeadKey.newKeyset())));

        // then
        assertThat(result.findings()).anyMatch(found -> found.problem().contains("signature"));
    }

    @Test
    void withoutAKeyTheResultSaysWhatWasNotVerified() throws SQLException {
        // when
        Verification.Result result = verify(Optional.empty());

        // then
        assertThat(result.isGood()).isTrue();
        assertThat(result.warnings()).anyMatch(warning -> warning.contains(HeadKey.VERIFYING));
    }

    @Test
    void aTriggerThatIsOffIsSaid() throws SQLException {
        // given
        holdfast.tamper("ALTER TABLE dispute_event DISABLE TRIGGER append_only");

        // when
        Verification.Result result = verify();

        // then
        holdfast.tamper("ALTER TABLE dispute_event ENABLE TRIGGER append_only");
        assertThat(result.warnings()).anyMatch(warning -> warning.contains("dispute_event"));
    }

    @Test
    void theChainBeginsWithZeros() {
        assertThat(ChainHead.START.hash()).containsOnly(0);
    }

    private static boolean isAbout(Finding found, UUID dispute) {
        return found.subject().equals(dispute.toString());
    }

    private static Verification.Result verify() throws SQLException {
        return verify(Optional.of(KEY));
    }

    private static Verification.Result verify(Optional<HeadKey> key) throws SQLException {
        try (Connection database = holdfast.connect()) {
            return new Verification(database, key.map(HeadKey::verifier), Optional.of(holdfast.sealer)).run(rows -> {});
        }
    }
}
