package io.holdfast.audit.report;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;

/** Asks the database about some days. */
final class Questions {

    /** As PostgreSQL writes it. */
    private static final String NOT_A_NUMBER = "NaN";

    private final Connection database;
    private final Period period;
    private final int most;

    /** @param most lines of each answer */
    Questions(Connection database, Period period, int most) {
        this.database = database;
        this.period = period;
        this.most = most;
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
    Answer ask(String sql, Reading reading, Object... parameters) throws SQLException {
        String bounded = sql.replaceAll(":week\\(([a-z_.]+)\\)", "($1 >= ? AND $1 < ?)");
        int bounds = (sql.length() - sql.replace(":week(", "").length()) / ":week(".length();
        List<Line> lines = new ArrayList<>();
        try (PreparedStatement statement = prepared(bounded + " LIMIT " + most, bounds, parameters);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                lines.add(reading.line(row));
            }
        }
        if (lines.size() < most) {
            return new Answer(lines);
        }
        try (PreparedStatement statement =
                        prepared("SELECT count(*) FROM (" + bounded + ") everything", bounds, parameters);
                ResultSet row = statement.executeQuery()) {
            row.next();
            long all = row.getLong(1);
            return all > most ? new Answer(lines, List.of(Answer.cut(most, all))) : new Answer(lines);
        }
    }

    private PreparedStatement prepared(String sql, int bounds, Object... parameters) throws SQLException {
        PreparedStatement statement = database.prepareStatement(sql);
        int next = 1;
        for (int i = 0; i < bounds; i++) {
            statement.setObject(next++, begin());
            statement.setObject(next++, end());
        }
        for (Object parameter : parameters) {
            statement.setObject(next++, parameter);
        }
        return statement;
    }

    static Instant time(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    /** With its currency, in column {@code currency}, and all digits of that. What somebody wrote into the database by hand is shown as it is, and stops no report. */
    static String money(ResultSet row, String column) throws SQLException {
        String stored = row.getString(column);
        String currency = row.getString("currency");
        if (stored == null || stored.equals(NOT_A_NUMBER)) {
            return (stored == null ? "nothing" : stored) + " " + currency;
        }
        BigDecimal exact = new BigDecimal(stored).stripTrailingZeros();
        return exact.setScale(Math.max(exact.scale(), fractionDigits(currency))).toPlainString() + " " + currency;
    }

    private static int fractionDigits(String currency) {
        try {
            return Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
        } catch (IllegalArgumentException unknown) {
            return 0;
        }
    }

    /** SQL for a fact of an entry, as it stands in the text that was hashed. */
    static String fact(String name) {
        return "substring(detail FROM '\"" + name + "\":\"((?:[^\"\\\\]|\\\\.)*)\"')";
    }

    /** The fact as it was told. */
    static String unescaped(String json) {
        return json == null ? null : json.replace("\\\"", "\"").replace("\\\\", "\\");
    }
}
