package io.holdfast.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;

/** What Flyway's own table tells of migrations. */
public final class MigrationRecord {

    /** What a person has to do about one that is half done (docs/upgrading.md). */
    public static final String CLEAR_UP =
            "Drop what it left, such as an invalid index, delete its row from flyway_schema_history (success = false), and"
                    + " repeat migrate";

    /** What a person has to do about a schema that is somebody else's. */
    public static final String OF_ITS_OWN = "give Holdfast an empty database of its own";

    /** As Flyway looks, which says it only when it migrates. */
    private static final String NOT_EMPTY =
            "SELECT EXISTS (SELECT 1 FROM pg_class o WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'v', 'S')"
                    + " AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = o.oid AND d.deptype = 'e')"
                    + " UNION ALL SELECT 1 FROM pg_type o WHERE typnamespace = current_schema()::regnamespace AND typcategory NOT IN ('A', 'C')"
                    + " AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = o.oid AND d.deptype = 'e')"
                    + " UNION ALL SELECT 1 FROM pg_proc o WHERE pronamespace = current_schema()::regnamespace"
                    + " AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = o.oid AND d.deptype = 'e'))";

    private MigrationRecord() {}

    static boolean isForeign(FlywayException refused) {
        return refused.getErrorCode() == CoreErrorCode.NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE;
    }

    /** Whether the migrations would be refused because the schema, in which none has run, is somebody else's. */
    public static boolean isForeign(Flyway flyway) throws SQLException {
        if (flyway.info().current() != null) {
            return false;
        }
        try (Connection connection = flyway.getConfiguration().getDataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(NOT_EMPTY)) {
            return row.next() && row.getBoolean(1);
        }
    }

    /**
     * One without a transaction that began and did not come to its end.
     *
     * @return such as {@code V13 webhook reference}
     */
    public static Optional<String> halfDone(Flyway flyway) {
        return Arrays.stream(flyway.info().all())
                .filter(it -> it.getState().isResolved() && it.getState().isFailed())
                .findFirst()
                .map(MigrationRecord::name);
    }

    static String name(MigrationInfo migration) {
        return "V" + migration.getVersion() + " " + migration.getDescription();
    }
}
