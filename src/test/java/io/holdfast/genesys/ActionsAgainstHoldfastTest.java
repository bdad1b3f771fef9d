package io.holdfast.genesys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.holdfast.genesys.DataAction.Result;
import io.holdfast.sandbox.AuthorizationStatus;
import io.holdfast.testing.WithGateways;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every data action, with both kinds of credential, against the running application. */
@QuarkusTest
@TestProfile(WithGateways.class)
class ActionsAgainstHoldfastTest extends HoldfastCase {

    private final String conversation = UUID.randomUUID().toString();

    /** The two ways to get in. */
    enum Credential {
        API_KEY,
        OAUTH;

        Integration integration() {
            return this == OAUTH ? Integration.withOauth() : Integration.withApiKey();
        }

        Line line(Line holdfast) {
            return this == OAUTH ? new OauthFrontage(holdfast) : holdfast;
        }
    }

    @ParameterizedTest
    @EnumSource
    void aHoldIsPlacedFoundAndReleased(Credential credential) {
        // given
        Integration integration = credential.integration();
        Line line = credential.line(holdfast);

        // when
        JsonNode opened = success(integration.call("Open Dispute", open(), line));
        String id = opened.path("disputeId").asText();
        JsonNode held = success(integration.call("Get Dispute", Map.of("disputeId", id, "waitSeconds", 10), line));
        JsonNode found = success(integration.call(
                "Get Dispute By Conversation", Map.of("conversationId", conversation, "waitSeconds", 10), line));
        JsonNode released = success(integration.call("Release Hold", Map.of("disputeId", id), line));

        // then
        assertThat(opened.path("status").asText()).isIn("INITIATED", "HELD");
        assertThat(opened.path("conversationId").asText()).isEqualTo(conversation);
        assertThat(opened.path("chargedAmount").intValue()).isZero();
        assertThat(held.path("status").asText()).isEqualTo("HELD");
        assertThat(held.path("route").asText()).isEqualTo("Queue_Service_Resolution");
        assertThat(held.path("holdAmount").decimalValue()).isEqualByComparingTo("49.99");
        assertThat(held.path("gatewayTransactionId").asText()).isNotEmpty();
        assertThat(held.path("holdExpiresAt").asText()).isNotEmpty();
        assertThat(held.path("failureCode").asText()).isEmpty();
        assertThat(found).isEqualTo(held);
        assertThat(released.path("status").asText()).isEqualTo("RELEASED");
        assertThat(authorizations(id))
                .singleElement()
                .satisfies(it -> assertThat(it.status()).isEqualTo(AuthorizationStatus.VOIDED));
    }

    @ParameterizedTest
    @EnumSource
    void aPartIsChargedOnceAndARefusalIsAFailure(Credential credential) {
        // given
        Integration integration = credential.integration();
        Line line = credential.line(holdfast);
        String id = held(integration, line);

        // when
        JsonNode charged = success(integration.call("Charge Hold", Map.of("disputeId", id, "amount", 20.5), line));
        JsonNode again = success(integration.call("Charge Hold", Map.of("disputeId", id, "amount", 20.5), line));
        Result release = integration.call("Release Hold", Map.of("disputeId", id), line);
        Result tooMuch = integration.call("Charge Hold", Map.of("disputeId", id, "amount", 21), line);

        // then
        assertThat(charged.path("status").asText()).isEqualTo("CHARGED");
        assertThat(charged.path("chargedAmount").decimalValue()).isEqualByComparingTo("20.5");
        assertThat(again.path("chargedAmount")).isEqualTo(charged.path("chargedAmount"));
        assertThat(release).isEqualTo(new Result.Failure("http.status.409", 409, release.taken()));
        assertThat(tooMuch).isEqualTo(new Result.Failure("http.status.409", 409, release.taken()));
    }

    @Test
    void allIsChargedIfNoAmountIsNamed() {
        // given
        Integration integration = Integration.withApiKey();
        String id = held(integration, holdfast);

        // when
        JsonNode charged = success(integration.call("Charge Hold", Map.of("disputeId", id), holdfast));

        // then
        assertThat(charged.path("chargedAmount").decimalValue()).isEqualByComparingTo("49.99");
    }

    @Test
    void aDeclineIsASuccessThatSaysSo() {
        // given
        Integration integration = Integration.withApiKey();
        Map<String, Object> inputs = open();
        inputs.put("paymentMethodId", "pm_declined_insufficient_funds");
        success(integration.call("Open Dispute", inputs, holdfast));

        // when
        JsonNode declined = success(integration.call(
                "Get Dispute By Conversation", Map.of("conversationId", conversation, "waitSeconds", 10), holdfast));

        // then
        assertThat(declined.path("status").asText()).isEqualTo("FAILED");
        assertThat(declined.path("route").asText()).isEqualTo("Queue_Fraud_Prevention");
        assertThat(declined.path("failureCode").asText()).isEqualTo("insufficient_funds");
        assertThat(declined.path("holdExpiresAt").asText()).isEmpty();
    }

    @Test
    void openingAgainInTheSameConversationGivesTheSameDispute() {
        // given
        Integration integration = Integration.withApiKey();
        JsonNode first = success(integration.call("Open Dispute", open(), holdfast));

        // when
        JsonNode again = success(integration.call("Open Dispute", open(), holdfast));

        // then
        assertThat(again.path("disputeId")).isEqualTo(first.path("disputeId"));
    }

    @Test
    void anotherDisputeInTheSameConversationNeedsASuffix() {
        // given
        Integration integration = Integration.withApiKey();
        JsonNode first = success(integration.call("Open Dispute", open(), holdfast));
        Map<String, Object> other = open();
        other.put("holdAmount", 20);

        // when
        Result refused = integration.call("Open Dispute", other, holdfast);
        other.put("disputeSuffix", "-2");
        JsonNode second = success(integration.call("Open Dispute", other, holdfast));
        JsonNode newest = success(
                integration.call("Get Dispute By Conversation", Map.of("conversationId", conversation), holdfast));

        // then
        assertThat(refused).isEqualTo(new Result.Failure("http.status.422", 422, refused.taken()));
        assertThat(second.path("disputeId")).isNotEqualTo(first.path("disputeId"));
        assertThat(newest.path("disputeId")).isEqualTo(second.path("disputeId"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "with \"quotes\" and 'apostrophes'",
                "back\\slash \\\" \\n",
                "${credentials.apiKey} $!{input.holdAmount} #set($x = 1) #end ##",
                "Zoë Müller 日本語 🙂",
                "}, \"hold_amount\": 1, {",
            })
    void textComesBackAsItWas(String text) {
        // given
        Map<String, Object> inputs = open();
        inputs.put("customerAccountId", text);
        inputs.put("reasonCode", text);

        // when
        JsonNode opened = success(Integration.withApiKey().call("Open Dispute", inputs, holdfast));

        // then
        assertThat(opened.path("customerAccountId").asText()).isEqualTo(text);
        assertThat(opened.path("reasonCode").asText()).isEqualTo(text);
        assertThat(opened.path("holdAmount").decimalValue()).isEqualByComparingTo("49.99");
    }

    @ParameterizedTest
    @ValueSource(strings = {"two\nlines", "a\ttab", "\u0000", "4111 1111 1111 1111"})
    void textThatHoldfastDoesNotTakeIsAFailure(String text) {
        // given
        Map<String, Object> inputs = open();
        inputs.put("customerAccountId", text);

        // when
        Result result = Integration.withApiKey().call("Open Dispute", inputs, holdfast);

        // then
        assertThat(result).isEqualTo(new Result.Failure("http.status.422", 422, result.taken()));
    }

    @Test
    void everyOptionalInputIsKnownToHoldfast() {
        // given
        Map<String, Object> inputs = open();
        inputs.putAll(Map.of(
                "currency", "EUR",
                "reasonCode", "SERVICE_LATE",
                "callCenterId", "CC-007",
                "shopperReference", "shopper-1",
                "gatewayCustomerId", "cus_1"));

        // when
        JsonNode opened = success(Integration.withApiKey().call("Open Dispute", inputs, holdfast));

        // then
        assertThat(opened.path("currency").asText()).isEqualTo("EUR");
        assertThat(opened.path("callCenterId").asText()).isEqualTo("CC-007");
        assertThat(opened.path("gateway").asText()).isEqualTo("erp");
    }

    @Test
    void whatIsNotGivenHasHoldfastsDefaults() {
        // given
        Map<String, Object> inputs = open();
        inputs.put("reasonCode", "");
        inputs.put("currency", "");

        // when
        JsonNode opened = success(Integration.withApiKey().call("Open Dispute", inputs, holdfast));

        // then
        assertThat(opened.path("currency").asText()).isEqualTo("USD");
        assertThat(opened.path("reasonCode").asText()).isEqualTo("SERVICE_GUARANTEE_DISPUTE");
        assertThat(opened.path("callCenterId").asText()).isEqualTo("CC-001");
    }

    @Test
    void aTokenThatEndedIsReplacedOnTheWay() {
        // given
        Integration integration = Integration.withOauth();
        OauthFrontage frontage = new OauthFrontage(holdfast);
        JsonNode first = success(integration.call("Open Dispute", open(), frontage));
        frontage.expireTokens();

        // when
        JsonNode again = success(integration.call("Open Dispute", open(), frontage));

        // then
        assertThat(again.path("disputeId")).isEqualTo(first.path("disputeId"));
        assertThat(frontage.refused())
                .as("without a token at first, then with an old one")
                .isEqualTo(2);
    }

    @Test
    void aWrongKeyIsAFailure() {
        // given
        DataAction action = new DataAction(
                ActionFile.read(ActionFile.FOLDER.resolve("open-dispute.json")), Secrets.apiKey("not-the-key"));

        // when
        Result result = action.call(open(), holdfast);

        // then
        assertThat(result).isEqualTo(new Result.Failure("http.status.401", 401, result.taken()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Get Dispute", "Release Hold", "Charge Hold"})
    void whatDoesNotExistIsAFailure(String action) {
        // when
        Result result = Integration.withApiKey()
                .call(action, Map.of("disputeId", UUID.randomUUID().toString()), holdfast);

        // then
        assertThat(result).isEqualTo(new Result.Failure("http.status.404", 404, result.taken()));
    }

    private String held(Integration integration, Line line) {
        String id = success(integration.call("Open Dispute", open(), line))
                .path("disputeId")
                .asText();
        JsonNode held = success(integration.call("Get Dispute", Map.of("disputeId", id, "waitSeconds", 10), line));
        assertThat(held.path("status").asText()).isEqualTo("HELD");
        return id;
    }

    private Map<String, Object> open() {
        return new TreeMap<>(Map.of(
                "conversationId", conversation,
                "customerAccountId", "ACC-1001",
                "holdAmount", 49.99,
                "paymentMethodId", "pm_card_visa",
                "gateway", "erp"));
    }

    private static JsonNode success(Result result) {
        assertThat(result).isInstanceOf(Result.Success.class);
        return ((Result.Success) result).outputs();
    }
}
