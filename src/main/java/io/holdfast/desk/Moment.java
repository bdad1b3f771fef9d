package io.holdfast.desk;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * A time for people. The page shows it in their own zone where scripts run.
 *
 * @param iso as HTML's {@code datetime}
 * @param text for everybody else, in UTC
 */
record Moment(String iso, String text) {

    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "d MMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    static Moment of(Instant at) {
        return new Moment(at.truncatedTo(ChronoUnit.SECONDS).toString(), FORMAT.format(at));
    }
}
