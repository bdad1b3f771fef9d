package io.holdfast.api;

import static io.restassured.RestAssured.given;

import io.holdfast.testing.InstallationResource;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.UUID;

/** Calls of Holdfast over HTTP, as its callers make them. */
final class Calls {

    private Calls() {}

    static RequestSpecification architect() {
        return with(InstallationResource.ARCHITECT_KEY);
    }

    static RequestSpecification agent() {
        return with(InstallationResource.AGENT_KEY);
    }

    static RequestSpecification admin() {
        return with(InstallationResource.ADMIN_KEY);
    }

    static RequestSpecification with(String key) {
        return given().header("X-API-Key", key);
    }

    static Response open(String body) {
        return architect().contentType(ContentType.JSON).body(body).post("/v1/disputes");
    }

    /** Opens a dispute and waits until the gateway has said yes or no. @return its id */
    static String opened(String paymentMethod) {
        String id = open(body(paymentMethod)).then().statusCode(202).extract().path("dispute_id");
        architect().header("Prefer", "wait=10").get("/v1/disputes/" + id).then().statusCode(200);
        return id;
    }

    static String body(String paymentMethod) {
        return body(paymentMethod, "conversation-" + UUID.randomUUID());
    }

    static String body(String paymentMethod, String conversation) {
        return """
                {"customer_account_id": "ACC-1001", "hold_amount": 49.99, "payment_method_id": "%s",
                 "conversation_id": "%s"}""".formatted(paymentMethod, conversation);
    }
}
