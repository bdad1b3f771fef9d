package io.holdfast.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.audit.verify.Verification;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RetentionTest {

    private static AuditedHoldfast holdfast;

    @BeforeAll
    static void start() throws SQLException {
        holdfast = new AuditedHoldfast("audit_retention");
        // Ids have the machine's time: what follows must come after it.
        holdfast.clock.advance(
                Duration.between(AuditedHoldfast.START, Clock.systemUTC().instant()));
    }

    @AfterAll
    static void close() {
        holdfast.close();
    }

    @Test
    void whatEndedLongAgoIsRemovedWithEverythingAndASummaryStaysAndTheRestStillVerifies() throws SQLException {
        // given
        UUID held = holdfast.held();
        UUID old = holdfast.charged("20.00");
        holdfast.released();
        assertThat(holdfast.purge(Duration.ofDays(400))).isZero();
        // Ids have the machine's time, and the database refuses to purge what is yet to come.
        Instant between = Clock.systemUTC().instant();
        holdfast.clock.advance(Duration.between(holdfast.clock.instant(), between.plusSeconds(1)));
        UUID young = holdfast.declined();
        holdfast.flush();
        for (UUID dispute : new UUID[] {held, old, young}) {
            holdfast.tamper("INSERT INTO outbox (dispute_id, channel, sequences, bodies, due_at, since) VALUES ('"
                    + dispute + "', 'webhook', '{1}', '{untold}', now(), now())");
        }

        // when
        long removed = holdfast.purge(Duration.ofMillis(1));

        // then
        holdfast.flush();
        assertThat(removed).isEqualTo(2);
        for (String table :
                new String[] {"dispute", "dispute_event", "gateway_operation", "idempotency_key", "outbox"}) {
            assertThat(holdfast.count("SELECT count(*) FROM " + table + " WHERE dispute_id = '" + old + "'"))
                    .as(table)
                    .isZero();
            assertThat(holdfast.count(
                            "SELECT count(*) FROM " + table + " WHERE dispute_id IN ('" + held + "', '" + young + "')"))
                    .as(table)
                    .isPositive();
        }
        assertThat(holdfast.count("SELECT count(*) FROM purge WHERE summary LIKE '%CHARGED%' AND disputes = 2"))
                .isEqualTo(1);
        assertThat(holdfast.count("SELECT count(*) FROM access_event WHERE kind = 'retention.purged'"))
                .isEqualTo(1);
        assertVerifies();
        holdfast.tamper("UPDATE purge SET disputes = 1");
        assertThat(verify().isGood()).isFalse();
        holdfast.tamper("UPDATE purge SET disputes = 2");
        holdfast.tamper("DELETE FROM purge");
        assertThat(verify().findings())
                .anyMatch(found ->
                        found.problem().equals("is missing: the access journal tells of it, and 0 are on record"));
    }

    @Test
    void aReplicaWhoseClockIsFarAheadRemovesNothing() throws SQLException {
        // given
        UUID old = holdfast.charged("20.00");
        holdfast.tamper(
                "INSERT INTO replaced_token (fingerprint, token, replaced_at) VALUES ('\\x03', 'sealed', now())");
        holdfast.clock.advance(Duration.ofDays(500));

        // when
        long removed = holdfast.purge(Duration.ofDays(400));

        // then
        holdfast.clock.advance(Duration.ofDays(-500));
        assertThat(removed).isZero();
        assertThat(holdfast.count("SELECT count(*) FROM dispute WHERE dispute_id = '" + old + "'"))
                .isEqualTo(1);
        assertThat(holdfast.count("SELECT count(*) FROM replaced_token WHERE fingerprint = '\\x03'"))
                .isEqualTo(1);
        holdfast.tamper("DELETE FROM replaced_token");
    }

    @Test
    void aReplicaWhoseClockIsAheadMakesNoHeadOfADayThatIsNotOver() {
        // given
        holdfast.held();
        holdfast.makeHeads(Optional.empty());
        holdfast.clock.advance(Duration.ofDays(3));

        // when
        int made = holdfast.makeHeads(Optional.empty());

        // then
        holdfast.clock.advance(Duration.ofDays(-3));
        assertThat(made).isZero();
    }

    @Test
    void whatATokenWasTradedForIsForgottenUnlessAHoldStillHasTheOldOne() throws SQLException {
        // given
        UUID held = holdfast.held();
        String insert = "INSERT INTO replaced_token (fingerprint, token, replaced_at) ";
        holdfast.tamper(insert + "VALUES ('\\x01', 'sealed', now() - interval '401 days')");
        holdfast.tamper(insert + "VALUES ('\\x02', 'sealed', now() - interval '399 days')");
        holdfast.tamper(insert + "SELECT token_fingerprint, 'sealed', now() - interval '401 days' FROM dispute"
                + " WHERE dispute_id = '" + held + "'");

        // when
        holdfast.purge(Duration.ofDays(400).plus(Duration.between(Instant.now(), holdfast.clock.instant())));

        // then
        assertThat(holdfast.count("SELECT count(*) FROM replaced_token WHERE fingerprint = '\\x01'"))
                .isZero();
        assertThat(holdfast.count("SELECT count(*) FROM replaced_token")).isEqualTo(2);
        holdfast.tamper("DELETE FROM replaced_token");
    }

    @Test
    void nobodyPurgesWhatIsYoungerThanTheFloor() throws SQLException {
        // given
        holdfast.tamper("UPDATE retention_floor SET minimum = interval '100 days'");

        // then
        assertThatThrownBy(() -> holdfast.purge(Duration.ofDays(99))).hasMessageContaining("retention_floor");
        holdfast.tamper("UPDATE retention_floor SET minimum = interval '0'");
    }

    private static void assertVerifies() throws SQLException {
        Verification.Result result = verify();
        assertThat(result.findings()).isEmpty();
        assertThat(result.isGood()).isTrue();
    }

    private static Verification.Result verify() throws SQLException {
        try (Connection database = holdfast.connect()) {
            return new Verification(database, Optional.empty(), Optional.of(holdfast.sealer)).run(rows -> {});
        }
    }
}
