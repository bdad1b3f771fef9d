package io.holdfast.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class OauthTest extends SandboxCase {

    @Override
    SandboxOptions options() {
        return super.options().withOauth(new OauthClient("holdfast", "s3cret:/+", Duration.ofMinutes(5)));
    }

    @Test
    void aCallWithoutATokenIsUnauthorized() {
        // when
        Caller.Answer answer = caller.authorize("pm_ok");

        // then
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.errorCode()).isEqualTo("unauthorized");
        assertThat(answer.http().headers().firstValue("WWW-Authenticate")).isPresent();
        assertThat(sandbox.ledger().authorizations()).isEmpty();
    }

    @Test
    void aClientGetsATokenAndMayCall() {
        // given
        Caller.Answer token = token("holdfast:s3cret:/+", "grant_type=client_credentials&scope=payments%3Awrite+x");

        // when
        Caller.Answer answer = look(token.text("/access_token"));

        // then
        assertThat(token.status()).isEqualTo(200);
        assertThat(token.text("/token_type")).isEqualTo("Bearer");
        assertThat(token.body().get("expires_in").intValue()).isEqualTo(300);
        assertThat(token.text("/scope")).isEqualTo("payments:write x");
        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void credentialsMayBeFormEncodedFirst() {
        // when
        Caller.Answer token = token("holdfast:s3cret%3A%2F%2B", "grant_type=client_credentials");

        // then
        assertThat(token.status()).isEqualTo(200);
    }

    @Test
    void aTokenEnds() {
        // given
        String token =
                token("holdfast:s3cret:/+", "grant_type=client_credentials").text("/access_token");

        // when
        clock.advance(Duration.ofMinutes(5));

        // then
        assertThat(look(token).status()).isEqualTo(401);
    }

    @Test
    void aTokenCanBeRevoked() {
        // given
        String token =
                token("holdfast:s3cret:/+", "grant_type=client_credentials").text("/access_token");

        // when
        sandbox.revokeTokens();

        // then
        assertThat(look(token).status()).isEqualTo(401);
    }

    @Test
    void tokensCanBeRevokedOverHttp() {
        // given
        String token =
                token("holdfast:s3cret:/+", "grant_type=client_credentials").text("/access_token");

        // when
        Caller.Answer answer = caller.delete("/oauth/tokens");

        // then
        assertThat(answer.status()).isEqualTo(204);
        assertThat(look(token).status()).isEqualTo(401);
    }

    @Test
    void aWrongSecretGetsNoToken() {
        // when
        Caller.Answer answer = token("holdfast:wrong", "grant_type=client_credentials");

        // then
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.text("/error")).isEqualTo("invalid_client");
    }

    @Test
    void anotherGrantGetsNoToken() {
        // when
        Caller.Answer answer = token("holdfast:s3cret:/+", "grant_type=password");

        // then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("/error")).isEqualTo("unsupported_grant_type");
    }

    @Test
    void withoutAClientThereAreNoTokens() throws IOException {
        // given
        try (Sandbox open = Sandbox.start(SandboxOptions.defaults())) {
            // when
            Caller.Answer answer = new Caller(open.url()).post("/oauth/token", "k", "{}");

            // then
            assertThat(answer.status()).isEqualTo(404);
        }
    }

    private Caller.Answer token(String credentials, String form) {
        String basic = Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
        return caller.send(caller.request("/oauth/token")
                .header("Authorization", "Basic " + basic)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build());
    }

    private Caller.Answer look(String token) {
        return caller.send(caller.request("/v1/authorizations")
                .header("Authorization", "Bearer " + token)
                .GET()
                .build());
    }
}
