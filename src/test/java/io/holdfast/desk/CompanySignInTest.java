package io.holdfast.desk;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.testing.Connected;
import io.holdfast.testing.InstallationResource;
import io.holdfast.testing.IssuerResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** People who sign in by their company's account, with a real issuer on this machine. */
@QuarkusTest
@TestProfile(Connected.class)
class CompanySignInTest {

    private static final String ISSUER = ConfigProvider.getConfig().getValue(IssuerResource.URL, String.class);

    private static final String BACK = IssuerResource.OUTSIDE + "/desk/sign-in/openid";

    @Inject
    Pool pool;

    /** Somebody at a browser, who was sent to the issuer. */
    private static final class Guest {

        private final Map<String, String> sent;
        private final Map<String, String> cookies;

        Guest(String wanted) {
            Response away =
                    given().redirects().follow(false).queryParam("to", wanted).get("/desk/sign-in/openid");
            assertThat(away.statusCode()).isEqualTo(303);
            assertThat(away.header("Location")).startsWith(ISSUER + "/authorize?");
            sent = Arrays.stream(
                            URI.create(away.header("Location")).getRawQuery().split("&"))
                    .map(pair -> pair.split("=", 2))
                    .collect(Collectors.toMap(
                            pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
            cookies = away.cookies();
        }

        /** With the tokens that the issuer gives for the code it sends the browser back with. */
        Response comesBack(String idToken) {
            String code = UUID.randomUUID().toString();
            given().body(new JsonObject()
                            .put("code", code)
                            .put("challenge", sent.get("code_challenge"))
                            .put("redirect_uri", sent.get("redirect_uri"))
                            .put("id_token", idToken)
                            .put("access_token", "nobody may read this")
                            .encode())
                    .post(ISSUER + "/person");
            return comesBackWith(Map.of("code", code));
        }

        Response comesBackWith(Map<String, String> answer) {
            return given().redirects()
                    .follow(false)
                    .cookies(cookies)
                    .queryParams(answer)
                    .queryParam("state", sent.get("state"))
                    .get("/desk/sign-in/openid");
        }

        JwtClaims claims(String... roles) {
            JwtClaims claims = new JwtClaims();
            claims.setIssuer(ISSUER);
            claims.setAudience(IssuerResource.CLIENT);
            claims.setSubject("person-1");
            claims.setClaim("preferred_username", "ann");
            claims.setExpirationTimeMinutesInTheFuture(5);
            claims.setIssuedAtToNow();
            claims.setClaim("nonce", sent.get("nonce"));
            claims.setClaim("permissions", Map.of("holdfast", List.of(roles)));
            claims.setClaim("call_centers", "*");
            return claims;
        }
    }

    @AfterEach
    void theIssuerIsUp() {
        given().post(ISSUER + "/up");
    }

    private static String signed(JwtClaims claims) {
        return signed(claims, 1);
    }

    private static String signed(JwtClaims claims, int number) {
        try {
            String json = ConfigProvider.getConfig().getValue(IssuerResource.KEYS + number, String.class);
            RsaJsonWebKey key = (RsaJsonWebKey) JsonWebKey.Factory.newJwk(json);
            key.setKeyId("first");
            return IssuerResource.signed(claims, key);
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Visitor visitor(Response signedIn) {
        Visitor visitor = new Visitor();
        visitor.bring(signedIn.cookie(Visitor.COOKIE));
        return visitor;
    }

    @Test
    void theSignInPageOffersTheCompanysAccountBesideTheKeyAndKeepsTheWay() {
        // when
        String page = given().queryParam("to", "/desk?conversation_id=c-1")
                .get("/desk/sign-in")
                .asString();

        // then
        assertThat(page)
                .contains("href=\"/desk/sign-in/openid?to=%2Fdesk%3Fconversation_id%3Dc-1\"")
                .contains("name=\"api_key\"");
    }

    @Test
    void theIssuerIsAskedByTheCodeFlowWithProofOfTheSameBrowser() {
        // when
        Guest guest = new Guest("/desk");

        // then
        assertThat(guest.sent)
                .containsEntry("response_type", "code")
                .containsEntry("client_id", IssuerResource.CLIENT)
                .containsEntry("scope", "openid profile")
                .containsEntry("redirect_uri", BACK)
                .containsEntry("code_challenge_method", "S256")
                .containsKeys("state", "nonce", "code_challenge");
    }

    @Test
    void aPersonIsSignedInComesToWhereTheyWantedAndTheStoryTellsTheirName() {
        // given
        String id = Visitor.held();
        Guest guest = new Guest("/desk/disputes/" + id);

        // when
        Response back = guest.comesBack(signed(guest.claims("agent")));

        // then
        assertThat(back.statusCode()).isEqualTo(303);
        assertThat(back.header("Location")).isEqualTo("/desk/disputes/" + id);
        Visitor ann = visitor(back);
        Response released = ann.post("/desk/disputes/" + id + "/release", Map.of("token", ann.token()));
        assertThat(released.statusCode()).isLessThan(400);
        List<Map<String, Object>> events = given().header("X-API-Key", InstallationResource.AGENT_KEY)
                .get("/v1/disputes/" + id + "/events")
                .path("data");
        assertThat(events).anySatisfy(event -> assertThat(event.get("actor")).isEqualTo("oidc:ann"));
    }

    @Test
    void nothingOfTheIssuersIsLeftWithTheBrowser() {
        // given
        Guest guest = new Guest("/desk");

        // when
        Response back = guest.comesBack(signed(guest.claims("agent")));

        // then
        assertThat(back.headers().getValues("Set-Cookie"))
                .allSatisfy(cookie -> assertThat(cookie)
                        .matches("(holdfast-desk=[^;]+;.*HttpOnly.*|holdfast-desk-way=;.*|q_auth_desk_[^=]+=;.*)"));
    }

    @Test
    void aBrowserComesBackToAnyReplicaButOnlyWithItsOwnAnswer() {
        // given
        Guest guest = new Guest("/desk");
        Guest other = new Guest("/desk");
        String token = signed(other.claims("agent"));

        // when
        Response back = guest.comesBack(token);

        // then
        assertRefused(back, 401, "could not be completed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"audience", "issuer", "expired", "key"})
    void aTokenThatIsNotGoodSignsNobodyIn(String what) {
        // given
        Guest guest = new Guest("/desk");
        JwtClaims claims = guest.claims("agent");
        Map<String, Consumer<JwtClaims>> wrong = Map.of(
                "audience", it -> it.setAudience(IssuerResource.AUDIENCE),
                "issuer", it -> it.setIssuer("https://elsewhere.example"),
                "expired", it -> it.setExpirationTime(NumericDate.fromSeconds(1)),
                "key", it -> {});
        wrong.get(what).accept(claims);

        // when
        Response back = guest.comesBack(signed(claims, what.equals("key") ? 2 : 1));

        // then
        assertRefused(back, 401, "could not be completed");
    }

    @Test
    void aCodeThatTheIssuerDoesNotTakeSignsNobodyIn() {
        // when
        Response back = new Guest("/desk").comesBackWith(Map.of("code", "made-up"));

        // then
        assertRefused(back, 401, "could not be completed");
    }

    /** What is wrong is the issuer's: whoever tries again when it is mended is signed in, and is not counted as somebody who guesses. */
    @Test
    void aFaultOfTheIssuerIsNotToldAsAnAnswerThatIsNotGood() {
        // given
        given().post(ISSUER + "/fault");
        Guest guest = new Guest("/desk");
        List<Response> back = new ArrayList<>();

        // when
        List<String> lines = loggedWhile(() -> {
            for (int i = 0; i < 12; i++) {
                back.add(guest.comesBackWith(Map.of("code", "code-" + i)));
            }
        });

        // then
        assertThat(back).allSatisfy(answer -> assertRefused(answer, 503, "does not answer as it should. Try again"));
        assertThat(lines)
                .anyMatch(line -> line.contains("the issuer could not be asked") && line.contains("502"))
                .noneMatch(line -> line.contains("of its inside"));
    }

    @Test
    void keysThatCannotBeHadAreNotToldAsATokenThatIsNotGood() throws JoseException {
        // given
        RsaJsonWebKey unknown = RsaJwkGenerator.generateJwk(2048);
        unknown.setKeyId("moving-" + UUID.randomUUID());
        given().body("<html>We are moving</html>").post(ISSUER + "/no-keys");
        Guest guest = new Guest("/desk");

        // when
        Response back = guest.comesBack(IssuerResource.signed(guest.claims("agent"), unknown));

        // then
        assertRefused(back, 503, "does not answer as it should. Try again");
    }

    @Test
    void whoMayNotSeeDisputesIsToldSo() {
        // given
        Guest guest = new Guest("/desk");

        // when
        Response back = guest.comesBack(signed(guest.claims("architect")));

        // then
        assertRefused(back, 403, "needs the role agent or admin");
    }

    @Test
    void theAccessJournalTellsWhoItWasThatMayNotSeeDisputes() {
        // given
        Guest guest = new Guest("/desk");
        JwtClaims claims = guest.claims("architect");
        claims.setClaim("preferred_username", "bob who builds flows");

        // when
        guest.comesBack(signed(claims));

        // then
        await().untilAsserted(
                        () -> assertThat(pool.preparedQuery("SELECT 1 FROM access_event WHERE kind = 'call.denied'"
                                                + " AND outcome = '403' AND actor = 'oidc:bob who builds flows'")
                                        .executeAndAwait()
                                        .size())
                                .isEqualTo(1));
    }

    @Test
    void whoIsForSomeCallCentresOnlyHasTheirDisputesOnly() {
        // given
        String id = Visitor.held();
        Guest guest = new Guest("/desk");
        JwtClaims claims = guest.claims("agent");
        claims.setClaim("call_centers", List.of("CC-NORTH"));

        // when
        Visitor ann = visitor(guest.comesBack(signed(claims)));

        // then
        assertThat(ann.get("/desk?view=all").statusCode()).isEqualTo(200);
        assertThat(ann.get("/desk/disputes/" + id).statusCode()).isEqualTo(404);
        assertThat(ann.get("/desk/overview").asString()).contains("Call centre: <bdi>CC-NORTH</bdi>");
    }

    @Test
    void whoIsForMoreCallCentresThanACookieHoldsIsToldSo() {
        // given
        Guest guest = new Guest("/desk");
        JwtClaims claims = guest.claims("agent");
        claims.setClaim(
                "call_centers",
                IntStream.range(0, 400).mapToObj(number -> "CC-" + number).toList());

        // when
        Response back = guest.comesBack(signed(claims));

        // then
        assertRefused(back, 403, "more call centres");
    }

    @Test
    void whomTheIssuerDoesNotLetInIsToldSoInOurWords() {
        // when
        Response back = new Guest("/desk?q=ACC-7")
                .comesBackWith(Map.of("error", "access_denied", "error_description", "<b>No</b>"));

        // then
        assertRefused(back, 401, "did not let you in");
        assertThat(back.asString()).doesNotContain("<b>No").contains("?to=%2Fdesk%3Fq%3DACC-7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"code=c&state=s", "code=c", "error=server_error", "state=s"})
    void aBrowserThatKeepsNoCookiesIsNotSentInCircles(String answer) {
        // when
        Response back = given().redirects().follow(false).get("/desk/sign-in/openid?" + answer);

        // then
        assertRefused(back, 401, "keeps no cookies");
    }

    @Test
    void aMadeUpSessionOfTheFrameworksIsNone() {
        // when
        Response answer = given().redirects()
                .follow(false)
                .cookie("q_session_desk", "made-up")
                .get("/desk/sign-in/openid");

        // then
        assertThat(Optional.ofNullable(answer.cookie(Visitor.COOKIE))
                        .map(cookie -> visitor(answer).get("/desk").statusCode())
                        .orElse(303))
                .isEqualTo(303);
    }

    /** It is good for minutes and for the API; a session at a browser would outlive it. */
    @ParameterizedTest
    @ValueSource(strings = {"", "/"})
    void aTokenOfTheApiSignsNobodyInAtABrowser(String behind) {
        // given
        JwtClaims claims = new Guest("/desk").claims("agent");
        claims.setAudience(IssuerResource.AUDIENCE);

        for (String cookie : List.of("any", "q_session", "q_auth")) {
            // when
            Response answer = given().redirects()
                    .follow(false)
                    .cookie(cookie, "made-up")
                    .header("Authorization", "Bearer " + signed(claims))
                    .get("/desk/sign-in/openid" + behind);

            // then
            assertThat(Optional.ofNullable(answer.cookie(Visitor.COOKIE))
                            .map(brought -> visitor(answer).get("/desk").statusCode())
                            .orElse(303))
                    .as(cookie)
                    .isEqualTo(303);
        }
    }

    @Test
    void aWayThatIsNotOursLeadsToTheDesk() {
        // when
        Response back = given().redirects()
                .follow(false)
                .cookie("holdfast-desk-way", "%zz")
                .get("/desk/sign-in/openid?code=c&state=s");

        // then
        assertRefused(back, 401, "keeps no cookies");
    }

    /** The browser's own button leads back to where the issuer sent it, or has it sent once more. */
    @Test
    void whoIsSignedInAndComesBackOnceMoreStaysSoAndGoesOn() {
        // given
        Guest guest = new Guest("/desk");
        Visitor ann = visitor(guest.comesBack(signed(guest.claims("agent"))));

        // when
        Response again = ann.get("/desk/sign-in/openid?code=c&state=s");

        // then
        assertThat(again.statusCode()).isEqualTo(303);
        assertThat(again.header("Location")).isEqualTo("/desk");
        assertThat(ann.get("/desk").asString()).contains("oidc:ann");
    }

    @Test
    void whoIsForNoCallCentreSeesEmptyLists() {
        // given
        Visitor.held();
        Guest guest = new Guest("/desk");
        JwtClaims claims = guest.claims("agent");
        claims.unsetClaim("call_centers");

        // when
        Visitor ann = visitor(guest.comesBack(signed(claims)));

        // then
        for (String list : List.of("view=attention", "view=lapsing", "view=held", "view=all", "q=ACC-1001")) {
            assertThat(ann.get("/desk?" + list).statusCode()).as(list).isEqualTo(200);
            assertThat(ann.get("/desk?" + list).asString()).as(list).doesNotContain("/desk/disputes/");
        }
    }

    @Test
    void whyTheIssuerLetNobodyInIsInTheLog() {
        // when
        List<String> lines = loggedWhile(() -> {
            new Guest("/desk").comesBackWith(Map.of("error", "invalid_scope"));
            new Guest("/desk").comesBackWith(Map.of("error", "a word\nof the browser's"));
        });

        // then
        assertThat(lines)
                .anyMatch(line -> line.endsWith("the issuer said: invalid_scope"))
                .noneMatch(line -> line.contains("a word"));
    }

    private static List<String> loggedWhile(Runnable something) {
        List<String> lines = new CopyOnWriteArrayList<>();
        Logger log = Logger.getLogger("io.holdfast.api.IssuerSignIn");
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(line.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        log.setLevel(Level.FINE);
        log.addHandler(handler);
        try {
            something.run();
        } finally {
            log.removeHandler(handler);
            log.setLevel(null);
        }
        return lines;
    }

    @Test
    void aTicketThatIsNotTakenIsADeniedCall() {
        // given
        Visitor frame = new Visitor();
        String token = Visitor.token(frame.get("/desk/sign-in"));

        // when
        Response refused = frame.request()
                .header("X-Forwarded-For", "203.0.113.77")
                .contentType(ContentType.URLENC)
                .formParams(Map.of("token", token, "ticket", "made-up"))
                .post("/desk/sign-in/handover");

        // then
        assertRefused(refused, 401, "Sign in once more");
        await().untilAsserted(() -> assertThat(pool.preparedQuery(
                                "SELECT 1 FROM access_event WHERE kind = 'call.denied' AND source = '203.0.113.77'")
                        .executeAndAwait()
                        .size())
                .isEqualTo(1));
    }

    @Test
    void aFrameIsSignedInByTheWindowThatItOpened() {
        // given: a frame, and the window, which has none of its cookies
        Visitor frame = new Visitor();
        Response asked = frame.get("/desk/sign-in");
        String way = found(asked, "data-in-frame=\"/desk/sign-in/openid\\?to=([^\"]+)\"");
        Guest guest = new Guest(URLDecoder.decode(way, StandardCharsets.UTF_8));
        Response back = guest.comesBack(signed(guest.claims("agent")));
        String ticket = found(visitor(back).get(back.header("Location")), "data-ticket=\"([^\"]+)\"");
        Visitor stranger = new Visitor();
        String strangersToken = Visitor.token(stranger.get("/desk/sign-in"));

        // when
        Response other = stranger.post("/desk/sign-in/handover", Map.of("token", strangersToken, "ticket", ticket));
        Response taken = frame.post(
                "/desk/sign-in/handover",
                Map.of("token", Visitor.token(asked), "ticket", ticket, "to", "/desk?view=held"));

        // then
        assertRefused(other, 401, "Sign in once more");
        assertThat(taken.statusCode()).isEqualTo(303);
        assertThat(taken.header("Location")).isEqualTo("/desk?view=held");
        assertThat(frame.get("/desk").asString()).contains("oidc:ann");
    }

    /** As a desktop with two conversations has them: the cookie is that of both. */
    @Test
    void theFirstOfTwoFramesIsSignedInAsWell() {
        // given
        Visitor browser = new Visitor();
        Response first = browser.get("/desk/sign-in");
        browser.get("/desk/sign-in");
        String way = found(first, "data-in-frame=\"/desk/sign-in/openid\\?to=([^\"]+)\"");
        Guest guest = new Guest(URLDecoder.decode(way, StandardCharsets.UTF_8));
        Response back = guest.comesBack(signed(guest.claims("agent")));
        String ticket = found(visitor(back).get(back.header("Location")), "data-ticket=\"([^\"]+)\"");

        // when
        Response taken =
                browser.post("/desk/sign-in/handover", Map.of("token", Visitor.token(first), "ticket", ticket));

        // then
        assertThat(taken.statusCode()).isEqualTo(303);
        assertThat(browser.get("/desk").asString()).contains("oidc:ann");
    }

    @Test
    void aFrameThatHasTheWindowsCookieGoesOnWithIt() {
        // given: a browser that parts no cookies
        Guest guest = new Guest("/desk");
        Visitor frame = visitor(guest.comesBack(signed(guest.claims("agent"))));

        // when
        Response taken = frame.post(
                "/desk/sign-in/handover", Map.of("token", "of a visitor that is gone", "to", "/desk?view=held"));

        // then
        assertThat(taken.statusCode()).isEqualTo(303);
        assertThat(taken.header("Location")).isEqualTo("/desk?view=held");
    }

    @Test
    void onlyWhoIsSignedInHasSomethingToHandOver() {
        assertThat(new Visitor().get("/desk/sign-in/handover?for=anybody").header("Location"))
                .startsWith("/desk/sign-in?to=");
    }

    private static String found(Response page, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(page.asString());
        assertThat(matcher.find()).as(page.asString()).isTrue();
        return matcher.group(1);
    }

    private static void assertRefused(Response answer, int status, String words) {
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
        assertThat(answer.asString()).contains(words);
        assertThat(visitor(answer).get("/desk").statusCode()).isEqualTo(303);
    }
}
