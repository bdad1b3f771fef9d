package io.holdfast.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testing.InstallationResource;
import io.holdfast.testing.ScriptedGateway;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The count behind the alerts that stand until somebody has acted, against the real PostgreSQL. */
@QuarkusTest
class OpenAttentionTest {

    private static final String ATTENTION = "RENEWAL_FAILED";

    @Inject
    OpenAttention attention;

    @Inject
    DataSource database;

    private UUID dispute;

    @BeforeEach
    void aHoldIsPlaced() {
        dispute = UUID.fromString(RestAssured.given()
                .header("X-API-Key", InstallationResource.ARCHITECT_KEY)
                .contentType(ContentType.JSON)
                .body("{\"customer_account_id\":\"ACC-1\",\"hold_amount\":1.00,\"payment_method_id\":\"pm_ok\"}")
                .post("/v1/disputes")
                .then()
                .statusCode(202)
                .extract()
                .path("dispute_id"));
        RestAssured.given()
                .header("X-API-Key", InstallationResource.ARCHITECT_KEY)
                .header("Prefer", "wait=10")
                .get("/v1/disputes/" + dispute);
    }

    /** The record is sealed in the story: others verify both. */
    @AfterEach
    void asItWas() throws SQLException {
        set(null, "HELD");
    }

    @Test
    void itCountsWhatIsOpenByGatewayAndByWhetherTheDisputeGoesOn() throws SQLException {
        // given
        long live = count(true);
        long ended = count(false);

        // when
        set(ATTENTION, "HELD");
        long liveThen = count(true);
        set(ATTENTION, "CHARGED");

        // then
        assertThat(liveThen).isEqualTo(live + 1);
        assertThat(count(true)).isEqualTo(live);
        assertThat(count(false)).isEqualTo(ended + 1);
    }

    @Test
    void itCountsWhatAHeavierOneHides() throws SQLException {
        // given
        set("ORPHANED_HOLD", "HELD");
        long before = count(true);

        // when
        hide("{" + ATTENTION + "}");
        long hidden = count(true);
        hide("{}");

        // then
        assertThat(hidden).isEqualTo(before + 1);
        assertThat(count(true)).isEqualTo(before);
    }

    private void hide(String reasons) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "UPDATE dispute SET attention_hidden = ?::text[] WHERE dispute_id = ?")) {
            statement.setString(1, reasons);
            statement.setObject(2, dispute);
            statement.executeUpdate();
        }
    }

    private void set(String reason, String status) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "UPDATE dispute SET attention = ?, status = ? WHERE dispute_id = ?")) {
            statement.setString(1, reason);
            statement.setString(2, status);
            statement.setObject(3, dispute);
            statement.executeUpdate();
        }
    }

    private long count(boolean live) {
        return attention.count().await().atMost(Duration.ofSeconds(10)).stream()
                .filter(it -> it.gateway().equals(ScriptedGateway.NAME)
                        && it.attention().equals(ATTENTION)
                        && it.live() == live)
                .mapToLong(OpenAttention.Count::disputes)
                .sum();
    }
}
