package io.holdfast.audit.report;

import java.time.Instant;
import java.util.List;

/**
 * A week's review.
 *
 * @param madeAt when it was made
 * @param verified what verification says, in a sentence
 * @param whole whether it found nothing
 */
public record Report(Week week, Instant madeAt, String verified, boolean whole, List<Section> sections) {

    public Report {
        sections = List.copyOf(sections);
    }
}
