package io.holdfast.store;

import java.util.Arrays;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;

/** What Flyway's own table tells of migrations. */
public final class MigrationRecord {

    /** What a person has to do about one that is half done (docs/upgrading.md). */
    public static final String CLEAR_UP =
            "Drop what it left, such as an invalid index, delete its row from flyway_schema_history (success = false), and"
                    + " repeat migrate";

    private MigrationRecord() {}

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
