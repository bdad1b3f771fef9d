package io.holdfast.audit;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;

/** An entry that has waited, and when it was made. */
record Told(AccessEntry entry, Instant at) {

    /** When it happened, where that is not when it is told. */
    static final String HAPPENED = "happened";

    /**
     * As the journal may tell it now. A day gets its head {@link DailyHeads#GRACE} after its end; what came into it later would look like a forgery for
     * ever, so half that time after midnight what is left of the day before is told as of now, with the time at which it happened.
     */
    Told tellableAt(Instant now) {
        if (!isLate(at, now)) {
            return this;
        }
        Map<String, String> detail = new TreeMap<>(entry.detail());
        detail.put(HAPPENED, at.toString());
        return new Told(
                new AccessEntry(entry.kind(), entry.actor(), entry.source(), entry.outcome(), entry.disputes(), detail),
                now);
    }

    /** Whether a row that says this time comes too late into its day. */
    static boolean isLate(Instant at, Instant now) {
        return day(at).isBefore(day(now.minus(DailyHeads.GRACE.dividedBy(2))));
    }

    private static LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, ZoneOffset.UTC);
    }
}
