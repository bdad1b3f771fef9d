package io.holdfast.desk;

import io.holdfast.time.Steady;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Slows down whoever guesses keys: after some failures an address has to wait. Each replica counts for itself. */
@ApplicationScoped
class SignInPace {

    private static final int MOST_FAILURES = 10;

    private static final Duration WINDOW = Duration.ofMinutes(1);

    /** The oldest is forgotten first. */
    private static final int MOST_ADDRESSES = 10_000;

    private final Clock clock;

    private final Map<String, Failures> byAddress = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > MOST_ADDRESSES;
        }
    };

    private record Failures(int count, Instant since) {}

    SignInPace(@Steady Clock clock) {
        this.clock = clock;
    }

    synchronized boolean mayTry(String address) {
        Failures failures = byAddress.get(address);
        return failures == null || failures.count < MOST_FAILURES || isOver(failures);
    }

    synchronized void failed(String address) {
        Failures before = byAddress.get(address);
        byAddress.put(
                address,
                before == null || isOver(before)
                        ? new Failures(1, clock.instant())
                        : new Failures(before.count + 1, before.since));
    }

    private boolean isOver(Failures failures) {
        return !clock.instant().isBefore(failures.since.plus(WINDOW));
    }
}
