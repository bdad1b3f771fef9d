package io.holdfast.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.testing.IssuerResource;
import io.holdfast.testing.WithDatabaseLine;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.time.Duration;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;

/** A Holdfast that was started while its issuer had a page where its keys should be, and a moment later no answer when asked for them: one for each of the framework's tenants. */
@QuarkusTest
@TestProfile(WithDatabaseLine.class)
class IssuerAtStartTest {

    @Test
    void itStartsAndTakesTokensOnceThereAreKeys() throws JoseException {
        // given
        String issuer = setting(IssuerResource.URL);
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(issuer);
        claims.setAudience(IssuerResource.AUDIENCE);
        claims.setSubject("person-1");
        claims.setExpirationTimeMinutesInTheFuture(10);
        claims.setIssuedAtToNow();
        claims.setStringListClaim("groups", "agent");
        claims.setClaim("call_centers", "*");
        String token = IssuerResource.signed(
                claims, (RsaJsonWebKey) JsonWebKey.Factory.newJwk(setting(IssuerResource.KEYS + 1)));

        // when
        Response before = list(token);
        given().post(issuer + "/up");

        // then
        ProblemsTest.assertProblem(before, 503, "unavailable");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(list(token).statusCode()).isEqualTo(200));
    }

    private static Response list(String token) {
        return given().header("Authorization", "Bearer " + token).get("/v1/disputes?limit=1");
    }

    private static String setting(String property) {
        return ConfigProvider.getConfig().getValue(property, String.class);
    }
}
