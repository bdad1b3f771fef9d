package io.holdfast.genesys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.holdfast.genesys.DataAction.Result;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests and results by themselves, without the application. */
class ActionRenderingTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Test
    void aMissingReferenceStaysAsItIsAndASilentOneIsEmpty() {
        // when
        String rendered = new Templates()
                .render("a ${input.x} b $!{input.x} c $esc.jsonString(\"${input.x}\")", Map.of("input", Map.of()));

        // then
        assertThat(rendered).isEqualTo("a ${input.x} b  c ${input.x}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "with \"quotes\" and 'apostrophes'",
                "back\\slash \\\" \\n",
                "${credentials.apiKey} $!{input.holdAmount} $esc #set($x = 1) #if(true)#end ##",
                "a/b?c=d&e=f#g;h%20i+j",
                "Zoë Müller 日本語 🙂 \u200d",
                "}, \"hold_amount\": 1, {",
            })
    void textArrivesAsItWas(String text) throws JsonProcessingException {
        // given
        Map<String, Object> inputs = new TreeMap<>(open());
        for (String name : new String[] {
            "customerAccountId",
            "paymentMethodId",
            "currency",
            "gateway",
            "reasonCode",
            "callCenterId",
            "shopperReference",
            "gatewayCustomerId"
        }) {
            inputs.put(name, text);
        }

        // when
        Line.Request request = action("open-dispute").request(inputs);

        // then
        JsonNode body = JSON.readTree(request.body().orElseThrow());
        assertThat(body.size()).isEqualTo(10);
        for (String field : new String[] {
            "customer_account_id",
            "payment_method_id",
            "currency",
            "gateway",
            "reason_code",
            "call_center_id",
            "shopper_reference",
            "gateway_customer_id"
        }) {
            assertThat(body.path(field).asText()).as(field).isEqualTo(text);
        }
        assertThat(body.path("hold_amount").decimalValue()).isEqualByComparingTo("49.99");
    }

    @Test
    void whatIsNotGivenIsLeftOut() throws JsonProcessingException {
        // when
        Line.Request request = action("open-dispute").request(open());

        // then
        assertThat(JSON.readTree(request.body().orElseThrow())).isEqualTo(JSON.readTree("""
                        {"conversation_id": "c-1", "customer_account_id": "ACC-1001", "hold_amount": 49.99,
                         "payment_method_id": "pm_card_visa"}"""));
        assertThat(request.headers())
                .containsOnly(
                        Map.entry("X-API-Key", "key-of-a-test"),
                        Map.entry("Content-Type", "application/json"),
                        Map.entry("Idempotency-Key", "c-1"));
    }

    @Test
    void whatIsEmptyIsLeftOutToo() throws JsonProcessingException {
        // given
        Map<String, Object> inputs = new TreeMap<>(open());
        inputs.put("currency", "");
        inputs.put("reasonCode", "");
        inputs.put("disputeSuffix", "");

        // when
        Line.Request request = action("open-dispute").request(inputs);

        // then
        assertThat(request).isEqualTo(action("open-dispute").request(open()));
    }

    @Test
    void anotherDisputeOfAConversationHasItsOwnKey() {
        // given
        Map<String, Object> inputs = new TreeMap<>(open());
        inputs.put("disputeSuffix", "-2");

        // when
        Line.Request request = action("open-dispute").request(inputs);

        // then
        assertThat(request.headers()).containsEntry("Idempotency-Key", "c-1-2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a/b", "../../v1/operations", "ü", "a?b=c", "a#b", "100%"})
    void anIdInAnAddressIsOnePart(String id) {
        // when
        Line.Request request = action("get-dispute-by-conversation").request(Map.of("conversationId", id));

        // then
        assertThat(request.uri().getPath()).isEqualTo("/v1/conversations/" + id + "/dispute");
        assertThat(request.uri().getRawPath().split("/")).hasSize(5);
        assertThat(request.uri().getRawQuery()).isNull();
        assertThat(request.uri().getRawFragment()).isNull();
    }

    @Test
    void anAmountIsChargedIfThereIsOneAndAllIfNot() {
        // when
        Line.Request part = action("charge-hold").request(Map.of("disputeId", "d-1", "amount", 20.5));
        Line.Request all = action("charge-hold").request(Map.of("disputeId", "d-1"));

        // then
        assertThat(part.body()).hasValue("{\"amount\": 20.5}");
        assertThat(all.body()).hasValue("{}");
    }

    @Test
    void aTokenIsAskedForWithTheClientsNameAndSecret() {
        // given
        DataAction auth = new DataAction(ActionFile.read(ActionFile.CUSTOM_AUTH), Secrets.oauth("none yet"));

        // when
        Line.Request request = auth.request(Map.of());

        // then
        assertThat(request.uri()).hasToString("https://" + Line.HOST + "/token");
        assertThat(request.headers()).containsEntry("Authorization", "Basic Z2VuZXN5cy1jbG91ZDpzM2NyZXQ6LyvDvA==");
        assertThat(request.body()).hasValue("grant_type=client_credentials&scope=holdfast%20calls");
    }

    @Test
    void whatAnAnswerLacksHasADefault() {
        // when
        Optional<JsonNode> result = action("get-dispute").translate("{\"status\": \"HELD\", \"hold_amount\": 20.00}");

        // then
        assertThat(result).hasValueSatisfying(it -> {
            assertThat(it.path("status").asText()).isEqualTo("HELD");
            assertThat(it.path("holdAmount").decimalValue()).isEqualByComparingTo("20");
            assertThat(it.path("chargedAmount").intValue()).isZero();
            assertThat(it.path("attention").asText()).isEmpty();
            assertThat(it.path("route").asText()).isEqualTo("Queue_Service_Verification");
        });
    }

    @Test
    void anExplicitNullDoesNotFallBack() {
        // when
        Optional<JsonNode> result = action("get-dispute").translate("{\"status\": null}");

        // then
        assertThat(result).as("null is no text, and the contract says text").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html>503</html>",
                "{\"status\": \"HELD\"",
                "\u0000",
                "{\"status\": {}}",
                "{\"hold_amount\": \"x\"}"
            })
    void whatIsNoProperAnswerFails(String body) {
        // when
        Result result = action("get-dispute")
                .call(Map.of("disputeId", "d-1"), request -> new Line.Reply(200, body, Duration.ZERO));

        // then
        assertThat(result).isInstanceOf(Result.Failure.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "3", "\"HELD\"", "{}", "null"})
    void anAnswerWithNothingInItSendsTheCallerToAPerson(String body) {
        // when
        Optional<JsonNode> result = action("get-dispute").translate(body);

        // then
        assertThat(result.map(it -> it.path("route").asText()).orElse("Queue_Service_Verification"))
                .isEqualTo("Queue_Service_Verification");
        assertThat(result.map(it -> it.path("status").asText()).orElse("")).isEmpty();
    }

    @Test
    void aMissingInputIsNotSent() {
        // given
        Map<String, Object> inputs = new HashMap<>(open());
        inputs.remove("holdAmount");

        // when
        Result result = action("open-dispute").call(inputs, request -> {
            throw new AssertionError("sent");
        });

        // then
        assertThat(result).isInstanceOf(Result.Failure.class);
    }

    private static Map<String, Object> open() {
        return Map.of(
                "conversationId", "c-1",
                "customerAccountId", "ACC-1001",
                "holdAmount", 49.99,
                "paymentMethodId", "pm_card_visa");
    }

    private static DataAction action(String file) {
        return new DataAction(ActionFile.read(ActionFile.FOLDER.resolve(file + ".json")), Secrets.OF_A_TEST);
    }
}
