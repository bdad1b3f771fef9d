package io.holdfast.desk;

import static io.restassured.RestAssured.given;

import io.holdfast.testing.InstallationResource;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A person at a browser without scripts: keeps cookies, fills in forms with what is in them. */
final class Visitor {

    static final String COOKIE = "holdfast-desk";

    /**
     * Of the card 4111 1111 1111 1111: six of its ones, however it is parted, which is more than chance puts into the random ids of a page; or its last four, by
     * themselves.
     */
    static final Pattern PIECE_OF_THE_CARD = Pattern.compile("1(\\W*(%20)?1){5}|(?<![\\w-])1111(?![\\w-])");

    private static final Pattern TOKEN = Pattern.compile("name=\"token\" value=\"([^\"]+)\"");

    private String cookie = "";

    /** Somebody who has signed in. */
    static Visitor signedIn(String key) {
        Visitor visitor = new Visitor();
        visitor.signIn(key).then().statusCode(303);
        return visitor;
    }

    static Visitor agent() {
        return signedIn(InstallationResource.AGENT_KEY);
    }

    Response get(String address) {
        return keep(request().get(address));
    }

    Response signIn(String key) {
        String token = token(get("/desk/sign-in"));
        return post("/desk/sign-in", Map.of("token", token, "api_key", key));
    }

    Response post(String address, Map<String, String> fields) {
        return keep(request().contentType(ContentType.URLENC).formParams(fields).post(address));
    }

    /** As the script of the page would. */
    RequestSpecification script() {
        return request().header("HX-Request", "true");
    }

    RequestSpecification request() {
        RequestSpecification request = given().redirects().follow(false).urlEncodingEnabled(true);
        return cookie.isEmpty() ? request : request.cookie(COOKIE, cookie);
    }

    /** The token of the forms of a page that this visitor can see. */
    String token() {
        return token(get("/desk?view=all"));
    }

    static String token(Response page) {
        Matcher found = TOKEN.matcher(page.asString());
        if (!found.find()) {
            throw new AssertionError("no form in " + page.asString());
        }
        return found.group(1);
    }

    String cookie() {
        return cookie;
    }

    void bring(String otherCookie) {
        cookie = otherCookie;
    }

    private Response keep(Response response) {
        if (response.detailedCookie(COOKIE) != null) {
            cookie = response.cookie(COOKIE);
        }
        return response;
    }

    /** Opens a dispute as a call flow does, and waits until the gateway has said something. @return its id */
    static String opened(String account, String paymentMethod, String conversation) {
        String id = openedLate(account, paymentMethod, conversation);
        given().header("X-API-Key", InstallationResource.ARCHITECT_KEY)
                .header("Prefer", "wait=10")
                .get("/v1/disputes/" + id)
                .then()
                .statusCode(200);
        return id;
    }

    /** As {@link #opened}, without waiting. */
    static String openedLate(String account, String paymentMethod, String conversation) {
        RequestSpecification flow = given().header("X-API-Key", InstallationResource.ARCHITECT_KEY);
        return flow.contentType(ContentType.JSON)
                .body(Map.of(
                        "customer_account_id",
                        account,
                        "hold_amount",
                        49.99,
                        "payment_method_id",
                        paymentMethod,
                        "conversation_id",
                        conversation))
                .post("/v1/disputes")
                .then()
                .statusCode(202)
                .extract()
                .path("dispute_id");
    }

    static String held() {
        return opened("ACC-1001", "pm_card_visa", "conversation-" + UUID.randomUUID());
    }
}
