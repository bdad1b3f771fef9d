package io.holdfast.api;

import static io.holdfast.testing.IssuerResource.signed;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testing.Connected;
import io.holdfast.testing.InstallationResource;
import io.holdfast.testing.IssuerResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.config.HttpClientConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bearer tokens, of a real issuer on this machine. */
@QuarkusTest
@TestProfile(Connected.class)
class BearerTokenTest {

    private static final String ISSUER = ConfigProvider.getConfig().getValue(IssuerResource.URL, String.class);

    @AfterEach
    void theIssuerIsUp() {
        given().post(ISSUER + "/up");
        given().post(ISSUER + "/restore");
    }

    private static RsaJsonWebKey key(int number) throws JoseException {
        String json = ConfigProvider.getConfig().getValue(IssuerResource.KEYS + number, String.class);
        return (RsaJsonWebKey) org.jose4j.jwk.JsonWebKey.Factory.newJwk(json);
    }

    private static JwtClaims claims(String... roles) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(ISSUER);
        claims.setAudience(IssuerResource.AUDIENCE);
        claims.setSubject("person-1");
        claims.setExpirationTimeMinutesInTheFuture(10);
        claims.setIssuedAtToNow();
        claims.setClaim("permissions", Map.of("holdfast", List.of(roles)));
        claims.setClaim("call_centers", "*");
        return claims;
    }

    private static Response list(String token) {
        return given().header("Authorization", "Bearer " + token).get("/v1/disputes?limit=1");
    }

    @Test
    void theDescriptionSaysThatATokenDoesInsteadOfAKeyAndWhoIssuesIt() {
        // when
        JsonPath description = given().get("/q/openapi?format=json").jsonPath();

        // then
        assertThat(description.getList("security"))
                .isEqualTo(List.of(Map.of("apiKey", List.of()), Map.of("openIdConnect", List.of())));
        assertThat(description.getMap("components.securitySchemes.openIdConnect"))
                .isEqualTo(Map.of(
                        "type", "openIdConnect", "openIdConnectUrl", ISSUER + "/.well-known/openid-configuration"));
    }

    @Test
    void aGoodTokenIsTakenForItsRoles() throws JoseException {
        // when
        Response agent = list(signed(claims("agent"), key(1)));
        Response architect = list(signed(claims("architect"), key(1)));
        Response nobody = list(signed(claims(), key(1)));

        // then
        assertThat(agent.statusCode()).isEqualTo(200);
        ProblemsTest.assertProblem(architect, 403, "forbidden");
        ProblemsTest.assertProblem(nobody, 403, "forbidden");
    }

    @Test
    void rolesOfAnotherClaimCountOnlyWhereTheFirstIsNotThere() throws JoseException {
        // given
        JwtClaims both = claims("architect");
        both.setStringListClaim("groups", "agent");
        JwtClaims none = claims();
        none.setStringListClaim("groups", "agent");
        JwtClaims other = claims();
        other.unsetClaim("permissions");
        other.setStringListClaim("groups", "agent");
        JwtClaims last = claims();
        last.unsetClaim("permissions");
        last.setClaim("realm_access", Map.of("roles", List.of("agent")));

        // then
        assertThat(list(signed(last, key(1))).statusCode()).isEqualTo(200);
        ProblemsTest.assertProblem(list(signed(both, key(1))), 403, "forbidden");
        ProblemsTest.assertProblem(list(signed(none, key(1))), 403, "forbidden");
        assertThat(list(signed(other, key(1))).statusCode()).isEqualTo(200);
    }

    @Test
    void aTokenWhoseEndNoDateCanHaveIsTakenAsAnyOther() throws JoseException {
        for (long end : List.of(1_000_000_000_000_000_000L, Long.MAX_VALUE)) {
            // given
            JwtClaims endless = claims("agent");
            endless.setExpirationTime(NumericDate.fromSeconds(end));

            // when
            Response answer = list(signed(endless, key(1)));

            // then
            assertThat(answer.statusCode()).as("%s", end).isEqualTo(200);
        }
    }

    @Test
    void keysAreTakenBesideTokensButNotTogether() throws JoseException {
        // when
        Response key = Calls.agent().get("/v1/disputes?limit=1");
        Response both = Calls.agent()
                .header("Authorization", "Bearer " + signed(claims("agent"), key(1)))
                .get("/v1/disputes?limit=1");

        // then
        assertThat(key.statusCode()).isEqualTo(200);
        ProblemsTest.assertProblem(both, 401, "unauthenticated");
    }

    @Test
    void theStoryTellsWhoHadTheTokenAndNeverTakesThemForAKey() throws JoseException {
        // given: a subject with the name of an API key
        JwtClaims claims = claims("architect", "agent");
        claims.setSubject("call-flow");
        String token = signed(claims, key(1));
        String body = Calls.body("pm_1");
        String key = UUID.randomUUID().toString();

        // when
        Response bearer = given().header("Authorization", "Bearer " + token)
                .header("Idempotency-Key", key)
                .contentType("application/json")
                .body(body)
                .post("/v1/disputes");
        Response holder = Calls.architect()
                .header("Idempotency-Key", key)
                .contentType("application/json")
                .body(body)
                .post("/v1/disputes");

        // then
        assertThat(bearer.statusCode()).isEqualTo(202);
        assertThat(holder.header("Idempotent-Replayed")).isNull();
        String actor = Calls.agent()
                .get("/v1/disputes/" + bearer.path("dispute_id") + "/events")
                .path("data[0].actor");
        assertThat(actor).isEqualTo("oidc:call-flow");
    }

    @Test
    void aTokenReachesTheCallCentresItNames() throws JoseException {
        // given
        JwtClaims north = claims("architect", "agent");
        north.setClaim("call_centers", List.of("CC-NORTH"));
        JwtClaims none = claims("agent");
        none.unsetClaim("call_centers");
        String id = given().header("Authorization", "Bearer " + signed(north, key(1)))
                .contentType("application/json")
                .body(Calls.body("pm_1"))
                .post("/v1/disputes")
                .then()
                .statusCode(202)
                .extract()
                .path("dispute_id");

        // when
        int own = get(id, north);
        int foreign = get(id, none);

        // then
        assertThat(own).isEqualTo(200);
        assertThat(foreign).isEqualTo(404);
    }

    @Test
    void aKeyThatWasUsedForACallCentreOutOfReachBringsNoDisputeOfIt() throws JoseException {
        // given: somebody who changed from one to the other
        JwtClaims north = claims("architect");
        north.setClaim("call_centers", List.of("CC-NORTH"));
        JwtClaims south = claims("architect");
        south.setClaim("call_centers", List.of("CC-SOUTH"));
        String key = "key-" + UUID.randomUUID();
        String body = Calls.body("pm_1");
        String id = open(north, key, body).then().statusCode(202).extract().path("dispute_id");

        // when
        Response foreign = open(south, key, body);
        Response own = open(north, key, body);

        // then
        ProblemsTest.assertProblem(foreign, 422, "idempotency-key-reused");
        assertThat(foreign.asString()).doesNotContain(id);
        assertThat(own.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(own.<String>path("dispute_id")).isEqualTo(id);
    }

    private static Response open(JwtClaims claims, String key, String body) throws JoseException {
        return given().header("Authorization", "Bearer " + signed(claims, key(1)))
                .header("Idempotency-Key", key)
                .contentType("application/json")
                .body(body)
                .post("/v1/disputes");
    }

    @Test
    void aCardNumberIsNoCallCentre() throws JoseException {
        for (Object named : List.of(
                "4716258432909845",
                List.of("4716258432909845"),
                List.of("4716 2584 3290 9845"),
                List.of("x4716-2584-3290-9845"))) {
            // given
            JwtClaims claims = claims("architect", "agent");
            claims.setClaim("call_centers", named);

            // when
            Response answer = given().header("Authorization", "Bearer " + signed(claims, key(1)))
                    .contentType("application/json")
                    .body(Calls.body("pm_1"))
                    .post("/v1/disputes");

            // then
            ProblemsTest.assertProblem(answer, 403, "forbidden");
            assertThat(answer.<String>path("detail")).as("%s", named).contains("a card number is none");
            assertThat(answer.asString()).doesNotContain("4716");
        }
    }

    private static int get(String id, JwtClaims claims) throws JoseException {
        return given().header("Authorization", "Bearer " + signed(claims, key(1)))
                .get("/v1/disputes/" + id)
                .statusCode();
    }

    @Test
    void aTokenThatIsNotGoodIsRefused() throws JoseException {
        // given
        JwtClaims wrongIssuer = claims("agent");
        wrongIssuer.setIssuer("https://somebody.example.com");
        JwtClaims wrongAudience = claims("agent");
        wrongAudience.setAudience("somebody-else");
        JwtClaims noAudience = claims("agent");
        noAudience.unsetClaim("aud");
        JwtClaims expired = claims("agent");
        expired.setExpirationTime(NumericDate.fromSeconds(NumericDate.now().getValue() - 60));
        JwtClaims early = claims("agent");
        early.setNotBefore(NumericDate.fromSeconds(NumericDate.now().getValue() + 300));
        JwtClaims endless = claims("agent");
        endless.unsetClaim("exp");
        JwtClaims nameless = claims("agent");
        nameless.setSubject("4111 1111 1111 1111");
        JwtClaims without = claims("agent");
        without.unsetClaim("sub");
        JwtClaims number = claims("agent");
        number.setClaim("upn", 5);
        RsaJsonWebKey stranger = RsaJwkGenerator.generateJwk(2048);
        stranger.setKeyId("first");
        RsaJsonWebKey unknown = RsaJwkGenerator.generateJwk(2048);
        unknown.setKeyId("unheard-of");
        String good = signed(claims("agent"), key(1));
        String[] parts = good.split("\\.");
        String otherClaims = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(claims("admin").toJson().getBytes(StandardCharsets.UTF_8));

        for (Map.Entry<String, String> bad : Map.ofEntries(
                        Map.entry("wrong issuer", signed(wrongIssuer, key(1))),
                        Map.entry("wrong audience", signed(wrongAudience, key(1))),
                        Map.entry("no audience", signed(noAudience, key(1))),
                        Map.entry("expired", signed(expired, key(1))),
                        Map.entry("not yet valid", signed(early, key(1))),
                        Map.entry("without an end", signed(endless, key(1))),
                        Map.entry("a card number for a name", signed(nameless, key(1))),
                        Map.entry("no name", signed(without, key(1))),
                        Map.entry("a number for a name", signed(number, key(1))),
                        Map.entry("alg none", unsigned(claims("agent"))),
                        Map.entry(
                                "HS256 with the public key",
                                signedWithPublicKey(claims("agent"), key(1).getPublicKey())),
                        Map.entry("another's key under the right name", signed(claims("agent"), stranger)),
                        Map.entry("unknown key", signed(claims("agent"), unknown)),
                        Map.entry("changed claims", parts[0] + "." + otherClaims + "." + parts[2]),
                        Map.entry("no signature", parts[0] + "." + parts[1] + "."),
                        Map.entry("two parts", parts[0] + "." + parts[1]),
                        Map.entry("opaque", "2YotnFZFEjr1zCsicMWpAA"),
                        Map.entry("nothing", ""))
                .entrySet()) {
            // when
            Response answer = list(bad.getValue());

            // then
            assertThat(answer.statusCode()).as(bad.getKey()).isEqualTo(401);
            assertThat(answer.<String>path("type")).as(bad.getKey()).endsWith("/unauthenticated");
            assertThat(answer.header("WWW-Authenticate")).contains("Bearer");
        }
    }

    @Test
    void ofTwoTokensNeitherIsBelieved() throws JoseException {
        // given
        String good = "Bearer " + signed(claims("agent"), key(1));

        // when
        Response answer = given().header("Authorization", good, "Bearer x").get("/v1/disputes?limit=1");

        // then
        assertThat(answer.statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(longs = {31_556_889_864_403_200L, 1_000_000_000_000_000_000L, Long.MAX_VALUE})
    void aTokenMayEndAfterAllTime(long seconds) throws JoseException {
        // given
        JwtClaims endless = claims("agent");
        endless.setExpirationTime(NumericDate.fromSeconds(seconds));

        // when
        Response answer = list(signed(endless, key(1)));

        // then
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void aStreamEndsWithTheTokenThatOpenedIt() throws JoseException {
        // given
        String id = Calls.opened("pm_1");
        JwtClaims soonOver = claims("agent");
        soonOver.setExpirationTime(NumericDate.fromSeconds(NumericDate.now().getValue() + 3));
        String token = signed(soonOver, key(1));

        // when: it is read to its end
        Response stream = given().header("Authorization", "Bearer " + token)
                .header("Accept", "text/event-stream")
                .config(RestAssuredConfig.config()
                        .httpClient(HttpClientConfig.httpClientConfig().setParam("http.socket.timeout", 10_000)))
                .get("/v1/disputes/" + id + "/events");
        String told = stream.asString();

        // then
        assertThat(stream.statusCode()).isEqualTo(200);
        assertThat(told).contains("hold.placed");
        assertThat(list(token).statusCode()).isEqualTo(401);
    }

    @Test
    void theIssuersNewKeyIsFetchedWhenItIsFirstUsed() throws JoseException {
        // given
        list(signed(claims("agent"), key(1)));
        given().post(ISSUER + "/rotate");

        // when
        Response answer = list(signed(claims("agent"), key(2)));

        // then
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    /** As some that stand in front of an issuer do, to know who comes back. */
    @Test
    void keysThatAreHadWithACookieOnlyAreHad() throws JoseException {
        // given
        list(signed(claims("agent"), key(1)));
        given().post(ISSUER + "/rotate");
        given().post(ISSUER + "/by-cookie");

        // when
        Response answer = list(signed(claims("agent"), key(2)));

        // then
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void whileTheIssuerIsAwayKnownKeysGoOnAndUnknownOnesAreNoAccident() throws JoseException {
        // given
        assertThat(list(signed(claims("agent"), key(1))).statusCode()).isEqualTo(200);
        RsaJsonWebKey unknown = RsaJwkGenerator.generateJwk(2048);
        unknown.setKeyId("away-" + UUID.randomUUID());
        given().post(ISSUER + "/down");

        // when
        Response known = list(signed(claims("agent"), key(1)));
        Response notKnown = list(signed(claims("agent"), unknown));

        // then
        assertThat(known.statusCode()).isEqualTo(200);
        ProblemsTest.assertProblem(notKnown, 503, "unavailable");
        assertThat(notKnown.header("Retry-After")).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{}", "<html>We are moving</html>"})
    void whileTheIssuersKeysAreNoneATokenOfAnUnknownKeyIsNotJudged(String keys) throws JoseException {
        // given
        assertThat(list(signed(claims("agent"), key(1))).statusCode()).isEqualTo(200);
        RsaJsonWebKey unknown = RsaJwkGenerator.generateJwk(2048);
        unknown.setKeyId("moving-" + UUID.randomUUID());
        JwtClaims over = claims("agent");
        over.setExpirationTime(NumericDate.fromSeconds(NumericDate.now().getValue() - 60));
        given().body(keys).post(ISSUER + "/no-keys");

        // when
        Response notKnown = list(signed(claims("agent"), unknown));
        Response soonAfter = list(signed(claims("agent"), unknown));
        Response expired = list(signed(over, key(1)));
        Response known = list(signed(claims("agent"), key(1)));

        // then
        ProblemsTest.assertProblem(notKnown, 503, "unavailable");
        ProblemsTest.assertProblem(soonAfter, 503, "unavailable");
        ProblemsTest.assertProblem(expired, 401, "unauthenticated");
        assertThat(known.statusCode()).isEqualTo(200);
    }

    @Test
    @Timeout(30)
    void whileTheIssuerHangsATokenOfAnUnknownKeyIsAnsweredThatItCannotBeJudged() throws JoseException {
        // given
        assertThat(list(signed(claims("agent"), key(1))).statusCode()).isEqualTo(200);
        RsaJsonWebKey unknown = RsaJwkGenerator.generateJwk(2048);
        unknown.setKeyId("hanging-" + UUID.randomUUID());
        given().post(ISSUER + "/hang");

        // when
        Response notKnown = list(signed(claims("agent"), unknown));
        Response known = list(signed(claims("agent"), key(1)));

        // then
        ProblemsTest.assertProblem(notKnown, 503, "unavailable");
        assertThat(notKnown.header("Retry-After")).isNotNull();
        assertThat(known.statusCode()).isEqualTo(200);
    }

    @Test
    void webhooksAndBadCredentialsOfOneSourceAreBounded() throws JoseException {
        // given: one webhook a second and ten at once; five bad credentials a second and fifty at once
        Response webhook = ofFlood(given()).body("{}").post("/v1/webhooks/erp");
        for (int i = 0; i < 100 && webhook.statusCode() != 429; i++) {
            // when
            webhook = ofFlood(given()).body("{}").post("/v1/webhooks/erp");
        }
        Response guess = ofFlood(Calls.with("guess")).get("/v1/disputes");
        for (int i = 0; i < 5_000 && guess.statusCode() == 401; i++) {
            guess = ofFlood(Calls.with("guess")).get("/v1/disputes");
        }

        // then
        ProblemsTest.assertProblem(webhook, 429, "too-many-requests");
        assertThat(webhook.header("Retry-After")).matches("[1-9]\\d*");
        ProblemsTest.assertProblem(guess, 429, "too-many-requests");
        assertThat(guess.header("Retry-After")).matches("[1-9]\\d*");
        assertThat(ofFlood(Calls.with(InstallationResource.AGENT_KEY))
                        .get("/v1/disputes")
                        .statusCode())
                .isEqualTo(200);
        assertThat(given().body("{}").post("/v1/webhooks/erp").statusCode()).isNotEqualTo(429);
        assertThat(list(signed(claims("agent"), key(1))).statusCode()).isEqualTo(200);
    }

    /** From an address that no other test calls from, by the word of a proxy that is believed: what it used up, the next test would miss. */
    private static RequestSpecification ofFlood(RequestSpecification call) {
        return call.header("X-Forwarded-For", "203.0.113.9");
    }

    private static String unsigned(JwtClaims claims) throws JoseException {
        JsonWebSignature token = new JsonWebSignature();
        token.setPayload(claims.toJson());
        token.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
        token.setAlgorithmHeaderValue("none");
        return token.getCompactSerialization();
    }

    private static String signedWithPublicKey(JwtClaims claims, PublicKey key) throws JoseException {
        JsonWebSignature token = new JsonWebSignature();
        token.setPayload(claims.toJson());
        token.setKeyIdHeaderValue("first");
        token.setKey(new HmacKey(key.getEncoded()));
        token.setAlgorithmHeaderValue("HS256");
        return token.getCompactSerialization();
    }
}
