package io.holdfast.store.overview;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** How long it took from the opening of a dispute to its hold, in classes. Their order is that of the counts in {@code overview_hour.placing_time}. */
public enum PlacingTime {
    HALF_A_SECOND(Duration.ofMillis(500)),
    ONE_SECOND(Duration.ofSeconds(1)),
    TWO_SECONDS(Duration.ofSeconds(2)),
    FIVE_SECONDS(Duration.ofSeconds(5)),
    TEN_SECONDS(Duration.ofSeconds(10)),
    HALF_A_MINUTE(Duration.ofSeconds(30)),
    ONE_MINUTE(Duration.ofMinutes(1)),
    FIVE_MINUTES(Duration.ofMinutes(5)),
    LONGER(Duration.ofDays(36_500));

    private final Duration below;

    PlacingTime(Duration below) {
        this.below = below;
    }

    /** Exclusive. */
    public Duration below() {
        return below;
    }

    public static List<PlacingTime> all() {
        return List.of(values());
    }

    /** One count for each class. */
    static String countsSql(String condition, String milliseconds) {
        return Arrays.stream(values())
                .map(time -> "count(*) FILTER (WHERE " + condition + " AND width_bucket(" + milliseconds + ", ARRAY["
                        + bounds() + "]::numeric[]) = " + time.ordinal() + ")")
                .collect(Collectors.joining(", ", "ARRAY[", "]::bigint[]"));
    }

    private static String bounds() {
        return Arrays.stream(values())
                .filter(time -> time != LONGER)
                .map(time -> Long.toString(time.below.toMillis()))
                .collect(Collectors.joining(", "));
    }
}
