package io.holdfast.audit.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Lines that the database has for a section.
 *
 * @param cut of what there are more lines than are shown, and how many, in a sentence each
 */
record Answer(List<Line> lines, List<String> cut) {

    Answer {
        lines = List.copyOf(lines);
        cut = List.copyOf(cut);
    }

    Answer(List<Line> lines) {
        this(lines, List.of());
    }

    /** Of several kinds, in which a line says what it is of. */
    static Answer of(List<Answer> kinds) {
        List<Line> lines = new ArrayList<>();
        List<String> cut = new ArrayList<>();
        for (Answer kind : kinds) {
            lines.addAll(kind.lines);
            kind.cut.forEach(it -> cut.add(kind.lines.get(0).what() + ": " + it));
        }
        return new Answer(lines, cut);
    }

    static String cut(long shown, long all) {
        return "the first " + shown + " of " + all;
    }
}
