package io.holdfast.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogMaskTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization: Bearer abcMARKEDdef.ghi",
                "{authorization=Bearer MARKED0123, x=1}",
                "X-API-Key: MARKED",
                "x-api-key=MARKED",
                "connect with password=MARKED to db",
                "{\"client_secret\":\"MARKED\",\"a\":1}",
                "{\\\"api_key\\\": \\\"MARKED\\\"}",
                "\"payment_method_id\": \"MARKED\"",
                "the key whsec_MARKED+/= is new",
                "key sk_live_MARKED",
                "pm_MARKED_1",
                "/v1/payment_methods/pm_MARKED/refresh",
                "accepting POST http://pay.example.com/v1/payment_methods/MARKED0123/refresh",
                "hf_MARKED-_",
                "token eyJhbGciOiJSUzI1NiJ9.MARKED.sig",
                "Set-Cookie: session=MARKED; Path=/",
            })
    void whatHasTheFormOfASecretIsMasked(String line) {
        // when
        String masked = LogMask.mask(line);

        // then
        assertThat(masked).doesNotContain("MARKED").contains("***");
    }

    @Test
    void cardNumbersAreMaskedInWordsAndInJson() {
        // when
        String masked = LogMask.mask("{\"message\":\"order 12 4111 1111 1111 1111 took 30 ms\"}");

        // then
        assertThat(masked)
                .doesNotContain("1111")
                .startsWith("{\"message\":\"order")
                .endsWith("ms\"}");
    }

    @Test
    void aSecretThatTheProcessWasGivenIsMaskedWhereverItIs() {
        // given
        String secret = "plain" + UUID.randomUUID();
        KnownSecrets.add("first-one-of-two," + secret);

        // when
        String masked =
                LogMask.mask("java.lang.IllegalStateException: cannot use <" + secret + ">\n\tat x.Y.z(Y.java:1)");

        // then
        assertThat(masked).isEqualTo("java.lang.IllegalStateException: cannot use <***>\n\tat x.Y.z(Y.java:1)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-25 20:21:33,123 INFO  [io.holdfast.dispute.Runner] (vert.x-eventloop-thread-0) dispute 0199f0a2-1111-7222-8333-444455556666 is HELD",
                "holdfast.gateway.erp.oauth.client-secret: is missing, and holdfast.gateway.erp.oauth.token-url needs it",
                "{\"timestamp\":\"2026-11-25T20:20:35.762291696Z\",\"sequence\":2773,\"level\":\"WARN\",\"message\":\"the round poll stopped\"}",
                "Profile prod activated. Installed features: [agroal, cdi, security]",
            })
    void anOrdinaryLineIsLeftAlone(String line) {
        // when
        String masked = LogMask.mask(line);

        // then
        assertThat(masked).isSameAs(line);
    }

    @Test
    void aPropertyOfASecretIsKnownByItsName() {
        // given, when, then
        assertThat(KnownSecrets.isSecret("holdfast.gateway.stripe.api-key")).isTrue();
        assertThat(KnownSecrets.isSecret("holdfast.gateway.erp.webhook-secrets"))
                .isTrue();
        assertThat(KnownSecrets.isSecret("holdfast.gateway.adyen.hmac-keys[0]")).isTrue();
        assertThat(KnownSecrets.isSecret("holdfast.crypto.keyset")).isTrue();
        assertThat(KnownSecrets.isSecret("quarkus.datasource.password")).isTrue();
        assertThat(KnownSecrets.isSecret("HOLDFAST_GATEWAY_ERP_OAUTH_CLIENT_SECRET"))
                .isTrue();
        assertThat(KnownSecrets.isSecret("HOLDFAST_GATEWAY_ERP_OAUTH_TOKEN_URL"))
                .isFalse();
        assertThat(KnownSecrets.isSecret("holdfast.gateway.timeout")).isFalse();
    }
}
