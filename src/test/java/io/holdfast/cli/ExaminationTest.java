package io.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.cli.DoctorCommand.Finding;
import io.holdfast.gateway.Capabilities;
import io.holdfast.gateway.Gateway;
import io.holdfast.gateway.GatewayNotAnswering;
import io.holdfast.secret.TinkSealer;
import io.holdfast.testing.DatabaseRoles;
import io.holdfast.testing.InstallationResource;
import io.holdfast.testing.WholeJob;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.Test;

/** What the doctor finds in an installation whose role owns nothing (docs/audit.md). */
@QuarkusTest
@TestProfile(WholeJob.class)
class ExaminationTest {

    private static final Pattern GRANT =
            Pattern.compile("GRANT (INSERT|UPDATE|DELETE)(?: \\([^)]*\\))? ON ([a-z_, \\n]+?) TO holdfast_service");

    @ConfigProperty(name = "quarkus.datasource.jdbc.url")
    String url;

    @ConfigProperty(name = "holdfast.crypto.keyset")
    String keyset;

    @Inject
    Pool pool;

    @Test
    void theRoleOfThePageMayDoAll() {
        assertThat(found("rights")).extracting(Finding::result).containsExactly("ok");
        assertThat(found("migrations")).extracting(Finding::result).containsExactly("ok");
    }

    @Test
    void aRightThatIsLackingIsNamed() throws SQLException {
        // given
        owner("REVOKE INSERT ON overview_hour FROM holdfast_service");
        try {
            // when
            List<Finding> found = found("rights");

            // then
            assertThat(found).singleElement().satisfies(finding -> {
                assertThat(finding.isWrong()).isTrue();
                assertThat(finding.found()).endsWith("lacks INSERT ON overview_hour");
                assertThat(finding.whatToDo()).contains("GRANT", "docs/audit.md");
            });
        } finally {
            owner("GRANT INSERT ON overview_hour TO holdfast_service");
        }
    }

    @Test
    void aRoleIsThereHoweverItsListIsWritten() {
        assertThat(Examination.ofRoles(List.of("architect", " agent ", "admin"), false)
                        .result())
                .isEqualTo("ok");
        assertThat(Examination.ofRoles(List.of("architect", "admin"), false).found())
                .endsWith("the role agent");
        assertThat(Examination.ofRoles(List.of(), false).isWrong()).isTrue();
    }

    @Test
    void whereTokensAreTakenNobodyNeedsAKey() {
        assertThat(Examination.ofRoles(List.of(), true).result()).isEqualTo("note");
    }

    @Test
    void ofManyThatAreLackingAFewAreNamed() {
        assertThat(DatabaseRights.finding(
                                true, Optional.of("A ON a, B ON b, C ON c, D ON d, E ON e, F ON f, G ON g"), true)
                        .found())
                .endsWith("E ON e, F ON f, and 1 more");
        assertThat(DatabaseRights.finding(false, Optional.empty(), true).isWrong())
                .isTrue();
        assertThat(DatabaseRights.finding(true, Optional.empty(), false).isWrong())
                .isTrue();
    }

    @Test
    void aRoleThatMayNotReadWhichMigrationsRanIsToldOfTheGrants() throws SQLException {
        // given
        owner("REVOKE SELECT ON flyway_schema_history FROM holdfast_service");
        try {
            // when
            List<Finding> found = found("migrations");

            // then
            assertThat(found).singleElement().satisfies(finding -> {
                assertThat(finding.isWrong()).isTrue();
                assertThat(finding.whatToDo()).contains("GRANT").doesNotContain("jdbc.url");
            });
        } finally {
            owner("GRANT SELECT ON flyway_schema_history TO holdfast_service");
        }
    }

    @Test
    void aNewerSchemaIsCalledNewer() throws SQLException {
        // given
        owner("INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, checksum,"
                + " installed_by, execution_time, success) VALUES (9999, '9999', 'later', 'SQL', 'V9999__later.sql', 1,"
                + " 'later', 1, true)");
        try {
            // when
            List<Finding> found = found("migrations");

            // then
            assertThat(found).singleElement().satisfies(finding -> {
                assertThat(finding.result()).isEqualTo("note");
                assertThat(finding.found()).contains("V9999, newer than this program");
            });
        } finally {
            owner("DELETE FROM flyway_schema_history WHERE version = '9999'");
        }
    }

    @Test
    void aMigrationThatIsHalfDoneIsNamedWithWhatToDo() throws SQLException {
        // given
        owner("UPDATE flyway_schema_history SET success = false WHERE version = '12'");
        try {
            // when
            List<Finding> found = found("migrations");

            // then
            assertThat(found).singleElement().satisfies(finding -> {
                assertThat(finding.isWrong()).isTrue();
                assertThat(finding.found()).contains("V12 replaced tokens by age");
                assertThat(finding.whatToDo()).contains("flyway_schema_history", "docs/upgrading.md");
            });
        } finally {
            owner("UPDATE flyway_schema_history SET success = true WHERE version = '12'");
        }
    }

    @Test
    void aDatabaseThatTakesNoWritesIsNotWell() {
        assertThat(Examination.writable("17.5", false, false).isOk()).isTrue();
        assertThat(Examination.writable("17.5", true, true).found()).contains("standby");
        assertThat(Examination.writable("17.5", false, true))
                .satisfies(finding -> assertThat(finding.isWrong()).isTrue())
                .satisfies(finding -> assertThat(finding.whatToDo()).contains("default_transaction_read_only"));
    }

    @Test
    void aKeysetThatIsNotTheOneIsFoundOut() {
        // given
        RestAssured.given()
                .header("X-API-Key", InstallationResource.ARCHITECT_KEY)
                .contentType(ContentType.JSON)
                .body("{\"customer_account_id\":\"ACC-1\",\"hold_amount\":1.00,\"payment_method_id\":\"pm_ok\"}")
                .post("/v1/disputes")
                .then()
                .statusCode(202);

        // when
        NewestToken.Result right =
                NewestToken.open(pool, new TinkSealer(keyset)).await().indefinitely();
        NewestToken.Result wrong = NewestToken.open(pool, new TinkSealer(TinkSealer.newKeyset()))
                .await()
                .indefinitely();

        // then
        assertThat(right).isEqualTo(NewestToken.Result.OPENED);
        assertThat(wrong).isEqualTo(NewestToken.Result.CLOSED);
    }

    @Test
    void whatIsAskedForIsWhatThePageGrants() throws IOException {
        // given
        String page = Files.readString(Path.of("docs/audit.md"));
        Map<String, List<String>> granted = new TreeMap<>();

        // when
        GRANT.matcher(page)
                .results()
                .forEach(grant -> granted.computeIfAbsent(grant.group(1), it -> new ArrayList<>())
                        .addAll(List.of(grant.group(2).split(",\\s*"))));

        // then
        assertThat(granted).isEqualTo(DatabaseRights.NEEDED);
    }

    @Test
    void aGatewayThatListsItsHoldsIsWell() {
        assertThat(found("gateway: erp")).extracting(Finding::result).containsExactly("ok");
    }

    @Test
    void aGatewayThatIsOffWithOpenDisputesIsNotWell() throws SQLException {
        // given
        String id = RestAssured.given()
                .header("X-API-Key", InstallationResource.ARCHITECT_KEY)
                .contentType(ContentType.JSON)
                .body("{\"customer_account_id\":\"ACC-1\",\"hold_amount\":1.00,\"payment_method_id\":\"pm_ok\"}")
                .post("/v1/disputes")
                .path("dispute_id");
        RestAssured.given()
                .header("X-API-Key", InstallationResource.ARCHITECT_KEY)
                .header("Prefer", "wait=10")
                .get("/v1/disputes/" + id)
                .then()
                .body("status", Matchers.equalTo("HELD"));
        owner("UPDATE dispute SET gateway = 'adyen' WHERE dispute_id = '" + id + "'");
        try {
            // when
            List<Finding> found = found("gateway: adyen");

            // then
            assertThat(found).singleElement().satisfies(finding -> {
                assertThat(finding.isWrong()).isTrue();
                assertThat(finding.found()).isEqualTo("is off, and disputes are open there: 1");
                assertThat(finding.whatToDo()).contains("holdfast.gateway.adyen.*");
            });
        } finally {
            owner("UPDATE dispute SET gateway = 'erp' WHERE dispute_id = '" + id + "'");
        }
    }

    @Test
    void thatOpenDisputesCouldNotBeCountedIsSaid() throws SQLException {
        // given
        owner("ALTER TABLE dispute RENAME COLUMN gateway TO gateway_elsewhere");
        try {
            // when
            List<Finding> found = found("gateways");

            // then
            assertThat(found).singleElement().satisfies(finding -> {
                assertThat(finding.isWrong()).isTrue();
                assertThat(finding.found()).contains("column \"gateway\" does not exist");
            });
        } finally {
            owner("ALTER TABLE dispute RENAME COLUMN gateway_elsewhere TO gateway");
        }
    }

    /** The rights say it. */
    @Test
    void thatOpenDisputesMayNotBeCountedIsSaidOnce() throws SQLException {
        // given
        owner("REVOKE SELECT ON dispute FROM holdfast_service");
        try {
            // when
            List<Finding> all = new Examination().all();

            // then
            assertThat(all)
                    .filteredOn(finding -> finding.found().contains("SELECT ON dispute"))
                    .hasSize(1);
            assertThat(all).noneMatch(finding -> finding.check().equals("gateways"));
            assertThat(all)
                    .filteredOn(finding -> finding.check().equals("keyset"))
                    .extracting(Finding::found)
                    .singleElement()
                    .asString()
                    .contains("could not be read: ", "permission denied");
        } finally {
            owner("GRANT SELECT ON dispute TO holdfast_service");
        }
    }

    /** That no such authorization is there, which is the right answer, a server that has nothing to do with it says too. */
    @Test
    void anAddressWithAWrongPathIsNoGateway() {
        // given
        Gateway elsewhere = (Gateway) Proxy.newProxyInstance(
                Gateway.class.getClassLoader(),
                new Class<?>[] {Gateway.class},
                (proxy, method, arguments) -> method.getName().equals("list")
                        ? Uni.createFrom().failure(new GatewayNotAnswering("erp", "http_404"))
                        : new Capabilities(true, true, true));

        // when
        Finding finding = GatewayExamination.listed("erp", elsewhere, Duration.ofSeconds(10));

        // then
        assertThat(finding.isWrong()).isTrue();
        assertThat(finding.found()).contains("http_404");
        assertThat(finding.whatToDo()).contains("holdfast.gateway.erp.url");
    }

    @Test
    void anAddressOfAdyenWithoutItsVersionIsToldOf() {
        assertThat(GatewayExamination.withoutVersion(URI.create("https://checkout-test.adyen.com")))
                .isPresent();
        assertThat(GatewayExamination.withoutVersion(URI.create("https://checkout-test.adyen.com/checkout")))
                .isPresent();
        assertThat(GatewayExamination.withoutVersion(URI.create("https://checkout-test.adyen.com/v72")))
                .isEmpty();
        assertThat(GatewayExamination.withoutVersion(URI.create("https://x-live.adyenpayments.com/checkout/v72/")))
                .isEmpty();
    }

    private static List<Finding> found(String check) {
        return new Examination()
                .all().stream().filter(it -> it.check().equals(check)).toList();
    }

    private void owner(String sql) throws SQLException {
        try (Connection connection = DatabaseRoles.connect(url, DatabaseRoles.OWNER);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
