package io.holdfast.genesys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ActionLintTest {

    static Stream<ActionFile> files() {
        return ActionFile.all().stream();
    }

    @ParameterizedTest
    @MethodSource("files")
    void anActionKeepsTheRulesOfThePlatform(ActionFile file) {
        // when
        List<String> findings = ActionLint.findings(file);

        // then
        assertThat(findings).isEmpty();
    }

    @Test
    void bothKindsOfCredentialHaveTheSameActions() {
        // given
        List<ActionFile> withKey = ActionFile.in(ActionFile.FOLDER);

        // when
        List<ActionFile> withToken = ActionFile.in(ActionFile.OAUTH_FOLDER);

        // then
        assertThat(withKey)
                .extracting(ActionFile::name)
                .containsExactlyInAnyOrder(
                        "Open Dispute", "Get Dispute", "Get Dispute By Conversation", "Release Hold", "Charge Hold");
        assertThat(withToken)
                .extracting(it -> withoutCredential(it.json()))
                .isEqualTo(
                        withKey.stream().map(it -> withoutCredential(it.json())).toList());
        assertThat(withKey)
                .allSatisfy(it -> assertThat(it.headers())
                        .containsEntry("X-API-Key", "${credentials.apiKey}")
                        .doesNotContainKey("Authorization"));
        assertThat(withToken)
                .allSatisfy(it -> assertThat(it.headers())
                        .containsEntry("Authorization", "Bearer ${authResponse.access_token}")
                        .doesNotContainKey("X-API-Key"));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {
                "/config/request/requestUrlTemplate, |http://${credentials.host}/v1/disputes|, by https",
                "/config/request/requestTemplate, |{\"conversation_id\": \"${input.conversationId}\"}|, not escaped",
                "/config/request/requestTemplate, |{\"hold_amount\": ${input.amount}}|, inputs and templates differ",
                "/config/request/requestTemplate, |{\"x\": \"${esc.jsonString(input.x)}\"}|, does not parse",
                "/config/request/headers/Idempotency-Key, ${input.conversationId}, not escaped",
                "/config/response/translationMap/status, status, no JSONPath",
                "/config/response/translationMapDefaults/status, nothing, no JSON",
                "/config/response/translationMapDefaults/status, 0, no string",
                "/config/response/translationMapDefaults/holdAmount, |\"\"|, no number",
                "/config/response/successTemplate, |{\"status\": \"${status}\"}|, quoted twice",
                "/contract/input/inputSchema/properties/currency/type, array, is a array",
                "/actionType, static, custom",
            })
    void aBrokenActionIsFound(String place, String value, String finding) {
        // given
        ObjectNode json = openDispute();
        int name = place.lastIndexOf('/');
        ((ObjectNode) json.at(place.substring(0, name))).put(place.substring(name + 1), value);

        // when
        List<String> findings = ActionLint.findings(new ActionFile(ActionFile.FOLDER, json));

        // then
        assertThat(findings).anySatisfy(it -> assertThat(it).contains(finding));
    }

    @ParameterizedTest
    @CsvSource({
        "/config/request, requestTemplate",
        "/config/response/translationMap, route",
        "/config/response/translationMapDefaults, route",
        "/contract/output/successSchema/properties, route",
        "/contract/input/inputSchema/properties, currency",
    })
    void anActionThatLacksSomethingIsFound(String place, String name) {
        // given
        ObjectNode json = openDispute();
        ((ObjectNode) json.at(place)).remove(name);

        // when
        List<String> findings = ActionLint.findings(new ActionFile(ActionFile.FOLDER, json));

        // then
        assertThat(findings).isNotEmpty();
    }

    @Test
    void aReservedInputIsFound() {
        // given
        ObjectNode json = openDispute();
        ((ObjectNode) json.at("/contract/input/inputSchema/properties"))
                .putObject("orgId")
                .put("type", "string");

        // when
        List<String> findings = ActionLint.findings(new ActionFile(ActionFile.FOLDER, json));

        // then
        assertThat(findings).contains("input orgId is reserved");
    }

    private static ObjectNode openDispute() {
        return ActionFile.read(ActionFile.FOLDER.resolve("open-dispute.json"))
                .json()
                .deepCopy();
    }

    private static JsonNode withoutCredential(JsonNode json) {
        ObjectNode copy = json.deepCopy();
        ((ObjectNode) copy.at("/config/request/headers")).remove(List.of("X-API-Key", "Authorization"));
        return copy;
    }
}
