package io.holdfast.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.audit.verify.Verification;
import io.holdfast.secret.TinkSealer;
import io.holdfast.testing.DatabaseRoles;
import io.holdfast.testing.InstallationResource;
import io.holdfast.testing.WholeJob;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The service with the database role of docs/audit.md, which owns nothing. (That it can do its whole job is seen by who else uses {@link WholeJob}.) */
@QuarkusTest
@TestProfile(WholeJob.class)
class ServiceRoleTest {

    private static final Pattern WRITE = Pattern.compile("\\b(INSERT INTO|UPDATE|DELETE FROM) ([a-z][a-z_]+)\\b");

    @Inject
    DataSource database;

    @ConfigProperty(name = "quarkus.datasource.jdbc.url")
    String url;

    @ConfigProperty(name = "holdfast.crypto.keyset")
    String keyset;

    @Test
    void theServiceIsTheRoleThatOwnsNothing() throws SQLException {
        assertThat(text("SELECT current_user")).isEqualTo(DatabaseRoles.SERVICE);
        assertThat(text("SELECT count(*) FROM pg_class WHERE pg_get_userbyid(relowner) = current_user"))
                .isEqualTo("0");
    }

    @Test
    void theRoleMayDoEveryWriteThatIsInTheCode() throws IOException, SQLException {
        // given
        Set<String> tables = Arrays.stream(
                        text("SELECT string_agg(tablename, ',') FROM pg_tables WHERE schemaname = 'public'")
                                .split(","))
                .collect(Collectors.toSet());

        // when
        Set<String> refused = new TreeSet<>();
        int writes = 0;
        for (String write : writes()) {
            String verb = write.split(" ")[0];
            String table = write.split(" ")[write.split(" ").length - 1];
            if (tables.contains(table)) {
                writes++;
                String question = verb.equals("DELETE")
                        ? "SELECT has_table_privilege('" + table + "', 'DELETE')"
                        : "SELECT has_any_column_privilege('" + table + "', '" + verb + "')";
                if (!text(question).equals("t")) {
                    refused.add(write);
                }
            }
        }

        // then
        assertThat(writes).isGreaterThan(20);
        assertThat(refused).isEmpty();
    }

    private static Set<String> writes() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java/io/holdfast"))) {
            Set<String> writes = new TreeSet<>();
            for (Path file : files.filter(it -> it.toString().endsWith(".java")).toList()) {
                WRITE.matcher(Files.readString(file)).results().forEach(it -> writes.add(it.group()));
            }
            return writes;
        }
    }

    static Stream<String> changesOfTheStory() {
        return Stream.of("dispute_event", "access_event", "audit_head", "purge")
                .flatMap(table -> Stream.of(
                        "UPDATE " + table + " SET hash = '\\x00'",
                        "DELETE FROM " + table,
                        "TRUNCATE " + table,
                        "ALTER TABLE " + table + " DISABLE TRIGGER append_only",
                        "DROP TRIGGER append_only ON " + table,
                        "DROP TABLE " + table));
    }

    @ParameterizedTest
    @MethodSource("changesOfTheStory")
    @ValueSource(
            strings = {
                "SET session_replication_role = replica",
                "CREATE OR REPLACE FUNCTION holdfast_refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
                "INSERT INTO purge SELECT * FROM purge",
                "UPDATE retention_floor SET minimum = interval '0'",
                "DELETE FROM dispute",
                "DELETE FROM gateway_operation",
                "TRUNCATE dispute",
                "UPDATE flyway_schema_history SET success = true",
                "SET ROLE holdfast_owner"
            })
    void theRoleCannotChangeTheStoryNorWhatGuardsIt(String sql) throws SQLException {
        // given
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SET LOCAL holdfast.purging = 'yes'");

            // when, then
            assertThatThrownBy(() -> statement.execute(sql))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            refused -> assertThat(refused.getSQLState()).isEqualTo("42501"));
            connection.rollback();
        }
    }

    @Test
    void whatIsOldIsRemovedByTheOneFunctionThatMay() throws SQLException {
        assertThat(text("SELECT count(*) FROM holdfast_purge(now() - interval '4000 days', 10)"))
                .isEqualTo("0");
    }

    @Test
    void theAuditorVerifiesAndChangesNothing() throws SQLException {
        // given
        String id = RestAssured.given()
                .header("X-API-Key", InstallationResource.ARCHITECT_KEY)
                .contentType(ContentType.JSON)
                .body("{\"customer_account_id\":\"ACC-1\",\"hold_amount\":1.00,\"payment_method_id\":\"pm_ok\"}")
                .post("/v1/disputes")
                .then()
                .statusCode(202)
                .extract()
                .path("dispute_id");
        RestAssured.given()
                .header("X-API-Key", InstallationResource.ARCHITECT_KEY)
                .header("Prefer", "wait=10")
                .get("/v1/disputes/" + id);

        try (Connection auditor = DatabaseRoles.connect(url, DatabaseRoles.AUDITOR)) {
            // when
            Verification.Result result =
                    new Verification(auditor, Optional.empty(), Optional.of(new TinkSealer(keyset))).run(rows -> {});

            // then
            assertThat(result.findings()).isEmpty();
            assertThat(result.disputes()).isPositive();
        }
        try (Connection auditor = DatabaseRoles.connect(url, DatabaseRoles.AUDITOR);
                Statement statement = auditor.createStatement()) {
            for (String sql : List.of(
                    "INSERT INTO dispute_event SELECT * FROM dispute_event LIMIT 1",
                    "UPDATE dispute SET version = version",
                    "SELECT * FROM holdfast_purge(now(), 1)")) {
                assertThatThrownBy(() -> statement.execute(sql)).as(sql).hasMessageContaining("permission denied");
            }
        }
    }

    private String text(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
