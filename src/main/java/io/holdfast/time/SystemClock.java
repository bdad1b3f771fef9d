package io.holdfast.time;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;

/**
 * The one source of "now". Its time ticks in microseconds because that is what PostgreSQL keeps: a time that was stored and read again is equal to
 * itself, and hashes to the same bytes.
 */
@ApplicationScoped
public class SystemClock {

    @Produces
    @Singleton
    Clock clock() {
        return Clock.tick(Clock.systemUTC(), Duration.ofNanos(1000));
    }

    @Produces
    @Singleton
    @Steady
    Clock steady(Clock clock) {
        return new SteadyClock(clock, System::nanoTime);
    }
}
