package io.holdfast.audit.verify;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What was found: all of it counted, the first of it kept. */
final class Findings {

    private static final int MOST_KEPT = 1_000;

    private final List<Finding> kept = new ArrayList<>();
    private final Set<String> warnings = new LinkedHashSet<>();
    private long count;

    void add(Finding finding) {
        count++;
        if (kept.size() < MOST_KEPT) {
            kept.add(finding);
        }
    }

    /** What weakens the proof without being wrong. */
    void warn(String sentence) {
        warnings.add(sentence);
    }

    List<Finding> kept() {
        return List.copyOf(kept);
    }

    List<String> warnings() {
        return List.copyOf(warnings);
    }

    long count() {
        return count;
    }
}
