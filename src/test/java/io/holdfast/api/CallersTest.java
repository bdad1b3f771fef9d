package io.holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.oidc.AccessTokenCredential;
import io.quarkus.oidc.IdTokenCredential;
import io.quarkus.oidc.runtime.OidcJwtCallerPrincipal;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallersTest {

    /** As in a bearer token: several in a text, or in a list; and a claim that is null is none. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"groups\": \"agent admin\", \"call_centers\": \"CC-NORTH, CC-COAST\"}",
                "{\"groups\": [\"agent\", \"admin\"], \"call_centers\": [\"CC-NORTH\", \"CC-COAST\"]}",
                "{\"roles\": null, \"groups\": [\"agent\", \"admin\"], \"call_centers\": [\"CC-NORTH\", \"CC-COAST\"]}"
            })
    void ofASignInWhoseAccessTokenTellsTheRolesItIsRead(String claims) {
        // when
        SecurityIdentity ann = identity("access-token", claims);

        // then
        assertThat(ann.getRoles()).containsExactlyInAnyOrder("agent", "admin");
        assertThat(CallCenters.of(ann).only()).contains(Set.of("CC-NORTH", "CC-COAST"));
    }

    @Test
    void ofOneWhoseIdTokenTellsThemItIsNot() {
        // when
        SecurityIdentity ann = identity("id-token", "{\"groups\": \"agent admin\", \"call_centers\": \"*\"}");

        // then
        assertThat(ann.getRoles()).isEmpty();
        assertThat(CallCenters.of(ann).only()).contains(Set.of());
    }

    private static SecurityIdentity identity(String rolesFrom, String accessToken) {
        Map<String, String> settings = Map.of(
                "holdfast.security.oidc.call-centers-claim",
                "call_centers",
                "holdfast.security.oidc.desk.roles-from",
                rolesFrom);
        var config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withMapping(SecuritySettings.class)
                .withMapping(LimitSettings.class)
                .withDefaultValues(settings)
                .build();
        Callers callers = new Callers(
                new Limits(config.getConfigMapping(LimitSettings.class)),
                config.getConfigMapping(SecuritySettings.class),
                List.of("roles", "groups"));
        JwtClaims idToken = new JwtClaims();
        idToken.setSubject("ann");
        idToken.setExpirationTimeMinutesInTheFuture(5);
        IdTokenCredential shown = new IdTokenCredential("header.payload.signature");
        String payload =
                Base64.getUrlEncoder().withoutPadding().encodeToString(accessToken.getBytes(StandardCharsets.UTF_8));
        return callers.augment(
                        QuarkusSecurityIdentity.builder()
                                .setPrincipal(new OidcJwtCallerPrincipal(idToken, shown))
                                .addCredential(shown)
                                .addCredential(new AccessTokenCredential("header." + payload + ".signature"))
                                .addRoles(Set.of("agent", "admin"))
                                .build(),
                        null)
                .await()
                .indefinitely();
    }
}
