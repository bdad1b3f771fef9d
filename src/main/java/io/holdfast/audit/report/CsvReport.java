package io.holdfast.audit.report;

import io.holdfast.audit.report.Section.Part;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * A report for a spreadsheet (RFC 4180): one table, the section in front. A text that a spreadsheet would take for a formula gets an apostrophe in front
 * (OWASP, CSV injection): names in it come from outside.
 */
public final class CsvReport {

    private static final String END = "\r\n";
    private static final String FORMULA = "=+-@\t\r";

    public String write(Report report) {
        StringBuilder text = new StringBuilder("week,section");
        for (Part part : Part.values()) {
            text.append(',').append(part.name().toLowerCase(java.util.Locale.ROOT));
        }
        text.append(END);
        text.append(report.period())
                .append(",result,")
                .append(field(report.verified()))
                .append(",,,,,,")
                .append(END);
        for (Section section : report.sections()) {
            for (Line line : section.lines()) {
                text.append(report.period()).append(',').append(section.id()).append(',');
                text.append(Arrays.stream(Part.values())
                        .map(part -> field(part.of(line)))
                        .collect(Collectors.joining(",")));
                text.append(END);
            }
            for (String cut : section.cut()) {
                text.append(report.period())
                        .append(',')
                        .append(section.id())
                        .append(',')
                        .append(field(cut))
                        .append(",,,,,,")
                        .append(END);
            }
        }
        return text.toString();
    }

    /** One value as it is written: quoted where it must be, and no formula. */
    public static String field(String value) {
        String safe = !value.isEmpty() && FORMULA.indexOf(value.charAt(0)) >= 0 ? "'" + value : value;
        boolean quoted = safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return quoted ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }
}
