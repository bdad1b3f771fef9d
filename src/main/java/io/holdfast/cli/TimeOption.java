package io.holdfast.cli;

import io.holdfast.cli.console.Failure;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/** A length of time as it is typed: {@code 30s}, {@code 10m}, {@code 1h30m}; a number without a unit is of seconds, as in settings. */
final class TimeOption {

    private TimeOption() {}

    /** @throws Failure of wrong usage, which names the option */
    static Duration parse(String option, String text) {
        String time = text.strip();
        try {
            Duration parsed = Duration.parse("PT" + time.toUpperCase(Locale.ROOT) + (time.matches("\\d+") ? "S" : ""));
            if (!parsed.isNegative()) {
                return parsed;
            }
        } catch (DateTimeParseException noTime) {
            // said below
        }
        throw Failure.wrongUsage(option + " is a time such as 30s, 10m or 1h");
    }
}
