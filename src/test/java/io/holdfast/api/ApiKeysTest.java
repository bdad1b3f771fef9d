package io.holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.credential.ApiCredentials;
import io.holdfast.settings.BadSetting;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiKeysTest {

    /** SHA-256 of "abc" (FIPS 180-2, appendix B.1). */
    private static final String SHA_256_OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private record Settings(Map<String, ApiKey> apiKeys) implements SecuritySettings {

        @Override
        public OpenIdConnect oidc() {
            throw new UnsupportedOperationException("not of interest here");
        }
    }

    private record Key(Optional<String> sha256, Optional<List<String>> roles, Optional<List<String>> callCenters)
            implements SecuritySettings.ApiKey {

        private Key(Optional<String> sha256, Optional<List<String>> roles) {
            this(sha256, roles, Optional.empty());
        }

        @Override
        public Optional<Integer> rate() {
            return Optional.empty();
        }
    }

    @Test
    void aKeyIsKnownByItsHash() {
        // given
        ApiKeys keys = keys("flow", SHA_256_OF_ABC.toUpperCase(), "architect,agent");

        // when
        Optional<ApiKeys.Owner> owner = keys.ownerOf("abc");

        // then
        assertThat(owner).hasValueSatisfying(known -> {
            assertThat(known.name()).isEqualTo("flow");
            assertThat(known.roles()).containsExactlyInAnyOrder("architect", "agent");
        });
    }

    @Test
    void whatStandsInAListMayHaveBlanksBehindItsCommas() {
        // given
        Key key = new Key(
                Optional.of(SHA_256_OF_ABC),
                Optional.of(List.of("agent", " admin", " ")),
                Optional.of(List.of("CC-002", " CC-001 ", "")));

        // when
        Optional<ApiKeys.Owner> owner = new ApiKeys(new Settings(Map.of("flow", key))).ownerOf("abc");

        // then
        assertThat(owner).hasValueSatisfying(known -> {
            assertThat(known.roles()).containsExactlyInAnyOrder("agent", "admin");
            assertThat(known.callCenters()).isEqualTo(CallCenters.of(List.of("CC-001", "CC-002")));
        });
    }

    @Test
    void callCentersThatAreAllBlankAreNoneAndNotAll() {
        // given
        Key key = new Key(Optional.of(SHA_256_OF_ABC), Optional.of(List.of("agent")), Optional.of(List.of(" ", " ")));

        // when
        Optional<ApiKeys.Owner> owner = new ApiKeys(new Settings(Map.of("flow", key))).ownerOf("abc");

        // then
        assertThat(owner).hasValueSatisfying(known -> {
            assertThat(known.callCenters().isRestricted()).isTrue();
            assertThat(known.callCenters().covers(" ")).isFalse();
        });
    }

    @Test
    void anotherKeyIsNobodys() {
        // given
        ApiKeys keys = keys("flow", SHA_256_OF_ABC, "agent");

        // when
        Optional<ApiKeys.Owner> owner = keys.ownerOf("abcd");

        // then
        assertThat(owner).isEmpty();
    }

    @Test
    void withoutConfiguredKeysNobodyIsKnown() {
        assertThat(new ApiKeys(new Settings(Map.of())).ownerOf("")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            delimiter = '|',
            value = {
                "flow | -                   | agent        | holdfast.security.api-keys.\"flow\".sha256: ",
                "flow | abc                 | agent        | holdfast.security.api-keys.\"flow\".sha256: ",
                "flow | SHA                 | -            | holdfast.security.api-keys.\"flow\".roles: ",
                "flow | SHA                 | ' , '        | holdfast.security.api-keys.\"flow\".roles: ",
                "flow | SHA                 | agent,boss   | holdfast.security.api-keys.\"flow\".roles: ",
                "flow | SHA                 | Agent        | holdfast.security.api-keys.\"flow\".roles: "
            })
    void aKeyThatIsHalfConfiguredStopsTheStart(String name, String sha256, String roles, String line) {
        assertThatThrownBy(() -> keys(name, "SHA".equals(sha256) ? SHA_256_OF_ABC : sha256, roles))
                .isInstanceOf(BadSetting.class)
                .hasMessageStartingWith(line.strip())
                .hasMessageNotContaining("abc")
                .hasMessageNotContaining("\n");
    }

    @Test
    void aKeyOfTwoNamesStopsTheStart() {
        // given
        Key agent = new Key(Optional.of(SHA_256_OF_ABC), Optional.of(List.of("agent")));
        Key admin = new Key(Optional.of(SHA_256_OF_ABC.toUpperCase()), Optional.of(List.of("admin")));
        Settings settings = new Settings(Map.of("desk", agent, "operator", admin));

        // then
        assertThatThrownBy(() -> new ApiKeys(settings))
                .isInstanceOf(BadSetting.class)
                .hasMessageStartingWith("holdfast.security.api-keys.\"operator\".sha256: ")
                .hasMessageContaining("\"desk\"")
                .hasMessageNotContaining(SHA_256_OF_ABC);
    }

    @Test
    void whoSignedInBeforeTheKeyWasRestrictedReachesWhatItReachesNow() {
        // given
        ApiCredentials.Holder signedIn =
                keys("desk", SHA_256_OF_ABC, "agent").holderOf("abc").orElseThrow();
        Key restricted =
                new Key(Optional.of(SHA_256_OF_ABC), Optional.of(List.of("agent")), Optional.of(List.of("CC-NORTH")));
        ApiKeys now = new ApiKeys(new Settings(Map.of("desk", restricted)));

        // when
        Optional<ApiCredentials.Holder> holder = now.holderNow(signedIn.name(), signedIn.fingerprint());

        // then
        assertThat(signedIn.callCenters()).isEmpty();
        assertThat(holder.orElseThrow().callCenters()).contains(Set.of("CC-NORTH"));
        assertThat(now.holderOf("abc")).isEqualTo(holder);
    }

    private static ApiKeys keys(String name, String sha256, String roles) {
        Key key = new Key(
                Optional.ofNullable(sha256), Optional.ofNullable(roles).map(list -> Arrays.asList(list.split(","))));
        return new ApiKeys(new Settings(Map.of(name, key)));
    }
}
