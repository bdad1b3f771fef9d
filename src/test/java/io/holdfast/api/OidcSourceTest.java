package io.holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OidcSourceTest {

    private static final String AUDIENCE = "holdfast.security.oidc.audience";
    private static final String FRAMEWORKS_AUDIENCE = "quarkus.oidc.token.audience";

    @Test
    void whatStandsInAListMayHaveBlanksBehindItsCommas() {
        // when
        SmallRyeConfig config = config(
                Map.of(AUDIENCE, "one, other ,, ", "holdfast.security.oidc.roles-claim", "roles, realm_access/roles"));

        // then
        assertThat(config.getValues(FRAMEWORKS_AUDIENCE, String.class)).containsExactly("one", "other");
        assertThat(config.getValues("quarkus.oidc.roles.role-claim-path", String.class))
                .containsExactly("roles", "realm_access/roles");
    }

    @Test
    void aCommaInAnAudienceStaysOne() {
        assertThat(config(Map.of(AUDIENCE, "a\\,b\\\\c, d")).getValues(FRAMEWORKS_AUDIENCE, String.class))
                .containsExactly("a,b\\c", "d");
    }

    /** The framework would take a token that was made for anybody where it knows of no audience. */
    @Test
    void anAudienceThatIsGivenByItsPlacesIsAsked() {
        // when
        SmallRyeConfig config = config(Map.of(AUDIENCE + "[0]", "one", AUDIENCE + "[2]", "the, other"));

        // then
        assertThat(config.getValues(FRAMEWORKS_AUDIENCE, String.class)).containsExactly("one", "the, other");
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", ",", " , "})
    void aListOfBlanksIsNone(String blanks) {
        assertThat(config(Map.of(AUDIENCE, blanks)).getOptionalValues(FRAMEWORKS_AUDIENCE, String.class))
                .isEmpty();
    }

    private static SmallRyeConfig config(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(settings, "test", 300))
                .withSources(new OidcSource())
                .build();
    }
}
