package io.holdfast.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnsweredTwiceTest {

    @ParameterizedTest
    @CsvSource({
        "Result is already complete, io.vertx.sqlclient.impl.pool.SqlConnectionPool, false",
        "Result is already complete, io.holdfast.store.GroupCommit, true",
        "something else, io.vertx.sqlclient.impl.pool.SqlConnectionPool, true"
    })
    void onlyThePoolsSecondAnswerIsLeftOut(String message, String place, boolean logged) {
        // given
        IllegalStateException uncaught = new IllegalStateException(message);
        uncaught.setStackTrace(new StackTraceElement[] {
            new StackTraceElement("io.vertx.core.Promise", "fail", "Promise.java", 1),
            new StackTraceElement(place, "lambda$execute$3", "Some.java", 1)
        });
        LogRecord line = new LogRecord(Level.SEVERE, "Uncaught exception received by Vert.x");
        line.setThrown(uncaught);

        // when
        boolean loggable = new AnsweredTwice().isLoggable(line);

        // then
        assertThat(loggable).isEqualTo(logged);
    }
}
