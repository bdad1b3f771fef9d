package io.holdfast.api;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/** Times as in RFC 3339, which is less than Java reads: a year has four digits and no sign, and seconds are not left out. */
final class Rfc3339 {

    /** The longest fraction is that of a nanosecond. */
    private static final Pattern TIME =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}[Tt ]\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?([Zz]|[+-]\\d{2}:\\d{2})");

    private Rfc3339() {}

    static Optional<Instant> parse(String text) {
        if (!TIME.matcher(text).matches()) {
            return Optional.empty();
        }
        String time = text.substring(0, 10) + 'T' + text.substring(11);
        try {
            return Optional.of(OffsetDateTime.parse(time, DateTimeFormatter.ISO_OFFSET_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException noSuchTime) {
            return Optional.empty();
        }
    }
}
