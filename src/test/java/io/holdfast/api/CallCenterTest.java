package io.holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testing.InstallationResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A credential that is for some call centres only. */
@QuarkusTest
class CallCenterTest {

    private static RequestSpecification north() {
        return Calls.with(InstallationResource.NORTH_KEY);
    }

    private static RequestSpecification south() {
        return Calls.with(InstallationResource.SOUTH_KEY);
    }

    private static Response open(RequestSpecification who, String callCenter, String conversation) {
        return who.header("Content-Type", "application/json")
                .body("""
                {"customer_account_id": "ACC-CENTERS", "hold_amount": 1.00, "payment_method_id": "pm_1",
                 "call_center_id": "%s", "conversation_id": "%s"}""".formatted(callCenter, conversation))
                .post("/v1/disputes");
    }

    @Test
    void aForeignDisputeLooksLikeNone() {
        // given
        String conversation = "conversation-" + UUID.randomUUID();
        String id = open(north(), "CC-NORTH", conversation)
                .then()
                .statusCode(202)
                .extract()
                .path("dispute_id");
        String nothing = UUID.randomUUID().toString();

        for (String call : List.of(
                "GET /v1/disputes/%s",
                "GET /v1/disputes/%s/events", "POST /v1/disputes/%s/release", "POST /v1/disputes/%s/charge")) {
            String method = call.split(" ")[0];

            // when
            Response foreign = south().request(method, call.split(" ")[1].formatted(id));
            Response none = south().request(method, call.split(" ")[1].formatted(nothing));

            // then
            assertThat(foreign.statusCode()).as(call).isEqualTo(404);
            assertThat(foreign.<String>path("type")).isEqualTo(none.path("type"));
            assertThat(foreign.<String>path("detail")).isEqualTo(none.path("detail"));
        }
        assertThat(south().header("Accept", "text/event-stream")
                        .get("/v1/disputes/" + id + "/events")
                        .statusCode())
                .isEqualTo(404);
        assertThat(south().get("/v1/conversations/" + conversation + "/dispute").statusCode())
                .isEqualTo(404);
        assertThat(north().get("/v1/disputes/" + id).statusCode()).isEqualTo(200);
        assertThat(north().get("/v1/disputes/" + id + "/events").statusCode()).isEqualTo(200);
        assertThat(Calls.agent().get("/v1/disputes/" + id).statusCode()).isEqualTo(200);
        assertThat(north().post("/v1/disputes/" + id + "/release").statusCode()).isIn(200, 202);
    }

    @Test
    void aForeignDisputeOfTheSameConversationHidesNoOwnOne() {
        // given
        String conversation = "conversation-" + UUID.randomUUID();
        String own = open(south(), "CC-SOUTH", conversation)
                .then()
                .statusCode(202)
                .extract()
                .path("dispute_id");
        open(north(), "CC-NORTH", conversation).then().statusCode(202);

        // when
        Response answer = south().get("/v1/conversations/" + conversation + "/dispute");

        // then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.<String>path("dispute_id")).isEqualTo(own);
    }

    @Test
    void aForeignDisputeIsNotWaitedFor() {
        // given
        String id = open(north(), "CC-COAST", "conversation-" + UUID.randomUUID())
                .then()
                .statusCode(202)
                .extract()
                .path("dispute_id");

        // when
        Response answer = south().header("Prefer", "wait=10").get("/v1/disputes/" + id);

        // then
        assertThat(answer.statusCode()).isEqualTo(404);
    }

    @Test
    void listsShowOnesOwnOnly() {
        // given
        open(north(), "CC-NORTH", "conversation-" + UUID.randomUUID()).then().statusCode(202);
        open(south(), "CC-SOUTH", "conversation-" + UUID.randomUUID()).then().statusCode(202);

        // when
        List<String> seen = south().get("/v1/disputes?customer_account_id=ACC-CENTERS")
                .then()
                .statusCode(200)
                .extract()
                .path("data.call_center_id");

        // then
        assertThat(seen).isNotEmpty().containsOnly("CC-SOUTH");
    }

    @Test
    void operationsOfOthersAreNotShown() {
        // given: an operation that never ends
        String body = Calls.body("pm_silent").replace("{", "{\"call_center_id\": \"CC-NORTH\",");
        String dispute = north().header("Content-Type", "application/json")
                .body(body)
                .post("/v1/disputes")
                .then()
                .statusCode(202)
                .extract()
                .path("dispute_id");

        // when
        List<String> north = north().get("/v1/operations?limit=200")
                .then()
                .statusCode(200)
                .extract()
                .path("data.dispute_id");
        List<String> south = south().get("/v1/operations?limit=200")
                .then()
                .statusCode(200)
                .extract()
                .path("data.dispute_id");

        // then
        assertThat(north).contains(dispute);
        assertThat(south).doesNotContain(dispute);
        String operation = north().get("/v1/operations?limit=200")
                .path("data.find { it.dispute_id == '" + dispute + "' }.operation_id");
        assertThat(south().post("/v1/operations/" + operation + "/retry").statusCode())
                .isEqualTo(404);
        assertThat(north().post("/v1/operations/" + operation + "/retry").statusCode())
                .isEqualTo(202);
    }

    @Test
    void nothingIsOpenedForAnotherCallCentre() {
        // when
        Response answer = open(south(), "CC-NORTH", "conversation-" + UUID.randomUUID());

        // then
        ProblemsTest.assertProblem(answer, 403, "forbidden");
    }

    @Test
    void whoIsForOneCallCentreNeedNotNameIt() {
        // when
        Response answer = south().header("Content-Type", "application/json")
                .body(Calls.body("pm_1"))
                .post("/v1/disputes");

        // then
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.<String>path("call_center_id")).isEqualTo("CC-SOUTH");
    }

    @Test
    void aCredentialThatCallsTooOftenIsToldWhenToComeBack() {
        // given: 2 a second, and ten seconds' worth at once
        Response answer = Calls.with(InstallationResource.SLOW_KEY).get("/v1/disputes?limit=1");
        for (int i = 0; i < 200 && answer.statusCode() == 200; i++) {
            // when
            answer = Calls.with(InstallationResource.SLOW_KEY).get("/v1/disputes?limit=1");
        }

        // then
        ProblemsTest.assertProblem(answer, 429, "too-many-requests");
        assertThat(answer.header("Retry-After")).matches("[1-9]\\d*");
        assertThat(Calls.agent().get("/v1/disputes?limit=1").statusCode()).isEqualTo(200);
    }
}
