package io.holdfast.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

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
}
