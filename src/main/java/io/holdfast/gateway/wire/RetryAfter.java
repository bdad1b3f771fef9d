package io.holdfast.gateway.wire;

import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** The {@code Retry-After} header (RFC 9110, 10.2.3): seconds or an HTTP date. */
public final class RetryAfter {

    /** A gateway that asks for more patience is asked again after this. */
    static final Duration LONGEST = Duration.ofHours(1);

    private static final Pattern SECONDS = Pattern.compile("[0-9]+");

    private RetryAfter() {}

    static Optional<Duration> of(WireAnswer.Answered answer, Clock clock) {
        return answer.header().apply("Retry-After").flatMap(it -> parse(it, clock));
    }

    /** @param header as it came; empty if it cannot be read, or asks for no patience: zero, or a date that is over. Never zero */
    public static Optional<Duration> parse(String header, Clock clock) {
        String value = header.strip();
        if (SECONDS.matcher(value).matches()) {
            BigInteger seconds = new BigInteger(value).min(BigInteger.valueOf(LONGEST.toSeconds()));
            return bounded(Duration.ofSeconds(seconds.longValue()));
        }
        return HttpDate.parse(value).flatMap(date -> bounded(Duration.between(clock.instant(), date)));
    }

    /** "At once" is no time to wait: whoever reads this has a pause of its own for an answer that names none. */
    private static Optional<Duration> bounded(Duration wait) {
        if (wait.isNegative() || wait.isZero()) {
            return Optional.empty();
        }
        return Optional.of(wait.compareTo(LONGEST) > 0 ? LONGEST : wait);
    }
}
