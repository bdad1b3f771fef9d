package io.holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.secret.SecretFiles;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OidcSourceTest {

    private static final String AUDIENCE = "holdfast.security.oidc.audience";
    private static final String DESK = "holdfast.security.oidc.desk.";
    private static final String FRAMEWORKS_AUDIENCE = "quarkus.oidc.token.audience";
    private static final String STATE_SECRET = "quarkus.oidc.desk.authentication.state-secret";

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

    @Test
    void theDeskWalksTheCodeFlowTheSameWayToTheIssuerThatTokensAreJudgedBy() {
        // when
        SmallRyeConfig config = config(Map.of(
                "holdfast.security.oidc.issuer",
                "https://id.example.com",
                "quarkus.oidc.tls.tls-configuration-name",
                "issuer",
                "holdfast.crypto.keyset",
                "the keyset",
                DESK + "client-id",
                "desk",
                DESK + "address",
                "https://holdfast.example.com/",
                DESK + "scopes",
                "profile, roles"));

        // then
        assertThat(Map.of(
                        "auth-server-url", "https://id.example.com",
                        "tls.tls-configuration-name", "issuer",
                        "application-type", "web-app",
                        "client-id", "desk",
                        "authentication.redirect-path", "https://holdfast.example.com/desk/sign-in/openid",
                        "authentication.cookie-force-secure", "true",
                        "authentication.pkce-required", "true",
                        "authentication.nonce-required", "true",
                        "authentication.scopes", "profile,roles",
                        "roles.source", "idtoken"))
                .allSatisfy((name, value) -> assertThat(config.getRawValue("quarkus.oidc.desk." + name))
                        .as(name)
                        .isEqualTo(value));
        assertThat(config.getRawValue("quarkus.oidc.desk.authentication.state-secret"))
                .hasSize(32)
                .doesNotContain("keyset");
    }

    /** Each of them is taken for it where the setting itself is read. */
    @ParameterizedTest
    @ValueSource(strings = {"access-token", "ACCESS_TOKEN", "access_token", "accessToken", " access-token "})
    void theTokenThatTellsTheRolesMayBeWrittenAsAnyOtherChoice(String written) {
        // when
        SmallRyeConfig config = config(Map.of(
                "holdfast.security.oidc.issuer",
                "https://id.example.com",
                DESK + "client-id",
                "desk",
                DESK + "roles-from",
                written));

        // then
        assertThat(config.getRawValue("quarkus.oidc.desk.roles.source")).isEqualTo("accesstoken");
    }

    @Test
    void withoutAClientThereIsNoDesk() {
        assertThat(config(Map.of("holdfast.security.oidc.issuer", "https://id.example.com", DESK + "address", "x"))
                        .getPropertyNames())
                .noneMatch(name -> name.startsWith("quarkus.oidc.desk."));
    }

    /** The library shows a source that asks for settings nothing of another one. */
    @Test
    void whatIsInTheFolderOfSecretsIsHeard(@TempDir Path secrets) throws IOException {
        // given
        Files.writeString(secrets.resolve(DESK + "client-secret"), "secret of the desk\n");
        Files.writeString(secrets.resolve("holdfast.crypto.keyset"), "the keyset");
        Files.writeString(secrets.resolve(AUDIENCE), "one, other");
        Map<String, String> settings = desk(secrets, "desk");

        // when
        SmallRyeConfig config = whole(settings);

        // then
        assertThat(config.getRawValue("quarkus.oidc.desk.credentials.secret")).isEqualTo("secret of the desk");
        assertThat(config.getRawValue(STATE_SECRET))
                .isEqualTo(config(keyset("the keyset")).getRawValue(STATE_SECRET));
        assertThat(config.getValues(FRAMEWORKS_AUDIENCE, String.class)).containsExactly("one", "other");
    }

    @Test
    void aSecretThatAnExpressionNamesIsTheSameForWhatIsMadeOfIt(@TempDir Path secrets) throws IOException {
        // given
        Path file = Files.writeString(secrets.resolve("keyset"), "the keyset");

        // when
        SmallRyeConfig config = whole(keyset("${file::" + file + "}"));

        // then
        assertThat(config.getRawValue(STATE_SECRET))
                .isEqualTo(config(keyset("the keyset")).getRawValue(STATE_SECRET));
    }

    /** What is in a file is not expanded at all, and what stands for a dollar elsewhere is, once. */
    @ParameterizedTest
    @ValueSource(strings = {"a${b}c", "a$$b", "a\\$b", "$a", "a$"})
    void aDollarInASecretIsLeftAsItIs(String secret, @TempDir Path secrets) throws IOException {
        // given
        Map<String, String> settings = desk(secrets, "d\\${e}sk");
        Files.writeString(secrets.resolve(DESK + "client-secret"), secret);

        // when
        SmallRyeConfig config = whole(settings);

        // then
        assertThat(config.getRawValue("quarkus.oidc.desk.credentials.secret")).isEqualTo(secret);
        assertThat(config.getRawValue("quarkus.oidc.desk.client-id")).isEqualTo("d${e}sk");
    }

    /** One that is started after the keyset was changed, and one from before: a browser that is sent away by one comes back to the other. */
    @Test
    void replicasOfTheSameClientSecretKnowEachOthersBrowsersWhateverBecameOfTheKeyset() {
        // given
        String secret = "secret that an issuer has made: 1";

        // when
        String before = config(keyset("the keyset", secret)).getRawValue(STATE_SECRET);
        String after = config(keyset("the next keyset", secret)).getRawValue(STATE_SECRET);
        String withOneOfAPerson = config(keyset("the keyset", "guess")).getRawValue(STATE_SECRET);

        // then
        assertThat(after).isEqualTo(before).hasSize(32).doesNotContain(secret);
        assertThat(withOneOfAPerson).isEqualTo(config(keyset("the keyset")).getRawValue(STATE_SECRET));
    }

    private static Map<String, String> keyset(String keyset) {
        return keyset(keyset, "");
    }

    private static Map<String, String> keyset(String keyset, String clientSecret) {
        return Map.of(
                "holdfast.security.oidc.issuer",
                "https://id.example.com",
                "holdfast.crypto.keyset",
                keyset,
                DESK + "client-id",
                "desk",
                DESK + "client-secret",
                clientSecret);
    }

    private static Map<String, String> desk(Path secrets, String client) {
        return Map.of(
                "holdfast.secrets.folder",
                secrets.toString(),
                "holdfast.security.oidc.issuer",
                "https://id.example.com",
                DESK + "client-id",
                client);
    }

    /** As the program has it: expressions are expanded, and files are heard. */
    private static SmallRyeConfig whole(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredSecretKeysHandlers()
                .withSources(new PropertiesConfigSource(settings, "test", 300))
                .withSources(new OidcSource())
                .withSources(new SecretFiles())
                .build();
    }

    private static SmallRyeConfig config(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(settings, "test", 300))
                .withSources(new OidcSource())
                .build();
    }
}
