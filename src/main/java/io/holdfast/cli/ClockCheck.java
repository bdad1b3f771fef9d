package io.holdfast.cli;

import io.holdfast.cli.DoctorCommand.Finding;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Compares the clocks of others with this machine's. */
final class ClockCheck {

    /** Webhooks are refused beyond five minutes; whoever is half a minute off is on the way there. */
    private static final Duration TOLERANCE = Duration.ofSeconds(30);

    private final Clock clock;

    ClockCheck(Clock clock) {
        this.clock = clock;
    }

    Finding of(String whose, Instant theirs) {
        Duration apart = Duration.between(theirs, clock.instant()).abs();
        return apart.compareTo(TOLERANCE) <= 0
                ? Finding.ok("clock: " + whose, "agrees")
                : Finding.wrong(
                        "clock: " + whose,
                        "differs from this machine's by " + apart.toSeconds() + " s",
                        "Set the clocks by NTP: webhooks are refused beyond five minutes.");
    }

    /** Any answer has a date (RFC 9110, section 6.6.1). */
    Finding of(String whose, FirstContact.Answer answer) {
        return answer.date()
                .flatMap(ClockCheck::parse)
                .map(date -> of(whose, date))
                .orElseGet(() -> Finding.note(
                        "clock: " + whose, "its answer names no date", "Keep this machine's clock by NTP."));
    }

    private static Optional<Instant> parse(String date) {
        try {
            return Optional.of(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException noDate) {
            return Optional.empty();
        }
    }
}
