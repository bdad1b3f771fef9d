package io.holdfast.audit.scan;

import io.holdfast.carddata.CardDataMask;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** Searches every text and every byte of every table for card numbers. A place is {@code table.column}, with the row's key. */
public final class DatabaseScan {

    private static final int PAGE = 2_000;

    private static final String TABLES = "SELECT format('%I.%I', schemaname, tablename), tablename,"
            + " (SELECT coalesce(string_agg(quote_ident(a.attname), ' || '','' || ' ORDER BY a.attnum), '')"
            + " FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)"
            + " WHERE i.indrelid = format('%I.%I', schemaname, tablename)::regclass AND i.indisprimary)"
            + " FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1";

    private record Table(String name, String shortName, String key) {}

    private final Consumer<CardNumberHit> found;
    private final LongConsumer progress;

    /** @param progress is told of rows as they are done */
    public DatabaseScan(Consumer<CardNumberHit> found, LongConsumer progress) {
        this.found = found;
        this.progress = progress;
    }

    public void scan(Connection database) throws SQLException {
        database.setAutoCommit(false);
        database.setReadOnly(true);
        for (Table table : tables(database)) {
            scan(database, table);
        }
        database.rollback();
    }

    private static List<Table> tables(Connection database) throws SQLException {
        List<Table> tables = new ArrayList<>();
        try (PreparedStatement statement = database.prepareStatement(TABLES);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                tables.add(new Table(row.getString(1), row.getString(2), row.getString(3)));
            }
        }
        return tables;
    }

    private void scan(Connection database, Table table) throws SQLException {
        String key =
                table.key().isEmpty() ? "ctid::text" : "concat(" + table.key().replace(" || ',' || ", ", ',', ") + ")";
        try (PreparedStatement statement =
                database.prepareStatement("SELECT " + key + ", t.* FROM " + table.name() + " t")) {
            statement.setFetchSize(PAGE);
            try (ResultSet row = statement.executeQuery()) {
                ResultSetMetaData columns = row.getMetaData();
                long rows = 0;
                while (row.next()) {
                    for (int i = 2; i <= columns.getColumnCount(); i++) {
                        scan(table, row, columns, i);
                    }
                    if (++rows % PAGE == 0) {
                        progress.accept(PAGE);
                    }
                }
                progress.accept(rows % PAGE);
            }
        }
    }

    private void scan(Table table, ResultSet row, ResultSetMetaData columns, int i) throws SQLException {
        byte[] content = switch (columns.getColumnType(i)) {
            case Types.BINARY, Types.VARBINARY -> row.getBytes(i);
            case Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE, Types.DATE, Types.BOOLEAN, Types.BIT -> null;
            default -> {
                String text = row.getString(i);
                yield text == null ? null : text.getBytes(StandardCharsets.UTF_8);
            }
        };
        if (content != null && content.length > 0) {
            String column = table.shortName() + "." + columns.getColumnName(i);
            String key = row.getString(1);
            new CardNumberScanner(
                            hit -> found.accept(new CardNumberHit(
                                    column + " " + CardDataMask.mask(key), 0, hit.offset(), hit.masked())),
                            done -> {})
                    .scan(column, content);
        }
    }
}
