package io.holdfast.audit.report;

import java.time.Instant;

/**
 * A line of a report. Each section uses some of the parts, and gives them titles.
 *
 * @param count how many; null where that says nothing
 */
public record Line(String what, String who, String where, String dispute, Instant at, Long count, String detail) {

    static Line of(String what) {
        return new Line(what, null, null, null, null, null, null);
    }

    Line who(String name) {
        return new Line(what, name, where, dispute, at, count, detail);
    }

    Line where(String place) {
        return new Line(what, who, place, dispute, at, count, detail);
    }

    Line dispute(String id) {
        return new Line(what, who, where, id, at, count, detail);
    }

    Line at(Instant time) {
        return new Line(what, who, where, dispute, time, count, detail);
    }

    Line count(long number) {
        return new Line(what, who, where, dispute, at, number, detail);
    }

    Line detail(String text) {
        return new Line(what, who, where, dispute, at, count, text);
    }
}
