package io.holdfast.api;

import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookSigningException;
import io.holdfast.testing.InstallationResource;
import io.holdfast.testing.WholeJob;
import io.holdfast.testing.WholeJobResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.junit.jupiter.api.Test;

/**
 * Every library says everything it has to say while the whole job is done, with marked tokens, secrets and card numbers. None of them is in the logs, in
 * the database, in the metrics, or in the traces.
 */
@QuarkusTest
@TestProfile(WholeJob.class)
class NothingLeaksTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    private static final String CARD = "4111111111111111";
    private static final String CARD_IN_GROUPS = "4111 1111 1111 1111";
    private static final String CARD_WITH_DASHES = "4111-1111-1111-1111";

    /** As gateways write them, and in a form that no mask can know. */
    private static final String TOKEN = "pm_MARKED" + random();

    private static final String FORMLESS_TOKEN = "MARKED" + random();

    /** The last line that is logged, by which the files are known to be whole. */
    private static final String THE_END = "the end of " + random();

    @ConfigProperty(name = "quarkus.management.test-port")
    int managementPort;

    @Inject
    DataSource database;

    WireMockServer collector;

    @Test
    void noTokenNoSecretAndNoCardNumberIsAnywhere() throws Exception {
        // given
        Path logs = Path.of(ConfigProvider.getConfig().getValue(WholeJobResource.LOGS, String.class));
        List<String> unmasked;

        // when
        try (EveryLogger loggers = EveryLogger.atTrace()) {
            doTheWholeJob();
            sendWhatIsRefused();
            forgetOneself();
            await().atMost(LONG).until(() -> ends(logs));
            unmasked = loggers.ownLines();
        }

        // then
        for (String file : List.of("lines.txt", "lines.json")) {
            String text = Files.readString(logs.resolve(file));
            assertThat(text.length()).as(file).isGreaterThan(100_000);
            assertThat(text.contains("io.vertx") && text.contains("io.holdfast") && text.contains(THE_END))
                    .as(file + " has it all")
                    .isTrue();
            // The service's database role could do all it had to.
            assertThat(text.contains("permission denied")).as(file).isFalse();
            assertClean(file, text);
        }
        assertThat(unmasked).isNotEmpty();
        assertClean("what Holdfast itself logs, before the mask", String.join("\n", unmasked));
        await().atMost(LONG).until(() -> traces().contains("erp authorize"));
        assertClean("traces", traces());
        String rows = dump();
        assertThat(rows).contains("hold.charged", "hold.released", "token.refreshed", "call.denied");
        assertClean("database", rows);
        assertClean(
                "metrics",
                given().get("http://localhost:" + managementPort + "/q/metrics")
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString());
    }

    /** Holds, a webhook, a refresh of the token, a charge, a release, and gateways that decline, fail and lie. */
    private static void doTheWholeJob() throws WebhookSigningException {
        String charged = held(TOKEN + "a", it -> it.equals("HELD"));
        String released = held(TOKEN + "b", it -> it.equals("HELD"));
        held(FORMLESS_TOKEN, it -> it.equals("HELD"));
        held("pm_declined_insufficient_funds", it -> it.equals("FAILED"));
        held("pm_error_503_after", it -> it.equals("HELD"));
        held("pm_mismatch", it -> it.equals("INITIATED"));
        webhook("whsec_" + WholeJobResource.WEBHOOK_SECRET, "auth_" + CARD, charged)
                .then()
                .statusCode(204);
        webhook(
                        "whsec_" + WholeJobResource.WEBHOOK_SECRET,
                        "auth_early",
                        UUID.randomUUID().toString())
                .then()
                .statusCode(204);
        webhook("whsec_" + Base64.getEncoder().encodeToString(new byte[32]), "auth_" + CARD, charged)
                .then()
                .statusCode(401);
        for (String id : List.of(charged, released)) {
            await().atMost(LONG)
                    .until(() -> Calls.agent()
                            .get("/v1/disputes/" + id + "/events")
                            .asString()
                            .contains("token.refreshed"));
        }
        decide(charged, "charge", "CHARGED");
        decide(released, "release", "RELEASED");
    }

    private static String held(String token, Predicate<String> status) {
        String id =
                Calls.open(Calls.body(token)).then().statusCode(202).extract().path("dispute_id");
        await().atMost(LONG)
                .until(() -> status.test(Calls.architect()
                        .header("Prefer", "wait=2")
                        .get("/v1/disputes/" + id)
                        .path("status")));
        return id;
    }

    /** A refresh may be under way, and is waited for. */
    private static void decide(String id, String verb, String status) {
        Calls.agent().post("/v1/disputes/" + id + "/" + verb).then().statusCode(202);
        await().atMost(LONG)
                .until(() ->
                        Calls.agent().get("/v1/disputes/" + id).path("status").equals(status));
    }

    private static Response webhook(String secret, String authorization, String dispute)
            throws WebhookSigningException {
        String body = """
                {"id": "evt_%1$s", "type": "authorization.updated", "created_at": "2026-11-25T00:00:00Z", "data":
                 {"id": "%5$s", "status": "declined", "decline_code": "%1$s", "currency": "%1$s", "expires_at": "%1$s",
                  "note": "MARKEDnote %2$s", "payment_method_id": "%3$s", "metadata": {"dispute_id": "%4$s"}}}""".formatted(CARD, CARD_IN_GROUPS, TOKEN, dispute, authorization);
        String id = "msg_" + CARD + authorization;
        long now = Clock.systemUTC().instant().getEpochSecond();
        return given().header("webhook-id", id)
                .header("webhook-timestamp", now)
                .header("webhook-signature", new Webhook(secret).sign(id, now, body))
                .header("X-Note", CARD)
                .contentType(ContentType.JSON)
                .body(body)
                .post("/v1/webhooks/erp");
    }

    private static void sendWhatIsRefused() {
        for (String card : List.of(CARD, CARD_IN_GROUPS, CARD_WITH_DASHES)) {
            Calls.open("{\"customer_account_id\": \"" + card + "\"}").then().statusCode(422);
            Calls.open("{\"cvc\": \"MARKEDcvc\", \"" + card + "\": 1}").then().statusCode(422);
            Calls.open("{\"customer_account_id\": \"" + card).then().statusCode(422);
            Calls.agent().header("X-Note", card).get("/v1/disputes").then().statusCode(422);
            Calls.agent()
                    .queryParam("customer_account_id", card)
                    .get("/v1/disputes")
                    .then()
                    .statusCode(422);
            Calls.agent().get("/v1/disputes/" + card).then().statusCode(422);
            given().get("/nowhere/" + card).then().statusCode(404);
            given().queryParam("q", card).get("/desk/disputes");
        }
        Calls.open("{\"payment_method_id\": \"" + TOKEN + "\", \"hold_amount\": -1}")
                .then()
                .statusCode(422);
        Calls.open("{\"payment_method_id\": \"" + FORMLESS_TOKEN + "\"").then().statusCode(400);
        Calls.with("hf_MARKEDkey").get("/v1/disputes").then().statusCode(401);
        given().header("Authorization", "Bearer MARKEDbearer.token.x")
                .get("/v1/disputes")
                .then()
                .statusCode(401);
    }

    /** Somebody forgets himself, in the message, its parameters, the stack trace and the context. */
    private static void forgetOneself() {
        Logger careless = Logger.getLogger("careless");
        MDC.put("customer", CARD);
        careless.errorf(
                new IllegalStateException(
                        "cannot use card " + CARD_IN_GROUPS, new RuntimeException("password=MARKEDpassword")),
                "token %s, secret %s",
                TOKEN,
                WholeJobResource.CLIENT_SECRET);
        MDC.remove("customer");
        careless.info(THE_END);
    }

    private static boolean ends(Path logs) throws IOException {
        return Files.readString(logs.resolve("lines.txt")).contains(THE_END)
                && Files.readString(logs.resolve("lines.json")).contains(THE_END);
    }

    private static void assertClean(String place, String text) {
        for (String mark : marks()) {
            int at = text.indexOf(mark);
            String around = at < 0 ? "" : text.substring(Math.max(0, at - 400), Math.min(text.length(), at + 100));
            assertThat(around).as(mark + " in " + place).isEmpty();
        }
    }

    private static List<String> marks() {
        String keyMaterial = ConfigProvider.getConfig()
                .getValue("holdfast.crypto.keyset", String.class)
                .replaceFirst("(?s).*?\"value\":\"([^\"]+)\".*", "$1");
        return Stream.of(
                        TOKEN,
                        FORMLESS_TOKEN,
                        "MARKED",
                        CARD,
                        CARD_IN_GROUPS,
                        CARD_WITH_DASHES,
                        WholeJobResource.CLIENT_SECRET,
                        WholeJobResource.WEBHOOK_SECRET,
                        keyMaterial,
                        InstallationResource.ARCHITECT_KEY,
                        InstallationResource.AGENT_KEY)
                .flatMap(NothingLeaksTest::spellings)
                .toList();
    }

    /** As text, and as dumps of a database and of bytes have it. */
    private static Stream<String> spellings(String mark) {
        byte[] bytes = mark.getBytes(StandardCharsets.UTF_8);
        return Stream.of(
                mark,
                HexFormat.of().formatHex(bytes),
                HexFormat.ofDelimiter(" ").formatHex(bytes),
                Base64.getEncoder().withoutPadding().encodeToString(bytes));
    }

    private String traces() {
        return collector.findAll(postRequestedFor(urlPathEqualTo("/v1/traces"))).stream()
                .map(request -> new String(request.getBody(), StandardCharsets.ISO_8859_1))
                .collect(Collectors.joining());
    }

    private String dump() throws SQLException {
        StringBuilder dump = new StringBuilder();
        try (Connection connection = database.getConnection();
                ResultSet tables = connection.getMetaData().getTables(null, "public", "%", new String[] {"TABLE"})) {
            while (tables.next()) {
                try (PreparedStatement rows =
                                connection.prepareStatement("SELECT t::text FROM \"" + tables.getString(3) + "\" t");
                        ResultSet row = rows.executeQuery()) {
                    while (row.next()) {
                        dump.append(row.getString(1)).append('\n');
                    }
                }
            }
        }
        return dump.toString();
    }

    private static String random() {
        return UUID.randomUUID().toString().replace("-", "");
    }
}
