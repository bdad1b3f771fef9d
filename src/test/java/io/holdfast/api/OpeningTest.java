package io.holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testing.InstallationResource;
import io.holdfast.testing.ScriptedGateway;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class OpeningTest {

    @Test
    void anOpenedDisputeIsAcceptedAndFoundWhereTheAnswerSays() {
        // given
        String body = Calls.body("pm_card_visa");

        // when
        Response answer = Calls.open(body);

        // then
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.contentType()).startsWith("application/json");
        String id = answer.path("dispute_id");
        assertThat(answer.header("Location")).isEqualTo("/v1/disputes/" + id);
        assertThat(UUID.fromString(id).version()).isEqualTo(7);
        Calls.architect().get(answer.header("Location")).then().statusCode(200);
    }

    @Test
    void whatTheCallerDidNotSayHasTheConfiguredDefault() {
        // given
        String body = "{\"customer_account_id\":\"ACC-1\",\"hold_amount\":20,\"payment_method_id\":\"pm_1\"}";

        // when
        Map<String, Object> dispute = Calls.open(body).jsonPath().getMap("");

        // then
        assertThat(dispute)
                .containsEntry("currency", "USD")
                .containsEntry("reason_code", "SERVICE_GUARANTEE_DISPUTE")
                .containsEntry("call_center_id", "CC-001")
                .containsEntry("gateway", ScriptedGateway.NAME)
                .doesNotContainKey("conversation_id");
    }

    @Test
    void theAnswerHasNoNullAndNoPaymentMethod() {
        // given
        String body = Calls.body("pm_secret_method");

        // when
        String answer = Calls.open(body).asString();

        // then
        assertThat(answer)
                .doesNotContain("null")
                .doesNotContain("pm_secret_method")
                .doesNotContain("payment_method");
    }

    @Test
    void aNewDisputeShowsNothingOfAHoldThatIsNotKnownYet() {
        // given
        String body = Calls.body(ScriptedGateway.LATE);

        // when
        Map<String, Object> dispute = Calls.open(body).jsonPath().getMap("");

        // then
        assertThat(dispute)
                .containsEntry("status", "INITIATED")
                .containsEntry("route", "Queue_Verification")
                .containsOnlyKeys(
                        "dispute_id",
                        "customer_account_id",
                        "hold_amount",
                        "currency",
                        "status",
                        "route",
                        "gateway",
                        "reason_code",
                        "call_center_id",
                        "conversation_id",
                        "created_at",
                        "updated_at");
    }

    @Test
    void anAmountIsANumberWithTheDigitsOfItsCurrency() {
        // given
        String dollars = "{\"customer_account_id\":\"A\",\"hold_amount\":2e1,\"payment_method_id\":\"pm\"}";
        String yen =
                "{\"customer_account_id\":\"A\",\"hold_amount\":5e2,\"currency\":\"JPY\",\"payment_method_id\":\"pm\"}";

        // when
        String inDollars = Calls.open(dollars).asString();
        String inYen = Calls.open(yen).asString();

        // then
        assertThat(inDollars).contains("\"hold_amount\":20.00,");
        assertThat(inYen).contains("\"hold_amount\":500,");
    }

    @Test
    void aRepeatWithTheSameKeyAndTheSameJsonIsTheFirstDisputeAgain() {
        // given
        String key = UUID.randomUUID().toString();
        String first = "{\"customer_account_id\":\"A\",\"hold_amount\":49.9,\"payment_method_id\":\"pm\"}";
        String reordered =
                "{ \"payment_method_id\":\"p\\u006d\", \"hold_amount\":4.990e1, \"customer_account_id\":\"A\"}";
        Response opened = openWithKey(InstallationResource.ARCHITECT_KEY, key, first);

        // when
        Response repeated = openWithKey(InstallationResource.ARCHITECT_KEY, key, reordered);

        // then
        assertThat(opened.statusCode()).isEqualTo(202);
        assertThat(opened.header("Idempotent-Replayed")).isNull();
        assertThat(repeated.statusCode()).isEqualTo(202);
        assertThat(repeated.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(repeated.<String>path("dispute_id")).isEqualTo(opened.path("dispute_id"));
    }

    @Test
    void theSameKeyWithAnotherBodyIsRefused() {
        // given
        String key = UUID.randomUUID().toString();
        openWithKey(InstallationResource.ARCHITECT_KEY, key, Calls.body("pm_1", "c-1"));

        // when
        Response answer = openWithKey(InstallationResource.ARCHITECT_KEY, key, Calls.body("pm_1", "c-2"));

        // then
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.<String>path("type")).endsWith("/idempotency-key-reused");
    }

    @Test
    void aKeyBelongsToTheCredentialThatSentIt() {
        // given
        String key = UUID.randomUUID().toString();
        String body = Calls.body("pm_1", "c-1");
        Response mine = openWithKey(InstallationResource.ARCHITECT_KEY, key, body);

        // when
        Response theirs = openWithKey(InstallationResource.OTHER_ARCHITECT_KEY, key, body);

        // then
        assertThat(theirs.statusCode()).isEqualTo(202);
        assertThat(theirs.<String>path("dispute_id")).isNotEqualTo(mine.path("dispute_id"));
    }

    @Test
    void aGatewayThatIsNotOnIsRefusedByName() {
        // given
        String body =
                "{\"customer_account_id\":\"A\",\"hold_amount\":20,\"payment_method_id\":\"pm\",\"gateway\":\"nobody\"}";

        // when
        Response answer = Calls.open(body);

        // then
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.<String>path("errors[0].field")).isEqualTo("gateway");
    }

    private static Response openWithKey(String credential, String key, String body) {
        return Calls.with(credential)
                .header("Idempotency-Key", key)
                .contentType(ContentType.JSON)
                .body(body)
                .post("/v1/disputes");
    }
}
