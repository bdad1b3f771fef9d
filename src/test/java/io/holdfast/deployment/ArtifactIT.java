package io.holdfast.deployment;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;

/** Whatever was built, jar or native: it starts on a database, places a hold at the sandbox, settles it, and says no as it should. */
@QuarkusIntegrationTest
@WithTestResource(ArtifactResource.class)
class ArtifactIT {

    @Test
    void aHoldIsPlacedAndCharged() {
        // given
        String id = opened("pm_card_visa");

        // when
        asked().header("Prefer", "wait=10").get("/v1/disputes/" + id).then().body("status", equalTo("HELD"));
        asked().header("Prefer", "wait=10")
                .contentType(ContentType.JSON)
                .body("{\"amount\": 20.00}")
                .post("/v1/disputes/" + id + "/charge");

        // then
        asked().get("/v1/disputes/" + id)
                .then()
                .body("status", equalTo("CHARGED"))
                .body("charged_amount", equalTo(20.00f));
        asked().get("/v1/disputes/" + id + "/events").then().body("data.type", hasItem("hold.placed"));
        asked().get("/v1/disputes?status=CHARGED").then().body("data.dispute_id", hasItem(id));
    }

    @Test
    void aDeclinedCardIsAnAnswer() {
        // given
        String id = opened("pm_declined_insufficient_funds");

        // then
        asked().header("Prefer", "wait=10")
                .get("/v1/disputes/" + id)
                .then()
                .statusCode(200)
                .body("status", equalTo("FAILED"))
                .body("failure_code", equalTo("insufficient_funds"));
    }

    @Test
    void refusalsAreProblems() {
        asked().contentType(ContentType.JSON)
                .body("{\"hold_amount\": 49.999}")
                .post("/v1/disputes")
                .then()
                .statusCode(422)
                .contentType("application/problem+json");
        asked().contentType(ContentType.JSON)
                .body("{\"customer_account_id\": \"4242 4242 4242 4242\"}")
                .post("/v1/disputes")
                .then()
                .statusCode(422)
                .body("type", equalTo("https://holdfast.io/problems/card-data-refused"));
        given().get("/v1/disputes").then().statusCode(401);
    }

    @Test
    void theDescriptionOfTheApiIsThere() {
        assertThat(given().get("/q/openapi").asString()).contains("/v1/disputes/{dispute_id}/charge");
    }

    private static String opened(String paymentMethod) {
        return asked().contentType(ContentType.JSON)
                .body("{\"customer_account_id\": \"ACC-1\", \"hold_amount\": 49.99, \"gateway\": \"erp\","
                        + " \"payment_method_id\": \""
                        + paymentMethod + "\"}")
                .post("/v1/disputes")
                .then()
                .statusCode(202)
                .extract()
                .path("dispute_id");
    }

    private static RequestSpecification asked() {
        return given().header("X-API-Key", ArtifactResource.KEY);
    }
}
