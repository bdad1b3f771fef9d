package io.holdfast.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.store.overview.OverviewStatements;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the schedules and the listings ask of a database with many ended disputes: never a look at all of them. bench/size.sh measures it beside a million. The
 * statements are prepared, so a plan must be good for the values at hand and for any values.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SizeTest {

    private static final int DISPUTES = Integer.getInteger("size.disputes", 50_000);
    private static final int ONE_IN = 100;

    /** Of 8 KiB, of all indexes and tables together. */
    private static final int MOST_PAGES = 40;

    /** The table that says how far the overview has counted has one row. */
    private static final Pattern A_LOOK_AT_ALL = Pattern.compile("Seq Scan on (?!overview_progress)");

    private static final Pattern HIT = Pattern.compile("\"Shared Hit Blocks\": (\\d+)");
    private static final Pattern READ = Pattern.compile("\"Shared Read Blocks\": (\\d+)");

    private static final String GATEWAYS = "ARRAY['erp'], ARRAY['adyen']";
    private static final String LEASE_TIMES = "ARRAY[25000, 7000]";
    private static final String LEASE = "'018f3c2e-7a5b-7c1d-9e2f-1a2b3c4d5e6f'";

    private static final String A_WEEK = "now() - interval '7 days'";
    private static final String TWO_CENTERS = "ARRAY['CC-007', 'CC-042']";

    private EmbeddedPostgres postgres;
    private Connection connection;

    @BeforeAll
    void fill() throws Exception {
        postgres = EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofMinutes(2))
                .start();
        Flyway.configure().dataSource(postgres.getPostgresDatabase()).load().migrate();
        connection = postgres.getPostgresDatabase().getConnection();
        run(resource("many-disputes.sql")
                .replace(":disputes", Integer.toString(DISPUTES))
                .replace(":one_in", Integer.toString(ONE_IN)));
        run("PREPARE counted (timestamptz, timestamptz) AS " + OverviewStatements.CENTERS_ADVANCE);
        run("EXECUTE counted (" + A_WEEK + ", now())");
        run("DEALLOCATE counted");
        run("ANALYZE overview_center_hour");
    }

    @AfterAll
    void end() throws Exception {
        connection.close();
        postgres.close();
    }

    static Stream<Map.Entry<String, String[]>> statements() {
        Map<String, String[]> all = new LinkedHashMap<>();
        for (DisputeStore.Due due : DisputeStore.Due.values()) {
            boolean byAge = due == DisputeStore.Due.AGE;
            all.put(
                    "claim " + due,
                    statement(
                            "int, uuid, bigint[], text[], text[]" + (byAge ? ", uuid, bigint" : ""),
                            DisputeSql.claim(due),
                            "64, " + LEASE + ", " + LEASE_TIMES + ", " + GATEWAYS
                                    + (byAge ? ", '01000000-0000-7000-8000-000000000000', 5184000000" : "")));
        }
        all.put("find", statement("uuid", DisputeSql.FIND, LEASE));
        all.put("claim one", statement("uuid, uuid, bigint", DisputeSql.CLAIM_ONE, LEASE + ", " + LEASE + ", 25000"));
        String one = "ARRAY[" + LEASE + "]::uuid[]";
        all.put(
                "hand back",
                statement(
                        "uuid[], uuid[], uuid[], boolean[], text",
                        DisputeSql.HAND_BACK,
                        one + ", " + one + ", " + one + ", ARRAY[false], 'why'"));
        all.put("backlog", statement("", DisputeSql.BACKLOG, ""));
        all.put(
                "inbox",
                statement("int, bigint, text[], bigint", PgWebhookStore.TAKE, "64, 30000, ARRAY['erp'], 600000"));
        all.put("inbox, old", statement("bigint, int", PgWebhookStore.FORGET, "7776000000, 1000"));
        all.put(
                "old trades",
                statement("timestamptz, bigint, int", PgHeadStore.FORGET_TRADES, "now(), 34560000000, 200"));
        all.put(
                "held with a token",
                statement("bytea, uuid, int", DisputeSql.HELD_WITH_TOKEN, "'\\x00', " + LEASE + ", 64"));
        all.put("by authorization", statement("text, text", DisputeSql.FIND_BY_AUTHORIZATION, "'erp', 'auth_77'"));
        all.put("by conversation", statement("text", DisputeSql.FIND_NEWEST_OF_CONVERSATION, "'c-77'"));
        all.put("by open operation", statement("uuid", DisputeSql.FIND_BY_OPEN_OPERATION, LEASE));
        all.put(
                "versions of those waited for",
                statement("uuid[]", DisputeSql.VERSIONS, "ARRAY[" + LEASE + "]::uuid[]"));
        String many = "'[{\"p1\": \"018f3c2e-7a5b-7c1d-9e2f-1a2b3c4d5e6f\", \"p2\": 1}]'";
        all.put(
                "intake of many",
                statement("text", DisputeChangeSql.OPEN.announced().together(), many));
        all.put(
                "commit of many",
                statement("text", DisputeChangeSql.COMMIT.plain().announced().together(), many));
        all.put(
                "commit of many, of news",
                statement("text", DisputeChangeSql.COMMIT.ofNews().announced().together(), many));
        all.put("dispute of news", statement("text, text", DisputeSql.DISPUTE_OF_NEWS, "'erp', 'evt_77'"));
        all.put("is news used", statement("text, text", DisputeSql.IS_NEWS_USED, "'erp', 'evt_77'"));
        all.put(
                "commit of many, with operations",
                statement(
                        "text",
                        DisputeChangeSql.COMMIT_WITH_NEXT_OPERATION
                                .plain()
                                .announced()
                                .together(),
                        many));
        // as Hibernate writes what store.pages asks, but for the columns
        String page = "SELECT * FROM dispute WHERE %s ORDER BY dispute_id DESC LIMIT 51";
        String pageOfStatus =
                "SELECT * FROM dispute WHERE status BETWEEN $1 AND $1 %s ORDER BY status DESC, dispute_id DESC LIMIT 51";
        all.put("list by status", statement("text", pageOfStatus.formatted(""), "'HELD'"));
        all.put(
                "list by status, next page",
                statement("text, uuid", pageOfStatus.formatted("AND dispute_id < $2"), "'HELD', " + LEASE));
        all.put("list by account", statement("text", page.formatted("customer_account_id = $1"), "'ACC-77'"));
        all.put("list by conversation", statement("text", page.formatted("conversation_id = $1"), "'c-77'"));
        all.put("list by gateway", statement("text", page.formatted("gateway = $1"), "'erp'"));
        all.put(
                "list by time",
                statement(
                        "timestamptz, uuid, uuid",
                        page.formatted("created_at >= $1 AND dispute_id >= $2 AND dispute_id < $3"),
                        "now(), " + LEASE + ", " + LEASE));
        all.put(
                "count of six hours",
                statement("timestamptz, timestamptz", OverviewStatements.ADVANCE, "now() - interval '6 hours', now()"));
        all.put(
                "count of six hours, by call centre",
                statement(
                        "timestamptz, timestamptz",
                        OverviewStatements.CENTERS_ADVANCE,
                        "now() - interval '6 hours', now()"));
        all.put("hours of call centres, old", statement("", OverviewStatements.CENTERS_FORGET, ""));
        all.put(
                "call centres",
                statement("timestamptz, bigint, int", OverviewStatements.CENTERS, A_WEEK + ", 101, 1000"));
        all.put(
                "flows of call centres",
                statement(
                        "timestamptz, timestamptz, timestamptz, bigint, text[]",
                        OverviewStatements.FLOWS_OF_CENTERS,
                        A_WEEK + ", now() - interval '1 hour', now(), 3600, " + TWO_CENTERS));
        all.put(
                "holds of call centres",
                statement(
                        "bigint[], text[]",
                        OverviewStatements.HELD_NOW_OF_CENTERS,
                        "ARRAY[86400, 604800], " + TWO_CENTERS));
        all.put(
                "attention of call centres",
                statement("bigint, text[]", OverviewStatements.ATTENTION_OF_CENTERS, "100, " + TWO_CENTERS));
        String operations = "SELECT * FROM gateway_operation o JOIN dispute d ON d.dispute_id = o.dispute_id"
                + " WHERE o.state <> 'DONE' %s ORDER BY o.operation_id DESC LIMIT 51";
        all.put("operations", statement("", operations.formatted(""), ""));
        List<String> resealing = Resealing.pages();
        all.put("reseal tokens", statement("bytea, text", numbered(resealing.get(0)), "'\\x0102030405', " + LEASE));
        all.put(
                "reseal requests",
                statement(
                        "bytea, text, text, text",
                        numbered(resealing.get(1)),
                        "'\\x0102030405', " + LEASE + ", 'VOID', '1'"));
        all.put("operations by state", statement("text", operations.formatted("AND o.state = $1"), "'WAITING'"));
        return all.entrySet().stream();
    }

    /** The driver for PostgreSQL's own protocol counts a statement's parameters, that for JDBC does not. */
    private static String numbered(String jdbc) {
        AtomicInteger number = new AtomicInteger();
        return Pattern.compile("\\?").matcher(jdbc).replaceAll(found -> "\\$" + number.incrementAndGet());
    }

    private static String[] statement(String types, String sql, String values) {
        return new String[] {types, sql, values};
    }

    @ParameterizedTest
    @MethodSource("statements")
    void noStatementLooksAtEverything(Map.Entry<String, String[]> named) throws Exception {
        for (String mode : new String[] {"force_custom_plan", "force_generic_plan"}) {
            // given
            String[] statement = named.getValue();
            String types = statement[0].isEmpty() ? "" : "(" + statement[0] + ")";
            String values = statement[2].isEmpty() ? "" : "(" + statement[2] + ")";
            run("SET plan_cache_mode = " + mode);
            run("PREPARE it " + types + " AS " + statement[1]);

            // when
            String plan = explained("EXPLAIN (COSTS OFF) EXECUTE it " + values);
            run("DEALLOCATE it");

            // then
            assertThat(plan)
                    .as("%s, %s", named.getKey(), mode)
                    .contains("Index")
                    .doesNotContainPattern(A_LOOK_AT_ALL);
        }
    }

    /** As it is in the first weeks: many are held, all of them new, and a page of the last of them has all others behind it. */
    @ParameterizedTest
    @MethodSource("listsOfOneStatus")
    void aListOfOneStatusIsReadAlongItsIndexThoughManyHaveThatStatus(Map.Entry<String, String[]> named)
            throws Exception {
        // given
        String[] statement = named.getValue();
        run("BEGIN");
        run("UPDATE dispute SET status = 'RELEASED' WHERE status = 'HELD'");
        run("UPDATE dispute SET status = 'HELD', hold_expires_at = now() + interval '3 days' WHERE dispute_id IN"
                + " (SELECT dispute_id FROM dispute ORDER BY dispute_id DESC LIMIT " + DISPUTES / 10 + ")");
        run("ANALYZE dispute");
        String last =
                explained("SELECT dispute_id FROM dispute WHERE status = 'HELD' ORDER BY dispute_id LIMIT 1 OFFSET 10");
        String values = statement[2].replace(LEASE, "'" + last.strip() + "'");
        for (String mode : new String[] {"force_custom_plan", "force_generic_plan"}) {
            run("SET LOCAL plan_cache_mode = " + mode);
            run("PREPARE it (" + statement[0] + ") AS " + statement[1]);

            // when
            String plan = explained("EXPLAIN (COSTS OFF) EXECUTE it (" + values + ")");
            run("DEALLOCATE it");

            // then
            assertThat(plan)
                    .as("%s, %s", named.getKey(), mode)
                    .contains("Backward using dispute_by_status")
                    .doesNotContain("Sort");
        }
        run("ROLLBACK");
    }

    static Stream<Map.Entry<String, String[]>> listsOfOneStatus() {
        return statements().filter(it -> it.getKey().startsWith("list by status"));
    }

    /** As it is at night, when statistics are taken. */
    @ParameterizedTest
    @MethodSource("ofSomeDisputes")
    void openOperationsAreFoundByTheirDisputesEvenIfNoneWereOpenWhenTheyWereCounted(Map.Entry<String, String[]> named)
            throws Exception {
        // given
        String[] statement = named.getValue();
        run("BEGIN");
        run("UPDATE gateway_operation SET state = 'DONE' WHERE state <> 'DONE'");
        run("ANALYZE gateway_operation");
        for (String mode : new String[] {"force_custom_plan", "force_generic_plan"}) {
            run("SET LOCAL plan_cache_mode = " + mode);
            run("PREPARE it (" + statement[0] + ") AS " + statement[1]);

            // when
            String plan = explained("EXPLAIN (COSTS OFF) EXECUTE it (" + statement[2] + ")");
            run("DEALLOCATE it");

            // then
            assertThat(plan)
                    .as("%s, %s", named.getKey(), mode)
                    .contains("gateway_operation_pkey")
                    .doesNotContain("gateway_operation_open_by_id")
                    .doesNotContainPattern(A_LOOK_AT_ALL);
        }
        run("ROLLBACK");
    }

    static Stream<Map.Entry<String, String[]>> ofSomeDisputes() {
        return statements()
                .filter(it -> it.getKey().startsWith("claim")
                        || it.getKey().equals("find")
                        || it.getKey().equals("hand back")
                        || it.getKey().equals("by authorization")
                        || it.getKey().equals("by conversation"));
    }

    @ParameterizedTest
    @MethodSource("rounds")
    void aRoundThatFindsNothingReadsNextToNothing(Map.Entry<String, String[]> named) throws Exception {
        // given
        String[] statement = named.getValue();
        run("SET plan_cache_mode = force_generic_plan");
        run("PREPARE it " + (statement[0].isEmpty() ? "" : "(" + statement[0] + ")") + " AS " + statement[1]);

        // when
        String plan =
                explained("EXPLAIN (ANALYZE, BUFFERS, COSTS OFF, TIMING OFF, SUMMARY OFF, FORMAT JSON) EXECUTE it "
                        + (statement[2].isEmpty() ? "" : "(" + statement[2] + ")"));
        run("DEALLOCATE it");

        // then
        assertThat(pages(plan)).as("%s%n%s", named.getKey(), plan).isLessThan(MOST_PAGES);
    }

    /** What the schedules send, again and again. */
    static Stream<Map.Entry<String, String[]>> rounds() {
        return statements()
                .filter(it -> it.getKey().startsWith("claim")
                        || it.getKey().startsWith("inbox")
                        || it.getKey().equals("old trades")
                        || it.getKey().equals("backlog"));
    }

    /** Of the whole plan: the first node's count has all below it in it. */
    private static int pages(String plan) {
        return first(HIT, plan) + first(READ, plan);
    }

    private static int first(Pattern count, String plan) {
        Matcher found = count.matcher(plan);
        assertThat(found.find()).as(plan).isTrue();
        return Integer.parseInt(found.group(1));
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String explained(String sql) throws SQLException {
        StringBuilder plan = new StringBuilder();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                plan.append(rows.getString(1)).append('\n');
            }
        }
        return plan.toString();
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = SizeTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
