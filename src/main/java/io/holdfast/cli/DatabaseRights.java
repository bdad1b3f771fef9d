package io.holdfast.cli;

import io.holdfast.cli.DoctorCommand.Finding;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the service has to be allowed to do in its database. It is asked for, not tried: nothing is written. */
final class DatabaseRights {

    static final String CHECK = "rights";

    private static final String GRANTS = "Run the GRANTs of docs/audit.md (Roles in the database) as the tables' owner;"
            + " they are wanted again after each migrate.";

    private static final int MOST_NAMED = 6;

    /** The words of docs/audit.md; a test holds the two together. */
    static final Map<String, List<String>> NEEDED = Map.of(
            "INSERT",
            List.of(
                    "dispute",
                    "dispute_event",
                    "gateway_operation",
                    "idempotency_key",
                    "webhook_event",
                    "replaced_token",
                    "outbox",
                    "access_event",
                    "audit_head",
                    "reconciliation",
                    "reconciliation_seen",
                    "orphaned_hold",
                    "overview_hour",
                    "overview_center_hour"),
            "UPDATE",
            List.of(
                    "dispute",
                    "gateway_operation",
                    "webhook_event",
                    "outbox",
                    "reconciliation",
                    "orphaned_hold",
                    "overview_progress",
                    "replaced_token"),
            "DELETE",
            List.of("webhook_event", "outbox", "reconciliation_seen", "replaced_token", "overview_center_hour"));

    /** Where the tables are, whether they may be looked at there, and what is lacking, by right. A table that is not there yet is the migrations' matter. */
    static final String QUESTION = """
            WITH home AS (
              SELECT relnamespace AS id FROM pg_class WHERE relname = 'gateway_operation' AND relkind IN ('r', 'p')
              ORDER BY pg_table_is_visible(oid) DESC LIMIT 1
            ), needed(verb, name) AS (VALUES %s)
            SELECT has_schema_privilege(home.id, 'USAGE') AS usage,
              (SELECT string_agg(verb || ' ON ' || name, ', ' ORDER BY name, verb)
                 FROM needed JOIN pg_class t ON t.relname = name AND t.relnamespace = home.id AND t.relkind IN ('r', 'p')
                 WHERE NOT CASE verb WHEN 'DELETE' THEN has_table_privilege(t.oid, verb)
                                     ELSE has_any_column_privilege(t.oid, verb) END) AS lacking,
              (SELECT bool_and(has_function_privilege(f.oid, 'EXECUTE'))
                 FROM pg_proc f WHERE f.proname = 'holdfast_purge' AND f.pronamespace = home.id) AS purges
            FROM home""".formatted(values());

    private DatabaseRights() {}

    /**
     * @param usage whether the schema may be used
     * @param lacking rights on tables that are not there, separated by commas
     * @param purges whether what is old may be removed
     */
    static Finding finding(boolean usage, Optional<String> lacking, boolean purges) {
        if (!usage) {
            return Finding.wrong(CHECK, "the role may not use the schema that the tables are in", GRANTS);
        }
        if (lacking.isPresent()) {
            return Finding.wrong(CHECK, "the role lacks " + few(lacking.get().split(", ")), GRANTS);
        }
        return purges
                ? Finding.ok(CHECK, "the role may write what is to be written")
                : Finding.wrong(
                        CHECK, "the role lacks EXECUTE ON FUNCTION holdfast_purge: nothing old is removed", GRANTS);
    }

    private static String few(String[] all) {
        String first = Arrays.stream(all).limit(MOST_NAMED).collect(Collectors.joining(", "));
        return all.length <= MOST_NAMED ? first : first + ", and " + (all.length - MOST_NAMED) + " more";
    }

    /** Of something that the database refused to show. */
    static Finding refused(String check, String reason) {
        return Finding.wrong(check, "cannot be read: " + reason, GRANTS);
    }

    private static String values() {
        Map<String, List<String>> all = new TreeMap<>(NEEDED);
        all.put(
                "SELECT",
                NEEDED.values().stream()
                        .flatMap(List::stream)
                        .distinct()
                        .sorted()
                        .toList());
        return all.entrySet().stream()
                .flatMap(right -> right.getValue().stream().map(table -> "('" + right.getKey() + "', '" + table + "')"))
                .collect(Collectors.joining(", "));
    }
}
