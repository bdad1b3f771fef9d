package io.holdfast.store;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.cli.HoldfastCommand;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.Sealed;
import io.holdfast.secret.Keysets;
import io.holdfast.secret.Secret;
import io.holdfast.secret.TinkSealer;
import io.holdfast.testing.InstallationResource;
import io.holdfast.testing.WithGateways;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A new key takes over while disputes are opened and settled. All that is in the database is sealed anew, so there are no rows that other tests wrote unsealed. */
@QuarkusTest
@TestProfile(WithGateways.class)
class ResealingTest {

    @Inject
    DataSource database;

    @ConfigProperty(name = "holdfast.crypto.keyset")
    String keyset;

    @ConfigProperty(name = "quarkus.datasource.jdbc.url")
    String url;

    @ConfigProperty(name = "quarkus.datasource.username")
    String username;

    @ConfigProperty(name = "quarkus.datasource.password")
    String password;

    @Test
    void everythingIsSealedAgainWhileDisputesGoOn() throws Exception {
        // given: a replica that can open with the new key, and does not seal with it yet
        String token = "pm_resealed_" + UUID.randomUUID();
        String rotated = Keysets.withNewestPrimary(keyset);
        String id = open(token);
        AtomicBoolean over = new AtomicBoolean();
        Thread traffic = new Thread(() -> {
            while (!over.get()) {
                String other = open("pm_traffic");
                given().header("X-API-Key", InstallationResource.AGENT_KEY).post("/v1/disputes/" + other + "/release");
            }
        });
        traffic.start();

        // when
        AtomicLong done = new AtomicLong();
        try (Connection connection = database.getConnection()) {
            new Resealing(connection, new TinkSealer(rotated), Keysets.primaryPrefix(rotated)).run(done::addAndGet);
        } finally {
            over.set(true);
            traffic.join();
        }

        // then
        assertThat(done.get()).isPositive();
        byte[] sealed = sealed(id);
        assertThat(Arrays.copyOf(sealed, 5)).isEqualTo(Keysets.primaryPrefix(rotated));
        Secret opened = new TinkSealer(rotated).open(new Sealed(sealed), new DisputeId(UUID.fromString(id)));
        assertThat(opened.reveal()).isEqualTo(token);
        assertThat(given().header("X-API-Key", InstallationResource.AGENT_KEY)
                        .post("/v1/disputes/" + id + "/release")
                        .statusCode())
                .isIn(200, 202);
    }

    @Test
    void theKeysetOfAnotherInstallationIsNotTouched(@TempDir Path folder) throws IOException {
        // given
        open("pm_of_this_one");
        String foreign = Keysets.create();
        Path file = Files.writeString(folder.resolve("keyset"), foreign);

        // when
        StringWriter err = new StringWriter();
        int code = rotate(err, file, "--drop-old");

        // then
        assertThat(code).isEqualTo(1);
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(err.toString()).contains("does not open what is stored, nothing was changed");
        assertThat(file).hasContent(foreign);
    }

    @Test
    void aKeysetThatIsNotThereIsSaidToBeThat() {
        // when
        StringWriter err = new StringWriter();
        int code = rotate(err, Path.of("/nowhere/keyset"));

        // then
        assertThat(code).isEqualTo(2);
        assertThat(err).hasToString("holdfast crypto rotate: the file of the keyset cannot be read: /nowhere/keyset\n");
    }

    @Test
    void anOlderKeyThatAReplicaStillSealsWithIsKeptThoughAnEarlierRunHadPromotedTheNewOne(@TempDir Path folder)
            throws Exception {
        // given: this replica opens with the new key, and seals with the older one for good
        String promoted = Keysets.withNewestPrimary(keyset);
        Path file = Files.writeString(folder.resolve("keyset"), promoted);
        AtomicBoolean over = new AtomicBoolean();
        Thread traffic = new Thread(() -> {
            while (!over.get()) {
                open("pm_traffic");
            }
        });
        traffic.start();

        // when
        StringWriter err = new StringWriter();
        int code;
        try {
            code = rotate(err, file, "--drop-old");
        } finally {
            over.set(true);
            traffic.join();
        }

        // then
        assertThat(code).as(err.toString()).isEqualTo(1);
        assertThat(err.toString()).contains("a replica does not use the new one yet", "keep the older keys");
        assertThat(file).hasContent(promoted);
    }

    @Test
    void aWaitThatIsShorterThanReplicasNeedToReadAKeysetIsRefused(@TempDir Path folder) throws IOException {
        // when
        StringWriter err = new StringWriter();
        int code = rotate(err, Files.writeString(folder.resolve("keyset"), keyset), "--settle", "1");

        // then
        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).contains("--settle is at least twice holdfast.secrets.refresh, which is 1 seconds");
    }

    private int rotate(StringWriter err, Path file, String... options) {
        Map<String, String> settings = Map.of(
                "quarkus.datasource.jdbc.url", url,
                "quarkus.datasource.username", username,
                "quarkus.datasource.password", password,
                "holdfast.secrets.refresh", "1s");
        settings.forEach(System::setProperty);
        try {
            return HoldfastCommand.line()
                    .setErr(new PrintWriter(err))
                    .execute(Stream.concat(
                                    Stream.of("crypto", "rotate", "--keyset-file", file.toString()), Stream.of(options))
                            .toArray(String[]::new));
        } finally {
            settings.keySet().forEach(System::clearProperty);
        }
    }

    @Test
    void theDatabaseAloneRevealsNoToken() throws SQLException {
        // given
        String token = "pm_unseen_" + UUID.randomUUID();
        open(token);

        // when
        StringBuilder dump = new StringBuilder();
        try (Connection connection = database.getConnection();
                ResultSet tables = connection.getMetaData().getTables(null, "public", "%", new String[] {"TABLE"})) {
            while (tables.next()) {
                try (PreparedStatement rows =
                                connection.prepareStatement("SELECT t::text FROM " + tables.getString(3) + " t");
                        ResultSet row = rows.executeQuery()) {
                    while (row.next()) {
                        dump.append(row.getString(1)).append('\n');
                    }
                }
            }
        }

        // then
        String hex = java.util.HexFormat.of().formatHex(token.getBytes(StandardCharsets.UTF_8));
        assertThat(dump.toString().contains(token)).isFalse();
        assertThat(dump.toString().contains(hex)).isFalse();
    }

    private byte[] sealed(String id) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement query =
                        connection.prepareStatement("SELECT payment_token FROM dispute WHERE dispute_id = ?::uuid")) {
            query.setString(1, id);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getBytes(1);
            }
        }
    }

    private static String open(String token) {
        return given().header("X-API-Key", InstallationResource.ARCHITECT_KEY)
                .contentType("application/json")
                .body("{\"customer_account_id\": \"ACC-1\", \"hold_amount\": 1.00, \"payment_method_id\": \"" + token
                        + "\"}")
                .post("/v1/disputes")
                .then()
                .statusCode(202)
                .extract()
                .path("dispute_id");
    }
}
