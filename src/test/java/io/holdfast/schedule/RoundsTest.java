package io.holdfast.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.time.Scheduling;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.LogContext;
import org.jboss.logmanager.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RoundsTest {

    private static final Duration PACE = Duration.ofSeconds(1);

    private final Logger logger = LogContext.getLogContext().getLogger(Rounds.class.getName());
    private final List<String> lines = new ArrayList<>();
    private final List<Runnable> planned = new ArrayList<>();
    private Throwable failure;

    private final ExtHandler handler = new ExtHandler() {
        @Override
        protected void doPublish(ExtLogRecord line) {
            if (line.getLevel().intValue() >= Level.INFO.intValue()) {
                lines.add(line.getLevel() + " " + line.getFormattedMessage());
            }
        }
    };

    private final Scheduling scheduling = new Scheduling() {
        @Override
        public void soon(Runnable work) {
            planned.add(work);
        }

        @Override
        public Cancellable after(Duration delay, Runnable work) {
            planned.add(work);
            return () -> {};
        }
    };

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
    }

    @AfterEach
    void listenNoMore() {
        logger.removeHandler(handler);
    }

    @Test
    void anOutageIsALineWhenItBeginsAndOneWhenItIsOverHoweverManyRoundsFailMeanwhile() {
        // given
        Rounds rounds = new Rounds(scheduling, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), null, null, null);
        rounds.every(
                "poll",
                PACE,
                () -> failure == null
                        ? Uni.createFrom().voidItem()
                        : Uni.createFrom().failure(failure));

        // when
        makeRounds(3);
        for (int i = 0; i < 100; i++) {
            failure = new IOException("reset " + i);
            makeRounds(1);
        }
        failure = new IllegalStateException("a fault");
        makeRounds(5);
        failure = null;
        makeRounds(3);

        // then
        assertThat(lines)
                .containsExactly(
                        "WARN The round poll stopped, the database is away: reset 0",
                        "WARN The round poll stopped",
                        "INFO The round poll works again");
    }

    @Test
    void anOutageWithoutAMessageIsNamedByItsKind() {
        // given
        Rounds rounds = new Rounds(scheduling, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), null, null, null);
        rounds.every("poll", PACE, () -> Uni.createFrom().failure(failure));

        // when
        for (Throwable nameless : List.of(new ClosedChannelException(), new TimeoutException())) {
            failure = nameless;
            makeRounds(2);
            failure = new IllegalStateException("a fault");
            makeRounds(1);
        }

        // then
        assertThat(lines)
                .containsExactly(
                        "WARN The round poll stopped, the database is away: ClosedChannelException",
                        "WARN The round poll stopped",
                        "WARN The round poll stopped, the database is away: no answer in time",
                        "WARN The round poll stopped");
    }

    private void makeRounds(int count) {
        for (int i = 0; i < count; i++) {
            planned.remove(0).run();
        }
    }
}
