package io.holdfast.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.pgclient.PgException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseOutageTest {

    @Test
    void aPoolThatWaitedTooLongForAConnectionIsAnOutage() {
        // given what Agroal says, without a state
        RuntimeException failure = new IllegalStateException(new SQLException("Sorry, acquisition timeout!"));

        // then
        assertThat(DatabaseOutage.isBehind(failure)).isTrue();
    }

    @Test
    void aServerThatSaysNoIsNone() {
        // then
        assertThat(DatabaseOutage.isBehind(new SQLException("no such user", "28000")))
                .isFalse();
        assertThat(DatabaseOutage.isBehind(new SQLException("starting up", "57P03")))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"FATAL, 55000", "FATAL, 42501", "FATALE, 28000", "FATALE, 28P01", "FATALE, 3D000"})
    void aDatabaseThatLetsNobodyInAnyMoreIsAway(String severity, String state) {
        // then
        assertThat(DatabaseOutage.isBehind(new PgException("not accepting connections", severity, state, "")))
                .isTrue();
        assertThat(DatabaseOutage.isBehind(new PgException("permission denied for table", "ERROR", "42501", "")))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"57014", "55P03", "40001", "40P01"})
    void whatWasTakenBackForWhatElseWentOnMayBeTriedAgain(String state) {
        // then
        assertThat(DatabaseOutage.isBehind(new IllegalStateException(new SQLException("taken back", state))))
                .isTrue();
        assertThat(DatabaseOutage.isBehind(new PgException("taken back", "ERROR", state, "")))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"53100", "53200", "58030"})
    void aServerThatHasNoRoomIsAwayUntilSomebodyMakesSome(String state) {
        // then
        assertThat(DatabaseOutage.isBehind(new IllegalStateException(new SQLException("no room", state))))
                .isTrue();
        assertThat(DatabaseOutage.isBehind(new PgException("no room", "ERROR", state, "")))
                .isTrue();
    }
}
