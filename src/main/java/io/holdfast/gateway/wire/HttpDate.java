package io.holdfast.gateway.wire;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Times in HTTP headers (RFC 9110, 5.6.7), to the second. */
public final class HttpDate {

    private HttpDate() {}

    /** When an answer was given, by the clock of who gave it. */
    public static Optional<Instant> of(WireAnswer.Answered answer) {
        return answer.header().apply("Date").flatMap(HttpDate::parse);
    }

    /** @param header as it came; empty if it is no such time */
    static Optional<Instant> parse(String header) {
        try {
            return Optional.of(ZonedDateTime.parse(header.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }
}
