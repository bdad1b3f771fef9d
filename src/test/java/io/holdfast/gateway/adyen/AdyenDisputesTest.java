package io.holdfast.gateway.adyen;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.holdfast.testing.InstallationResource;
import io.holdfast.testing.WithGateways;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Disputes whose holds are at Adyen, from outside: over HTTP on one side, Adyen's calls and webhooks on the other. */
@QuarkusTest
@TestProfile(WithGateways.class)
class AdyenDisputesTest {

    WireMockServer adyen;

    private final String psp = reference();

    @BeforeEach
    void forget() {
        adyen.resetAll();
    }

    @Test
    void aHoldIsPlacedAndAPartOfItCharged() {
        // given
        String id = held();

        // when
        charge(id, "20.00");
        news(change(id, "CAPTURE", "true"));

        // then
        JsonPath dispute = await(id, it -> it.getString("status").equals("CHARGED"));
        assertThat(dispute.getDouble("charged_amount")).isEqualTo(20.00);
        assertThat(dispute.getString("gateway_transaction_id")).isEqualTo(psp);
        assertThat(dispute.getString("attention")).isNull();
        adyen.verify(1, postRequestedFor(urlEqualTo("/v72/payments")));
        adyen.verify(
                1,
                postRequestedFor(urlEqualTo("/v72/payments/" + psp + "/captures"))
                        .withHeader("Idempotency-Key", equalTo(id + ":capture:1")));
    }

    @Test
    void oldAndRepeatedNewsLeaveAChargeAlone() {
        // given
        String id = charged();

        // when
        ObjectNode old = AdyenNews.authorisation(id, psp, 4_999, true);
        ObjectNode older = AdyenNews.authorisation(id, psp, 4_999, false);
        ObjectNode rest = change(id, "EXPIRE", "true");
        for (int i = 0; i < 3; i++) {
            news(old);
            news(older);
            news(rest);
        }

        // then
        assertThat(read(id).getString("status")).isEqualTo("CHARGED");
        assertThat(read(id).getString("attention")).isNull();
        adyen.verify(0, postRequestedFor(urlEqualTo("/v72/payments/" + psp + "/cancels")));
    }

    @Test
    void aChargeThatAdyenTakesBackGoesToAPersonWhoMayChargeAgain() {
        // given
        String id = charged();

        // when
        news(change(id, "CAPTURE_FAILED", "true"));

        // then
        JsonPath failed = await(id, it -> it.getString("status").equals("HELD"));
        assertThat(failed.getString("attention")).isEqualTo("CAPTURE_FAILED");
        assertThat(failed.getString("pending_action")).isNull();
        assertThat(failed.getString("charged_amount")).isNull();
        charge(id, "20.00");
        news(AdyenNews.change(id + ":capture:2", reference(), psp, "CAPTURE", "true"));
        JsonPath again = await(id, it -> it.getString("status").equals("CHARGED"));
        assertThat(again.getString("attention")).isNull();
        adyen.verify(
                1,
                postRequestedFor(urlEqualTo("/v72/payments/" + psp + "/captures"))
                        .withHeader("Idempotency-Key", equalTo(id + ":capture:2")));
    }

    @Test
    void aCaptureWhoseFailureIsToldBeforeItIsNoCharge() {
        // given
        String id = held();
        charge(id, "20.00");
        String capture = reference();
        news(AdyenNews.change(id + ":capture:1", capture, psp, "CAPTURE_FAILED", "true"));
        await(id, it -> "CAPTURE_FAILED".equals(it.getString("attention")));

        // when
        news(AdyenNews.change(id + ":capture:1", capture, psp, "CAPTURE", "true"));

        // then
        Awaitility.await()
                .during(Duration.ofSeconds(2))
                .atMost(Duration.ofSeconds(4))
                .until(() -> read(id).getString("status"), "HELD"::equals);
        assertThat(read(id).getString("attention")).isEqualTo("CAPTURE_FAILED");
    }

    @Test
    void aCaptureThatIsRefusedGoesToAPerson() {
        // given
        String id = held();
        charge(id, "20.00");

        // when
        news(change(id, "CAPTURE", "false"));

        // then
        JsonPath dispute = await(id, it -> it.getString("pending_action") == null);
        assertThat(dispute.getString("status")).isEqualTo("HELD");
        assertThat(dispute.getString("attention")).isEqualTo("CAPTURE_FAILED");
    }

    @Test
    void aCaptureOfAnotherSystemWhoseOrderNumberLooksLikeACardNumberIsRaised() {
        // given
        String id = charged();

        // when
        news(AdyenNews.change("4111111111111111", reference(), psp, "CAPTURE", "true"));

        // then
        JsonPath dispute = await(id, it -> it.getString("attention") != null);
        assertThat(dispute.getString("attention")).isEqualTo("UNEXPECTED_CAPTURE");
        assertThat(dispute.getString("status")).isEqualTo("CHARGED");
    }

    @Test
    void aHoldIsReleasedWhenAdyenSaysSo() {
        // given
        String id = held();
        release(id);

        // when
        news(change(id, "CANCELLATION", "true"));

        // then
        await(id, it -> it.getString("status").equals("RELEASED"));
        adyen.verify(
                1,
                postRequestedFor(urlEqualTo("/v72/payments/" + psp + "/cancels"))
                        .withHeader("Idempotency-Key", equalTo(id + ":void:1")));
    }

    @Test
    void aReleaseThatIsRefusedIsRaisedAndStaysWanted() {
        // given
        String id = held();
        release(id);

        // when
        news(change(id, "CANCELLATION", "false"));

        // then
        JsonPath dispute = await(id, it -> it.getString("attention") != null);
        assertThat(dispute.getString("attention")).isEqualTo("ORPHANED_HOLD");
        assertThat(dispute.getString("status")).isEqualTo("HELD");
        assertThat(dispute.getString("pending_action")).isEqualTo("RELEASE");
    }

    @Test
    void aHoldThatLapsedIsExpired() {
        // given
        String id = held();

        // when
        ObjectNode lapsed = change(id, "EXPIRE", "true");
        lapsed.withObject("/amount").put("value", 4_999);
        news(lapsed);

        // then
        await(id, it -> it.getString("status").equals("EXPIRED"));
    }

    @Test
    void aWebhookSecondsBeforeTheAnswerEndsInHeld() {
        // given
        pays(json(200, payment("Authorised")).withFixedDelay(3_000));
        String id = open();
        Awaitility.await().until(() -> received() == 1);

        // when
        news(AdyenNews.authorisation(id, psp, 4_999, true));

        // then
        JsonPath dispute = await(id, it -> it.getString("status").equals("HELD"));
        assertThat(dispute.getString("gateway_transaction_id")).isEqualTo(psp);
        adyen.verify(1, postRequestedFor(urlEqualTo("/v72/payments")));
    }

    @Test
    void aWebhookIsTakenWhenTheAnswerNeverComes() {
        // given
        pays(json(500, "{\"status\":500,\"errorCode\":\"905\",\"errorType\":\"internal\"}"));
        String id = open();
        Awaitility.await().until(() -> received() >= 1);

        // when
        news(AdyenNews.authorisation(id, psp, 4_999, true));

        // then
        await(id, it -> it.getString("status").equals("HELD"));
    }

    @Test
    void aPendingPaymentIsDecidedByWebhook() {
        // given
        pays(json(200, payment("Received")));
        String id = open();
        Awaitility.await().until(() -> received() >= 1);

        // when
        news(AdyenNews.authorisation(id, psp, 4_999, false).put("reason", "Expired Card"));

        // then
        JsonPath dispute = await(id, it -> it.getString("status").equals("FAILED"));
        assertThat(dispute.getString("failure_code")).isEqualTo("expired_card");
    }

    @Test
    void aRefusalFailsAtOnce() {
        // given
        pays(json(200, payment("Refused").replace("\"amount\"", "\"refusalReasonCode\":\"12\",\"amount\"")));

        // when
        String id = open();

        // then
        JsonPath dispute = await(id, it -> it.getString("status").equals("FAILED"));
        assertThat(dispute.getString("failure_code")).isEqualTo("insufficient_funds");
    }

    @Test
    void aForgedItemIsRefusedAndTheAuthenticOneBesideItChangesNothing() {
        // given
        String id = held();
        ObjectNode forged = AdyenNews.signed(change(id, "CAPTURE", "true")).put("pspReference", reference());

        // when
        Response answer = deliver(AdyenNews.batch(AdyenNews.signed(change(id, "EXPIRE", "true")), forged));

        // then
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(read(id).getString("status")).isEqualTo("HELD");
    }

    @Test
    void authenticNewsOfNothingKnownHereIsAccepted() {
        // given
        ObjectNode item = AdyenNews.signed(
                AdyenNews.change(UUID.randomUUID().toString(), reference(), reference(), "CHARGEBACK", "true"));

        // when
        Response answer = deliver(AdyenNews.batch(item));

        // then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body().asString()).isEqualTo("[accepted]");
    }

    @Test
    void authenticNewsWithSignsThatNoDatabaseTakesIsAccepted() {
        // given
        ObjectNode item =
                AdyenNews.signed(AdyenNews.change("order\u00007", reference(), reference(), "CAPTURE", "true"));

        // when
        Response answer = deliver(AdyenNews.batch(item));

        // then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body().asString()).isEqualTo("[accepted]");
    }

    private String held() {
        pays(json(200, payment("Authorised")));
        takesChanges();
        String id = open();
        await(id, it -> it.getString("status").equals("HELD"));
        return id;
    }

    private String charged() {
        String id = held();
        charge(id, "20.00");
        news(change(id, "CAPTURE", "true"));
        await(id, it -> it.getString("status").equals("CHARGED"));
        return id;
    }

    private String open() {
        String body = "{\"customer_account_id\":\"ACC-1001\",\"hold_amount\":49.99,\"currency\":\"USD\","
                + "\"payment_method_id\":\"M5N7TQ4TG5PFWR50\",\"gateway\":\"adyen\"}";
        return with(InstallationResource.ARCHITECT_KEY)
                .contentType("application/json")
                .body(body)
                .post("/v1/disputes")
                .then()
                .statusCode(202)
                .extract()
                .path("dispute_id");
    }

    private static void charge(String id, String amount) {
        with(InstallationResource.AGENT_KEY)
                .contentType("application/json")
                .body("{\"amount\":" + amount + "}")
                .post("/v1/disputes/" + id + "/charge")
                .then()
                .statusCode(202);
    }

    private static void release(String id) {
        with(InstallationResource.AGENT_KEY)
                .post("/v1/disputes/" + id + "/release")
                .then()
                .statusCode(202);
    }

    private ObjectNode change(String id, String eventCode, String success) {
        String reference = id + (eventCode.startsWith("CAPTURE") ? ":capture:1" : ":void:1");
        return AdyenNews.change(reference, reference(), psp, eventCode, success);
    }

    /** Adyen sends its news and insists on its answer. */
    private static void news(ObjectNode item) {
        Response answer = deliver(AdyenNews.batch(AdyenNews.signed(item)));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body().asString()).isEqualTo("[accepted]");
    }

    private static Response deliver(String body) {
        return given().contentType("application/json").body(body).post("/v1/webhooks/adyen");
    }

    private static JsonPath await(String id, Predicate<JsonPath> condition) {
        return Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> read(id), condition);
    }

    private static JsonPath read(String id) {
        return with(InstallationResource.AGENT_KEY)
                .get("/v1/disputes/" + id)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static RequestSpecification with(String key) {
        return given().header("X-API-Key", key);
    }

    private int received() {
        return adyen.findAll(postRequestedFor(urlEqualTo("/v72/payments"))).size();
    }

    private void pays(ResponseDefinitionBuilder response) {
        adyen.stubFor(post(urlEqualTo("/v72/payments"))
                .withRequestBody(containing("\"manualCapture\":\"true\""))
                .willReturn(response));
    }

    private void takesChanges() {
        for (String change : List.of("captures", "cancels")) {
            adyen.stubFor(post(urlEqualTo("/v72/payments/" + psp + "/" + change))
                    .willReturn(json(
                            201,
                            "{\"merchantAccount\":\"HoldfastECOM\",\"paymentPspReference\":\"" + psp
                                    + "\",\"pspReference\":\"" + reference() + "\",\"status\":\"received\"}")));
        }
    }

    private String payment(String resultCode) {
        return "{\"pspReference\":\"" + psp + "\",\"resultCode\":\"" + resultCode
                + "\",\"amount\":{\"currency\":\"USD\",\"value\":4999}}";
    }

    private static ResponseDefinitionBuilder json(int status, String body) {
        return aResponse()
                .withStatus(status)
                .withHeader("Content-Type", "application/json")
                .withBody(body);
    }

    /** 16 letters and digits, as Adyen's are. */
    private static String reference() {
        return UUID.randomUUID()
                .toString()
                .replace("-", "")
                .substring(0, 15)
                .toUpperCase(Locale.ROOT)
                .concat("X");
    }
}
