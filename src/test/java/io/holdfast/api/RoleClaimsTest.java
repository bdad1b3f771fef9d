package io.holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoleClaimsTest {

    private static final Set<String> ALL = Set.of("agent", "admin");

    private static final JsonObject REALM = Json.createObjectBuilder()
            .add("roles", Json.createArrayBuilder().add("admin"))
            .build();

    @Test
    void theFirstThatIsThereCounts() {
        // given
        RoleClaims several = new RoleClaims(List.of("roles", "groups", "realm_access/roles"));

        // then
        assertThat(several.of(ALL, Map.<String, Object>of("roles", Set.of("agent"), "realm_access", REALM)::get))
                .containsExactly("agent");
        assertThat(several.of(ALL, Map.<String, Object>of("roles", Set.of(), "realm_access", REALM)::get))
                .isEmpty();
        assertThat(several.of(ALL, Map.<String, Object>of("realm_access", REALM)::get))
                .containsExactly("admin");
        assertThat(several.of(ALL, Map.<String, Object>of("realm_access", "admin")::get))
                .isEmpty();
        assertThat(several.of(ALL, claim -> null)).isEmpty();
    }

    @Test
    void aNameInQuotesMayHaveSlashes() {
        // given
        RoleClaims several = new RoleClaims(List.of("\"https://id.example/claims\"/roles", "groups"));

        // then
        assertThat(several.of(ALL, Map.<String, Object>of("https://id.example/claims", REALM, "groups", "agent")::get))
                .containsExactly("admin");
    }

    @Test
    void whatIsAtTheOnlyPlaceIsTheFrameworksToFind() {
        assertThat(new RoleClaims(List.of("any/where")).of(ALL, claim -> null)).isEqualTo(ALL);
    }
}
