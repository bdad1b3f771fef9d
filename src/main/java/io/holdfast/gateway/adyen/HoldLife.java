package io.holdfast.gateway.adyen;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * When an authorization lapses, which Adyen does not say: so long after it came to be. To expect less than the card scheme gives is safe, to expect
 * more is not.
 */
final class HoldLife {

    /** News comes again for some days; a date further back is a mistake, and would end the hold at once. */
    private static final Duration OLDEST_NEWS = Duration.ofDays(365);

    private final Duration life;
    private final Clock clock;

    HoldLife(Duration life, Clock clock) {
        this.life = life;
        this.clock = clock;
    }

    /** Of an authorization that has just come to be. */
    Instant fromNow() {
        return from(clock.instant());
    }

    /** @param eventDate when it came to be, by Adyen's clock; now, if it cannot be read, is still to come, or is unreasonably long ago */
    Instant from(Optional<String> eventDate) {
        Instant now = clock.instant();
        return from(eventDate
                .flatMap(HoldLife::read)
                .filter(it -> it.isBefore(now) && it.isAfter(now.minus(OLDEST_NEWS)))
                .orElse(now));
    }

    private Instant from(Instant start) {
        return start.plus(life).truncatedTo(ChronoUnit.MICROS);
    }

    private static Optional<Instant> read(String time) {
        try {
            return Optional.of(OffsetDateTime.parse(time).toInstant());
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }
}
