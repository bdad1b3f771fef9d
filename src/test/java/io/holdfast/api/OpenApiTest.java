package io.holdfast.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testing.InstallationResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class OpenApiTest {

    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    @Test
    void everyCallOfTheContractIsDescribedBesideTheApi() {
        // when
        Map<String, Set<String>> described = described(description());

        // then
        assertThat(described)
                .containsEntry("/v1/disputes", Set.of("get", "post"))
                .containsEntry("/v1/disputes/{dispute_id}", Set.of("get"))
                .containsEntry("/v1/disputes/{dispute_id}/events", Set.of("get"))
                .containsEntry("/v1/disputes/{dispute_id}/release", Set.of("post"))
                .containsEntry("/v1/disputes/{dispute_id}/charge", Set.of("post"))
                .containsEntry("/v1/conversations/{conversation_id}/dispute", Set.of("get"))
                .containsEntry("/v1/operations", Set.of("get"))
                .containsEntry("/v1/operations/{operation_id}/retry", Set.of("post"))
                .containsEntry("/v1/operations/{operation_id}/resolve", Set.of("post"))
                .containsEntry("/v1/gateways", Set.of("get"))
                .containsEntry("/v1/webhooks/{gateway}", Set.of("post"));
    }

    @Test
    void whatIsDescribedIsThereAndSaysWhichMethodsItKnows() {
        // given
        Map<String, Set<String>> described = described(description());

        described.forEach((path, methods) -> {
            // when
            Response answer = given().delete(path.replaceAll("\\{[^}]+}", "x"));

            // then
            assertThat(answer.statusCode()).as(path).isEqualTo(405);
            List<String> allowed = List.of(answer.header("Allow").toLowerCase().split(", "));
            assertThat(allowed).as(path).containsAll(methods);
            assertThat(METHODS.stream().filter(allowed::contains)).as(path).hasSameSizeAs(methods);
        });
    }

    @Test
    void whoAsksWhichMethodsAnAddressKnowsIsToldTheSame() {
        // given
        Set<String> addresses = described(description()).keySet().stream()
                .map(path -> path.replaceAll("\\{[^}]+}", "x"))
                .collect(Collectors.toSet());

        addresses.forEach(address -> {
            // when
            Response answer = given().options(address);

            // then
            assertThat(answer.statusCode()).as(address).isEqualTo(200);
            assertThat(answer.header("Allow"))
                    .as(address)
                    .isEqualTo(given().delete(address).header("Allow"));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "TRACE", "FOO", "OPTIONS"})
    void theDescriptionCanOnlyBeRead(String method) {
        for (String address : List.of("/q/openapi", "/q/openapi.json", "/q/openapi/")) {
            // when
            Response answer = given().request(method, address);

            // then
            ProblemsTest.assertProblem(answer, 405, "method-not-allowed");
            assertThat(answer.header("Allow")).isEqualTo("GET, HEAD");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /v1/disputes/{dispute_id}/release, application/json, {, 400",
        "POST, /v1/disputes/{dispute_id}/release, application/json, '{\"amount\":1}', 422",
        "POST, /v1/disputes/{dispute_id}/charge, text/plain, {}, 415",
        "POST, /v1/operations/{operation_id}/retry, application/json, '{\"amount\":1}', 422",
        "GET, /v1/disputes/{dispute_id}?card=4111111111111111, application/json, , 422",
        "GET, /v1/disputes/{dispute_id}/events, garbage, , 415",
        "GET, /v1/gateways;a=b, application/json, , 400",
        "POST, /v1/webhooks/{gateway}, application/json, {}, 404",
        "POST, /v1/webhooks/{gateway}, garbage, {}, 404"
    })
    void whatACallIsAnsweredIsDescribed(String method, String call, String type, String body, int status)
            throws Exception {
        // given: a client that sends everything as it is
        String address = call.replaceAll("\\{[^}]+}", "00000000-0000-7000-8000-000000000000");
        HttpRequest request = HttpRequest.newBuilder(new URI(RestAssured.baseURI + ":" + RestAssured.port + address))
                .header("X-API-Key", InstallationResource.NORTH_KEY)
                .header("Content-Type", type)
                .method(method, HttpRequest.BodyPublishers.ofString(body == null ? "" : body))
                .build();

        // when
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());

        // then
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answers(call.replaceFirst("[?;].*", ""), method)).contains(Integer.toString(status));
    }

    @Test
    void anyCallCanBeOneTooManyOrFindTheDatabaseAway() {
        // when
        JsonPath description = description();

        // then
        described(description)
                .forEach((path, methods) -> methods.forEach(method -> assertThat(answers(path, method))
                        .as(method + " " + path)
                        .contains("429", "503")));
    }

    @Test
    void aWebhookIsDescribedWithItsSignatureForACredential() {
        // when
        Map<String, Object> webhook = description().getMap("paths.'/v1/webhooks/{gateway}'.post");

        // then
        assertThat(webhook).containsEntry("security", List.of());
        assertThat(answers("/v1/webhooks/{gateway}", "POST"))
                .contains("200", "204", "401", "404", "413")
                .doesNotContain("403", "406", "422");
    }

    @Test
    void everyAnswerThatIsReferredToIsThere() {
        // given
        JsonPath description = description();
        Set<String> named =
                description.<String, Object>getMap("components.responses").keySet();

        // when
        Set<String> used = Pattern.compile("#/components/responses/(\\w+)")
                .matcher(given().get("/q/openapi?format=json").asString())
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());

        // then
        assertThat(used).isEqualTo(named);
    }

    @Test
    void onlyAnApiKeyIsDescribedWhereNoIssuerOfTokensIsConfigured() {
        // when
        JsonPath description = description();

        // then
        assertThat(description.getMap("components.securitySchemes")).containsOnlyKeys("apiKey");
        assertThat(description.getList("security")).isEqualTo(List.of(Map.of("apiKey", List.of())));
    }

    @Test
    void theDisputeIsDescribedAsItIs() {
        // given
        JsonPath description = description();
        Map<String, Object> dispute = Calls.architect()
                .get("/v1/disputes/" + Calls.opened("pm_1"))
                .jsonPath()
                .getMap("");

        // when
        Set<String> described = description.getMap("components.schemas.Dispute.properties").keySet().stream()
                .map(Object::toString)
                .collect(Collectors.toSet());
        List<String> required = description.getList("components.schemas.Dispute.required");

        // then
        assertThat(described).containsAll(dispute.keySet());
        assertThat(dispute.keySet()).containsAll(required);
    }

    private static Set<String> answers(String path, String method) {
        return description()
                .<String, Object>getMap("paths.'" + path + "'." + method.toLowerCase() + ".responses")
                .keySet();
    }

    private static JsonPath description() {
        return given().get("/q/openapi?format=json")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static Map<String, Set<String>> described(JsonPath description) {
        Map<String, Set<String>> described = new TreeMap<>();
        description.<String, Map<String, Object>>getMap("paths").forEach((path, operations) -> {
            Set<String> methods = new TreeSet<>(operations.keySet());
            methods.retainAll(METHODS);
            described.put(path, methods);
        });
        return described;
    }
}
