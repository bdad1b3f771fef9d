package io.holdfast.audit.report;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.IsoFields;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The days that a report is about, in UTC: a week as ISO 8601 counts them, {@code 2026-W47}, from Monday on, or any days.
 *
 * @param first the first day
 * @param next the day after the last one
 */
public record Period(LocalDate first, LocalDate next) {

    private static final Pattern WEEK = Pattern.compile("(\\d{4})-W(\\d{2})");
    private static final int DAYS_OF_A_WEEK = 7;

    /** @throws IllegalArgumentException if it has no day */
    public Period {
        if (!first.isBefore(next)) {
            throw new IllegalArgumentException("its first day is before its end");
        }
    }

    /** @throws IllegalArgumentException if there is no such week */
    public static Period week(String text) {
        Matcher form = WEEK.matcher(text);
        try {
            if (form.matches()) {
                return week(
                        LocalDate.parse(form.group(1) + "-W" + form.group(2) + "-1", DateTimeFormatter.ISO_WEEK_DATE));
            }
        } catch (DateTimeException noSuchWeek) {
            // said below
        }
        throw new IllegalArgumentException("a week is written like 2026-W47");
    }

    /** The last week that is over. */
    public static Period weekBefore(LocalDate day) {
        return week(day.with(DayOfWeek.MONDAY).minusDays(DAYS_OF_A_WEEK));
    }

    private static Period week(LocalDate monday) {
        return new Period(monday, monday.plusDays(DAYS_OF_A_WEEK));
    }

    public Instant begin() {
        return first.atStartOfDay().toInstant(ZoneOffset.UTC);
    }

    public Instant end() {
        return next.atStartOfDay().toInstant(ZoneOffset.UTC);
    }

    /** Of a week its number; else its first day, and the one after its last, as ISO 8601 writes an interval. */
    @Override
    public String toString() {
        boolean isWeek = first.getDayOfWeek() == DayOfWeek.MONDAY
                && first.plusDays(DAYS_OF_A_WEEK).equals(next);
        return isWeek
                ? String.format(
                        Locale.ROOT,
                        "%d-W%02d",
                        first.get(IsoFields.WEEK_BASED_YEAR),
                        first.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR))
                : first + "/" + next;
    }
}
