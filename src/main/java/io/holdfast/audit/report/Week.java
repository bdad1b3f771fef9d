package io.holdfast.audit.report;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.IsoFields;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A week as ISO 8601 counts them: {@code 2026-W47}, from Monday 00:00 UTC. */
public record Week(LocalDate monday) {

    private static final Pattern FORM = Pattern.compile("(\\d{4})-W(\\d{2})");
    private static final int DAYS = 7;

    /** @throws IllegalArgumentException if there is no such week */
    public static Week parse(String text) {
        Matcher form = FORM.matcher(text);
        try {
            if (form.matches()) {
                LocalDate monday =
                        LocalDate.parse(form.group(1) + "-W" + form.group(2) + "-1", DateTimeFormatter.ISO_WEEK_DATE);
                return new Week(monday);
            }
        } catch (DateTimeException noSuchWeek) {
            // said below
        }
        throw new IllegalArgumentException("a week is written like 2026-W47");
    }

    /** The last one that is over. */
    public static Week before(LocalDate day) {
        LocalDate monday = day.with(java.time.DayOfWeek.MONDAY);
        return new Week(monday.minusDays(DAYS));
    }

    public Instant begin() {
        return monday.atStartOfDay().toInstant(ZoneOffset.UTC);
    }

    public Instant end() {
        return monday.plusDays(DAYS).atStartOfDay().toInstant(ZoneOffset.UTC);
    }

    @Override
    public String toString() {
        return "%d-W%02d"
                .formatted(monday.get(IsoFields.WEEK_BASED_YEAR), monday.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
    }
}
