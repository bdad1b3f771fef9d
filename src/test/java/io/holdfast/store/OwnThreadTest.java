package io.holdfast.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OwnThreadTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(20);

    private final CountDownLatch never = new CountDownLatch(1);
    private final StopSignal stop = new StopSignal();
    private final OwnThread thread = new OwnThread("test", stop, SHORT);

    @AfterEach
    void end() {
        never.countDown();
        stop.close();
    }

    @Test
    void whatEndsInTimeIsPassedOn() {
        assertThat(thread.within(LONG, () -> "done")).contains("done");
    }

    @Test
    void whatDoesNotEndIsLeftBehind() {
        assertThat(thread.within(SHORT, this::hang)).isEmpty();
    }

    @Test
    void aFailureIsPassedOnAsItIs() {
        // given
        IllegalArgumentException failure = new IllegalArgumentException("no");

        // when, then
        assertThatThrownBy(() -> thread.within(LONG, () -> {
                    throw failure;
                }))
                .isSameAs(failure);
    }

    @Test
    void whatMayTakeAsLongAsItWantsIsToldFromTimeToTime() {
        // given
        CountDownLatch told = new CountDownLatch(2);

        // when
        String result = thread.toItsEnd(
                () -> {
                    told.await();
                    return "done";
                },
                waited -> told.countDown());

        // then
        assertThat(result).isEqualTo("done");
    }

    @Test
    void aWordToStopEndsTheWait() {
        // given
        stop.come();

        // when, then
        assertThatThrownBy(() -> thread.within(LONG, this::hang)).isInstanceOf(DatabaseAway.class);
        assertThatThrownBy(() -> thread.toItsEnd(this::hang, waited -> {})).isInstanceOf(DatabaseAway.class);
    }

    private String hang() throws InterruptedException {
        never.await();
        return "too late";
    }
}
