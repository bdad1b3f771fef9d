package io.holdfast.desk;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.credential.ApiCredentials;
import io.holdfast.secret.SessionSealer;
import io.holdfast.testing.InstallationResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class DeskSignInTest {

    @Inject
    ApiCredentials credentials;

    @Inject
    SessionSealer sealer;

    @Test
    void whoIsNotSignedInIsAskedToAndComesBackToWhereTheyWanted() {
        // given
        Visitor visitor = new Visitor();
        String wanted = visitor.get("/desk?conversation_id=c-1").header("Location");

        // when
        String token = Visitor.token(visitor.get(wanted));
        Response signedIn = visitor.post(
                "/desk/sign-in",
                Map.of("token", token, "api_key", InstallationResource.AGENT_KEY, "to", "/desk?conversation_id=c-1"));

        // then
        assertThat(wanted).isEqualTo("/desk/sign-in?to=%2Fdesk%3Fconversation_id%3Dc-1");
        assertThat(signedIn.statusCode()).isEqualTo(303);
        assertThat(signedIn.header("Location")).isEqualTo("/desk?conversation_id=c-1");
        assertThat(visitor.get("/desk?conversation_id=c-1").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoseSessionIsOverAmidADecisionIsToldThatNothingWasDone(boolean withScript) {
        // given
        Visitor visitor = new Visitor();

        // when
        Response asked = withScript
                ? visitor.script().get("/desk/disputes/x/charge?amount=17.50")
                : visitor.post("/desk/disputes/x/charge", Map.of("amount", "17.50"));

        // then
        String signIn = asked.header(withScript ? "HX-Redirect" : "Location");
        assertThat(visitor.get(signIn).asString()).contains("Nothing was done");
        assertThat(visitor.get("/desk/sign-in?to=%2Fdesk").asString()).doesNotContain("Nothing was done");
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-such-key", InstallationResource.ARCHITECT_KEY})
    void aKeyThatMayNotLookIsRefusedLikeOneThatDoesNotExist(String key) {
        // given
        Visitor visitor = new Visitor();

        // when
        Response refused = visitor.signIn(key);

        // then
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.asString()).contains("That did not work").doesNotContain(key);
        assertThat(visitor.get("/desk").statusCode()).isEqualTo(303);
    }

    @Test
    void aSignInNeedsTheFormThatThisBrowserGot() {
        // given
        Visitor other = new Visitor();
        String token = Visitor.token(other.get("/desk/sign-in"));
        Visitor visitor = new Visitor();
        visitor.get("/desk/sign-in");

        // when
        Response refused =
                visitor.post("/desk/sign-in", Map.of("token", token, "api_key", InstallationResource.AGENT_KEY));

        // then
        assertThat(refused.statusCode()).isEqualTo(403);
    }

    @Test
    void whoSignsOutIsOut() {
        // given
        Visitor visitor = Visitor.agent();

        // when
        visitor.post("/desk/sign-out", Map.of("token", visitor.token()));

        // then
        assertThat(visitor.get("/desk").header("Location")).startsWith("/desk/sign-in");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://elsewhere.example/",
                "//elsewhere.example",
                "/desk//elsewhere",
                "/v1/disputes",
                "/desk\\x"
            })
    void nobodyIsSentElsewhereAfterSigningIn(String elsewhere) {
        // given
        Visitor visitor = new Visitor();
        String token = Visitor.token(visitor.get("/desk/sign-in"));

        // when
        Response signedIn = visitor.post(
                "/desk/sign-in", Map.of("token", token, "api_key", InstallationResource.AGENT_KEY, "to", elsewhere));

        // then
        assertThat(signedIn.header("Location")).isEqualTo("/desk");
    }

    @Test
    void aCookieThatWasChangedIsNoSession() {
        // given
        Visitor visitor = Visitor.agent();
        String cookie = visitor.cookie();

        // when
        visitor.bring(cookie.substring(0, cookie.length() - 2) + (cookie.endsWith("AA") ? "BB" : "AA"));

        // then
        assertThat(visitor.get("/desk").statusCode()).isEqualTo(303);
    }

    @Test
    void theCookieIsForThisSiteAloneWithoutTlsAndForFramesWithIt() {
        // when
        String plain = given().get("/desk/sign-in").header("Set-Cookie");
        String secure = given().header("X-Forwarded-Proto", "https")
                .get("/desk/sign-in")
                .header("Set-Cookie");

        // then
        assertThat(plain)
                .startsWith("holdfast-desk=")
                .contains("; HttpOnly; SameSite=Lax")
                .doesNotContain("Secure");
        assertThat(secure)
                .startsWith("__Host-holdfast-desk=")
                .contains("Path=/; ")
                .contains("; HttpOnly; Secure; SameSite=None; Partitioned");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "X-Forwarded-Proto | https, http | true",
                "X-Forwarded-Proto | http, https | false",
                "Forwarded | for=192.0.2.1;proto=https, for=10.0.0.1;proto=http | true",
                "Forwarded | for=192.0.2.1; Proto=\"https\" | true",
                "Forwarded | for=192.0.2.1;proto=http, for=10.0.0.1;proto=https | false",
                "Forwarded | for=192.0.2.1 | false"
            })
    void theCookieIsForFramesIfTheFirstOfSeveralProxiesWasReachedByTls(String header, String value, boolean secure) {
        // when
        String cookie = given().header(header, value).get("/desk/sign-in").header("Set-Cookie");

        // then
        assertThat(cookie.startsWith("__Host-")).isEqualTo(secure);
    }

    @Test
    void theSessionOpensNothingOfTheApi() {
        // given
        Visitor visitor = Visitor.agent();

        // when
        Response refused = visitor.request().get("/v1/disputes");

        // then
        assertThat(refused.statusCode()).isEqualTo(401);
    }

    @Test
    void anApiKeyInAHeaderOpensNothingOfTheDesk() {
        // when
        Response refused = given().redirects()
                .follow(false)
                .header("X-API-Key", InstallationResource.AGENT_KEY)
                .get("/desk");

        // then
        assertThat(refused.statusCode()).isEqualTo(303);
    }

    @Test
    void aPageThatWaitsForADisputeDoesNotKeepTheSessionOfSomebodyWhoHasLeft() {
        // given
        Instant tenMinutesAgo = Instant.now().minus(Duration.ofMinutes(10));
        ApiCredentials.Holder agent =
                credentials.holderOf(InstallationResource.AGENT_KEY).orElseThrow();
        Visitor visitor = new Visitor();
        visitor.bring(sealer.sealSession(
                DeskSession.ofKey(agent, "token", tenMinutesAgo).text()));
        String waiting = "/desk?conversation_id=" + UUID.randomUUID();

        // when
        Response asked = visitor.script().get(waiting);
        Response looked = visitor.request().get(waiting);

        // then
        assertThat(asked.statusCode()).isEqualTo(200);
        assertThat(asked.cookie(Visitor.COOKIE)).isNull();
        assertThat(looked.cookie(Visitor.COOKIE)).isNotNull();
    }

    @Test
    void aPieceOfAPageTellsTheScriptToSignIn() {
        // when
        Response refused = new Visitor()
                .script()
                .header("HX-Current-URL", "http://localhost/desk/disputes/x?y=1")
                .get("/desk/disputes/x/release");

        // then
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.header("HX-Redirect")).isEqualTo("/desk/sign-in?to=%2Fdesk%2Fdisputes%2Fx%3Fy%3D1&undone=1");
    }

    @Test
    void aPieceOfAPageWithCardDataInItsAddressIsRefusedAndNotRepeated() {
        // when
        Response refused = new Visitor()
                .script()
                .header("HX-Current-URL", "http://localhost/desk?q=4111%201111%201111%201111")
                .get("/desk/disputes/x/release");

        // then
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.headers().toString() + refused.asString()).doesNotContainPattern(Visitor.PIECE_OF_THE_CARD);
    }

    @Test
    void everyAnswerKeepsStrangersOut() {
        // when
        Response page = new Visitor().get("/desk/sign-in");

        // then
        assertThat(page.header("Content-Security-Policy"))
                .contains(
                        "default-src 'none'",
                        "script-src 'self'",
                        "frame-ancestors 'self' https://apps.mypurecloud.com")
                .doesNotContain("unsafe");
        assertThat(page.header("X-Frame-Options")).isNull();
        assertThat(page.header("Referrer-Policy")).isEqualTo("same-origin");
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(page.header("Cache-Control")).isEqualTo("no-store");
        assertThat(page.asString())
                .doesNotContain("<script>", "style=", "onclick", "javascript:", "http://", "https://");
    }

    @Test
    void aGuesserHasToWait() {
        // given
        SignInPace pace = new SignInPace(java.time.Clock.systemUTC());

        // when
        for (int i = 0; i < 10; i++) {
            pace.failed("10.0.0.1");
        }

        // then
        assertThat(pace.mayTry("10.0.0.1")).isFalse();
        assertThat(pace.mayTry("10.0.0.2")).isTrue();
    }

    @Test
    void theDeskIsNoPartOfTheApisDescription() {
        // when
        String description = given().accept(ContentType.ANY).get("/q/openapi").asString();

        // then
        assertThat(description).contains("/v1/disputes").doesNotContain("/desk");
    }
}
