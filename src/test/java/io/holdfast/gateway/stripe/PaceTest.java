package io.holdfast.gateway.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PaceTest {

    private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

    private final SettableClock clock = new SettableClock(START);

    @Test
    void whatIsAllowedGoesAtOnce() {
        // given
        Pace pace = new Pace(100, 25, clock);
        // when
        List<Duration> waits = take(pace, StripeEndpoint.AUTHORIZE, 25);
        // then
        assertThat(waits).containsOnly(Duration.ZERO);
    }

    @Test
    void theNextOneWaitsUntilTheFirstIsASecondAgo() {
        // given
        Pace pace = new Pace(100, 25, clock);
        take(pace, StripeEndpoint.AUTHORIZE, 1);
        clock.advance(Duration.ofMillis(400));
        take(pace, StripeEndpoint.AUTHORIZE, 24);
        // when
        Duration wait = pace.take(StripeEndpoint.AUTHORIZE);
        // then
        assertThat(wait).isEqualTo(Pace.WINDOW.minusMillis(400));
    }

    @Test
    void whoWouldWaitTooLongTakesNoTurn() {
        // given
        Pace pace = new Pace(100, 1, clock);
        take(pace, StripeEndpoint.AUTHORIZE, 1);
        Duration refused = pace.take(StripeEndpoint.AUTHORIZE);
        clock.advance(Duration.ofMillis(600));
        // when
        Duration wait = pace.take(StripeEndpoint.AUTHORIZE);
        // then
        assertThat(refused).isGreaterThan(Pace.LONGEST_WAIT);
        assertThat(wait).isEqualTo(Pace.WINDOW.minusMillis(600));
    }

    @Test
    void oneEndpointDoesNotHoldUpAnother() {
        // given
        Pace pace = new Pace(100, 25, clock);
        take(pace, StripeEndpoint.AUTHORIZE, 25);
        // when
        Duration wait = pace.take(StripeEndpoint.CAPTURE);
        // then
        assertThat(wait).isZero();
    }

    @Test
    void theAccountHasALimitOfItsOwn() {
        // given
        Pace pace = new Pace(30, 25, clock);
        take(pace, StripeEndpoint.AUTHORIZE, 25);
        take(pace, StripeEndpoint.CAPTURE, 5);
        // when
        Duration wait = pace.take(StripeEndpoint.CANCEL);
        // then
        assertThat(wait).isEqualTo(Pace.WINDOW);
    }

    @Test
    void searchesHaveStripesLowerLimit() {
        // given
        Pace pace = new Pace(100, 25, clock);
        take(pace, StripeEndpoint.SEARCH, 20);
        // when
        Duration wait = pace.take(StripeEndpoint.SEARCH);
        // then
        assertThat(wait).isPositive();
    }

    @Test
    void noSecondEverSeesMoreThanIsAllowed() {
        // given
        Random random = new Random(7);
        Pace pace = new Pace(12, 5, clock);
        List<Instant> sent = new ArrayList<>();
        // when
        for (int i = 0; i < 5_000; i++) {
            clock.advance(Duration.ofMillis(random.nextInt(120)));
            StripeEndpoint endpoint = StripeEndpoint.values()[random.nextInt(4)];
            Duration wait = pace.take(endpoint);
            if (wait.compareTo(Pace.LONGEST_WAIT) <= 0) {
                sent.add(clock.instant().plus(wait));
            }
        }
        // then
        sent.sort(Instant::compareTo);
        assertThat(sent).hasSizeGreaterThan(1_000);
        IntStream.range(12, sent.size())
                .forEach(i -> assertThat(Duration.between(sent.get(i - 12), sent.get(i)))
                        .isGreaterThanOrEqualTo(Duration.ofSeconds(1)));
    }

    private static List<Duration> take(Pace pace, StripeEndpoint endpoint, int times) {
        return IntStream.range(0, times).mapToObj(i -> pace.take(endpoint)).toList();
    }
}
