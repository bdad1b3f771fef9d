package io.holdfast.time;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Ids of version 7 (RFC 9562, section 5.7): milliseconds, then their fraction (section 6.2, method 3), then 62 bits of chance. Each is greater than the one before it,
 * also while the clock is set back by a little; when it is set back by more, they follow it: what is found as the newest by its id would not be, for as long as the
 * clock was ahead.
 */
public final class OrderedIds implements Supplier<UUID> {

    private static final int FRACTION_BITS = 12;

    private static final long LONGEST_LEAD_TICKS = Duration.ofSeconds(10).toMillis() << FRACTION_BITS;

    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final AtomicLong last = new AtomicLong(Long.MIN_VALUE);

    public OrderedIds(Clock clock) {
        this.clock = clock;
    }

    /** Threads may call this at once. */
    @Override
    public UUID get() {
        long now = ticks(clock.instant());
        long tick = last.updateAndGet(before -> before > now + LONGEST_LEAD_TICKS ? now : Math.max(now, before + 1));
        long high = tick >>> FRACTION_BITS << 16 | 0x7000L | tick & 0xFFFL;
        return new UUID(high, random.nextLong() >>> 2 | Long.MIN_VALUE);
    }

    /** 4096ths of a millisecond. */
    private static long ticks(Instant time) {
        long fraction = (time.getNano() % 1_000_000L << FRACTION_BITS) / 1_000_000L;
        return time.toEpochMilli() << FRACTION_BITS | fraction;
    }
}
