package io.holdfast.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
                .containsEntry("/v1/gateways", Set.of("get"));
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
        // when
        Response answer = given().request(method, "/q/openapi");

        // then
        ProblemsTest.assertProblem(answer, 405, "method-not-allowed");
        assertThat(answer.header("Allow")).isEqualTo("GET, HEAD");
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
