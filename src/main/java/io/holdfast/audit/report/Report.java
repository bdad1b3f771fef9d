package io.holdfast.audit.report;

import java.time.Instant;
import java.util.List;

/**
 * A review.
 *
 * @param period the days that it is about
 * @param madeAt when it was made
 * @param verified what verification says, in a sentence
 * @param whole whether it found nothing
 */
public record Report(Period period, Instant madeAt, String verified, boolean whole, List<Section> sections) {

    public Report {
        sections = List.copyOf(sections);
    }
}
