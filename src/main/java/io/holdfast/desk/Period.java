package io.holdfast.desk;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How far back the supervisor looks, and in which steps. */
enum Period {
    DAY("24h", "24 hours", Duration.ofDays(1), Duration.ofHours(1), "EEE HH:mm"),
    WEEK("7d", "7 days", Duration.ofDays(7), Duration.ofHours(6), "EEE d MMM HH:mm"),
    MONTH("30d", "30 days", Duration.ofDays(30), Duration.ofDays(1), "d MMM"),
    QUARTER("90d", "90 days", Duration.ofDays(90), Duration.ofDays(1), "d MMM");

    private final String key;
    private final String title;
    private final Duration length;
    private final Duration step;
    private final DateTimeFormatter label;

    Period(String key, String title, Duration length, Duration step, String label) {
        this.key = key;
        this.title = title;
        this.length = length;
        this.step = step;
        this.label = DateTimeFormatter.ofPattern(label, Locale.ENGLISH).withZone(ZoneOffset.UTC);
    }

    /** A week if it is none of them. */
    static Period of(Optional<String> key) {
        return Arrays.stream(values())
                .filter(period -> key.filter(period.key::equals).isPresent())
                .findFirst()
                .orElse(WEEK);
    }

    String key() {
        return key;
    }

    String title() {
        return title;
    }

    Duration step() {
        return step;
    }

    /** The beginning of the first step; steps begin at the full hour, or at multiples of theirs in UTC. The last one is the one that runs. */
    Instant from(Instant now) {
        Instant hour = now.truncatedTo(ChronoUnit.HOURS);
        long intoStep = hour.getEpochSecond() % step.toSeconds();
        return hour.minusSeconds(intoStep).minus(length).plus(step);
    }

    String label(Instant at) {
        return label.format(at);
    }
}
