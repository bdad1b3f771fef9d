package io.holdfast.audit.report;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Asks the database about some days. */
final class Questions {

    /** In a section; what is beyond is in the database. */
    static final int MOST_LINES = 200;

    private final Connection database;
    private final Period period;

    Questions(Connection database, Period period) {
        this.database = database;
        this.period = period;
    }

    OffsetDateTime begin() {
        return period.begin().atOffset(ZoneOffset.UTC);
    }

    OffsetDateTime end() {
        return period.end().atOffset(ZoneOffset.UTC);
    }

    /** Reads one line of an answer. */
    interface Reading {
        Line line(ResultSet row) throws SQLException;
    }

    /**
     * @param sql in which {@code :week(column)} stands for "is in the period"
     * @param parameters of what else is asked, after the period's
     */
    List<Line> ask(String sql, Reading reading, Object... parameters) throws SQLException {
        return ask(MOST_LINES, sql, reading, parameters);
    }

    /** As {@link #ask(String, Reading, Object...)}, with so many lines at most. */
    List<Line> ask(int most, String sql, Reading reading, Object... parameters) throws SQLException {
        String bounded = sql.replaceAll(":week\\(([a-z_.]+)\\)", "($1 >= ? AND $1 < ?)");
        int bounds = (sql.length() - sql.replace(":week(", "").length()) / ":week(".length();
        try (PreparedStatement statement = database.prepareStatement(bounded + " LIMIT " + most)) {
            int next = 1;
            for (int i = 0; i < bounds; i++) {
                statement.setObject(next++, begin());
                statement.setObject(next++, end());
            }
            for (Object parameter : parameters) {
                statement.setObject(next++, parameter);
            }
            List<Line> lines = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    lines.add(reading.line(row));
                }
            }
            return lines;
        }
    }

    static Instant time(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
