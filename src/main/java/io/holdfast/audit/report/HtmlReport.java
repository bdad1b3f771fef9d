package io.holdfast.audit.report;

import io.holdfast.audit.report.Section.Cell;
import io.holdfast.audit.report.Section.Part;
import java.time.temporal.ChronoUnit;

/** A report as one page that needs nothing else: it can be mailed, printed and kept. */
public final class HtmlReport {

    private static final String STYLE = """
            :root { color-scheme: light dark; --line: #8884; --faint: #888; --good: #1a7f37; --bad: #cf222e; }
            body { font: 15px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
            h1 { font-size: 1.6rem; margin: 0; } h2 { font-size: 1.1rem; margin: 2.2rem 0 0; }
            p { margin: .2rem 0 .6rem; } .note { color: var(--faint); font-size: .85rem; }
            .verdict { border-left: .35rem solid var(--good); padding: .6rem 1rem; margin: 1.2rem 0; font-weight: 600; }
            .verdict.bad { border-color: var(--bad); } h2.alarm::after { content: " look here"; color: var(--bad); font-size: .75rem; font-weight: 400; }
            .wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-size: .88rem; }
            th, td { text-align: left; vertical-align: top; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
            th { font-weight: 600; white-space: nowrap; } td.count, th.count { text-align: right; font-variant-numeric: tabular-nums; }
            td.id { font-family: ui-monospace, monospace; font-size: .8rem; } td.at { white-space: nowrap; font-variant-numeric: tabular-nums; }
            nav { font-size: .85rem; display: flex; flex-wrap: wrap; gap: .2rem 1rem; } a { color: inherit; }
            @media print { nav { display: none; } h2 { break-after: avoid; } tr { break-inside: avoid; } }
            """;

    public String write(Report report) {
        StringBuilder page =
                new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        page.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        page.append("<title>Holdfast, ")
                .append(report.period())
                .append("</title>\n<style>\n")
                .append(STYLE);
        page.append("</style>\n</head>\n<body>\n<h1>").append(report.period()).append("</h1>\n");
        page.append("<p class=\"note\">Holdfast, ")
                .append(report.period().begin())
                .append(" to ");
        page.append(report.period().end()).append(". Made at ");
        page.append(report.madeAt().truncatedTo(ChronoUnit.SECONDS)).append(". Times are UTC.</p>\n");
        page.append("<p class=\"verdict").append(report.whole() ? "" : " bad").append("\">");
        page.append(escaped(report.verified())).append("</p>\n<nav>\n");
        for (Section section : report.sections()) {
            page.append("<a href=\"#").append(section.id()).append("\">").append(escaped(section.title()));
            page.append(" (").append(section.lines().size());
            page.append(section.cut().isEmpty() ? ")</a>\n" : " and more)</a>\n");
        }
        page.append("</nav>\n");
        report.sections().forEach(section -> section(section, page));
        return page.append("</body>\n</html>\n").toString();
    }

    private static void section(Section section, StringBuilder page) {
        page.append("<h2 id=\"").append(section.id()).append("\"").append(section.alarming() ? " class=\"alarm\"" : "");
        page.append(">").append(escaped(section.title())).append("</h2>\n<p class=\"note\">");
        page.append(escaped(section.note())).append("</p>\n");
        if (section.lines().isEmpty()) {
            page.append("<p>None.</p>\n");
            return;
        }
        page.append("<div class=\"wide\"><table>\n<thead><tr>");
        for (Cell cell : section.headings()) {
            page.append("<th class=\"")
                    .append(type(cell.part()))
                    .append("\">")
                    .append(escaped(cell.heading()))
                    .append("</th>");
        }
        page.append("</tr></thead>\n<tbody>\n");
        for (Line line : section.lines()) {
            page.append("<tr>");
            for (Cell cell : section.headings()) {
                page.append("<td class=\"").append(type(cell.part())).append("\">");
                page.append(escaped(shown(cell.part(), line))).append("</td>");
            }
            page.append("</tr>\n");
        }
        page.append("</tbody></table></div>\n");
        for (String cut : section.cut()) {
            page.append("<p class=\"note\">… ").append(escaped(cut)).append("; more with --format csv.</p>\n");
        }
    }

    private static String shown(Part part, Line line) {
        return part == Part.AT && line.at() != null
                ? line.at().truncatedTo(ChronoUnit.SECONDS).toString()
                : part.of(line);
    }

    private static String type(Part part) {
        return switch (part) {
            case COUNT -> "count";
            case DISPUTE -> "id";
            case AT -> "at";
            default -> "text";
        };
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
