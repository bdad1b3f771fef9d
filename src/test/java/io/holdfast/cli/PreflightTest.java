package io.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreflightTest {

    private static final String DATABASE = "quarkus.datasource.reactive.url";

    private String given = DATABASE;

    @AfterEach
    void forget() {
        System.clearProperty(DATABASE);
        System.clearProperty(given);
        System.clearProperty("quarkus.datasource.jdbc.url");
    }

    @ParameterizedTest
    @CsvSource({
        "quarkus.http.port,many",
        "quarkus.http.port,99999",
        "quarkus.management.port,-1",
        "holdfast.gateway.timeout,soon",
        "quarkus.datasource.reactive.url,nonsense",
        "quarkus.datasource.reactive.url,'postgresql://localhost:5432/a,jdbc:postgresql://nonsense/b'",
        "quarkus.datasource.reactive.url,postgresql://nonsense:99999/holdfast",
        "quarkus.datasource.reactive.url,postgresql://holdfast:secret@localhost:5432/holdfast",
        "quarkus.datasource.reactive.url,postgresql://nonsense:5432",
        "quarkus.datasource.reactive.url,postgresql://nonsense:5432/?sslmode=disable",
        "quarkus.datasource.reactive.url,'postgresql://localhost:5432/holdfast,postgresql://nonsense:5432'",
        "holdfast.routing.held,''",
        "holdfast.retention,long",
        "holdfast.retention,400",
        "holdfast.hold.max-age,60",
        "holdfast.hold.renew-before,24",
        "holdfast.token.refresh-after,30",
        "holdfast.reconcile.every,7",
        "quarkus.datasource.reactive.trust-certificate-pem.certs,/nowhere",
        "quarkus.datasource.reactive.trust-certificate-pem.certs,pom.xml",
        "quarkus.datasource.reactive.key-certificate-pem.keys,/nowhere",
        "quarkus.datasource.reactive.url,postgresql://localhost/holdfast?sslrootcert=/nowhere",
        "quarkus.datasource.jdbc.url,postgresql://localhost/nonsense",
        "quarkus.datasource.jdbc.url,jdbc:postgresql://localhost/holdfast?sslrootcert=/nowhere",
        "quarkus.datasource.jdbc.url,jdbc:postgresql://holdfast:nonsense@localhost/holdfast",
        "quarkus.datasource.jdbc.url,jdbc:postgresql://localhost/holdfast?sslmode=require&user=nonsense&password=nonsense",
        "quarkus.datasource.reactive.url,postgresql://localhost/holdfast?password=nonsense",
        "quarkus.datasource.password,secret${nonsense}",
        "holdfast.gateway.stripe.webhook-secrets,${nonsense}",
        "holdfast.routing.held,${nonsense}"
    })
    void aBadSettingIsOneLineThatNamesIt(String property, String value) {
        // when
        Preflight.Verdict verdict = check(property, value);

        // then
        assertThat(verdict.exitCode()).isEqualTo(2);
        assertThat(verdict.line().lines()).hasSize(1);
        assertThat(verdict.line()).startsWith(property + ": ").doesNotContain("nonsense", "SRCFG");
    }

    @Test
    void howSeveralServersAreWrittenIsSaid() {
        // when
        Preflight.Verdict verdict = check(DATABASE, "postgresql://one:5432,other:5432/holdfast");

        // then
        assertThat(verdict.line()).contains("of several servers each has a whole one");
    }

    @Test
    void aHostThatIsToBeVerifiedNeedsToBeSaidHow() {
        // when
        Preflight.Verdict verdict = check(DATABASE, "postgresql://localhost:5432/holdfast?sslmode=verify-full");

        // then
        assertThat(verdict.exitCode()).isEqualTo(2);
        assertThat(verdict.line())
                .startsWith("quarkus.datasource.reactive.hostname-verification-algorithm: ")
                .contains("HTTPS");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://localhost:5432/holdfast",
                "vertx-reactive:postgresql://localhost/holdfast?sslmode=require",
                "postgres://db/holdfast, postgresql://other:5433/holdfast"
            })
    void theAddressesThatTheDriverReadsAreTaken(String url) {
        // when
        Preflight.Verdict verdict = check(DATABASE, url);

        // then
        assertThat(verdict.line()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "holdfast.retention,1s",
        "holdfast.retention,P400D",
        "holdfast.hold.max-age,20s",
        "holdfast.hold.max-age,60d"
    })
    void aSpanWithItsUnitIsTakenHoweverShort(String property, String value) {
        assertThat(check(property, value).isBad()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "holdfast.database.start-timeout",
                "holdfast.desk.lapsing-within",
                "holdfast.hold.max-age",
                "holdfast.hold.patience",
                "holdfast.hold.renew-before",
                "holdfast.hold.slow-pace",
                "holdfast.reconcile.every",
                "holdfast.reconcile.settle",
                "holdfast.retention",
                "holdfast.token.refresh-after"
            })
    void aTimeThatNoDatabaseCanWriteDownStopsTheStart(String property) {
        // when
        Preflight.Verdict verdict = check(property, "999999999d");

        // then
        assertThat(verdict.exitCode()).isEqualTo(2);
        assertThat(verdict.line()).isEqualTo(property + ": must be 36500d or less");
        assertThat(check(property, "36500d").isBad()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "holdfast.gateway.timeout,soon,'must be a time such as 10s, 5m, 24h or 60d'",
        "holdfast.gateway.erp.timeout,1 hour,'must be a time such as 10s, 5m, 24h or 60d'",
        "holdfast.gateway.max-concurrent,many,must be a whole number",
        "holdfast.gateway.erp.max-concurrent,1.5,must be a whole number",
        "holdfast.desk.streams,99999999999,must be a whole number",
        "holdfast.tls.client-auth,maybe,must be one of"
    })
    void whatASettingTakesIsSaid(String property, String value, String sentence) {
        // when
        Preflight.Verdict verdict = check(property, value);

        // then
        assertThat(verdict.exitCode()).isEqualTo(2);
        assertThat(verdict.line()).startsWith(property + ": " + sentence);
    }

    @ParameterizedTest
    @CsvSource({
        "quarkus.datasource.password,${file::/nowhere/x}",
        "holdfast.gateway.stripe.api-key,${file::/nowhere/x#field}",
    })
    void aSecretThatCannotBeHadIsOneLineThatSaysWhichAndWhy(String property, String value) {
        // when
        Preflight.Verdict verdict = check(property, value);

        // then
        assertThat(verdict.exitCode()).isEqualTo(2);
        assertThat(verdict.line()).isEqualTo(property + ": the file /nowhere/x cannot be read");
    }

    @ParameterizedTest
    @CsvSource({
        "HOLDFAST_GATEWAY_ERP_WEBHOOK_SECRETS,holdfast.gateway.erp.webhook-secrets",
        "QUARKUS_DATASOURCE_PASSWORD,QUARKUS_DATASOURCE_PASSWORD",
        "HOLDFAST_SECURITY_API_KEYS__FLOW__SHA256,HOLDFAST_SECURITY_API_KEYS__FLOW__SHA256"
    })
    void aSecretOfAVariableThatCannotBeHadIsToldByANameThatThereIs(String variable, String name) {
        // given
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredSecretKeysHandlers()
                .withSources(new EnvConfigSource(Map.of(variable, "${file::/nowhere/x}"), 300))
                .build();

        // when
        String line = GivenSettings.named(config, "the file /nowhere/x cannot be read");

        // then
        assertThat(line).isEqualTo(name + ": the file /nowhere/x cannot be read");
    }

    @ParameterizedTest
    @CsvSource({
        "holdfast.schedule.on,ture",
        "holdfast.schedule.on,1",
        "holdfast.database.migrate-at-start,yes",
        "holdfast.reconcile.void-orphans,maybe",
        "holdfast.notify.allow-private-addresses,-"
    })
    void aSwitchThatIsNeitherTrueNorFalseStopsTheStart(String property, String value) {
        // when
        Preflight.Verdict verdict = check(property, value);

        // then
        assertThat(verdict.exitCode()).isEqualTo(2);
        assertThat(verdict.line()).isEqualTo(property + ": must be true or false");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "False", "TRUE", " true "})
    void aSwitchIsReadInWhateverCase(String value) {
        assertThat(check("holdfast.schedule.on", value).isBad()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "holdfast.security.api-keys.north.call-centers,','",
        "holdfast.security.api-keys.north.call-centers,''",
        "holdfast.security.api-keys.north.call-centers,' , '",
        "'holdfast.security.api-keys.\"up north\".call-centers',','"
    })
    void aKeyThatIsForNoCallCentreIsNotForAll(String property, String value) {
        // when
        Preflight.Verdict verdict = check(property, value);

        // then
        assertThat(verdict.exitCode()).isEqualTo(2);
        assertThat(verdict.line()).startsWith(property + ": is set, and names no call centre");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void tokensWithoutAClaimOfCallCentresAreNotForAllIfOneWasMeant(String claim) {
        // given
        String property = "holdfast.security.oidc.call-centers-claim";

        // when
        Preflight.Verdict verdict = check(property, claim);

        // then
        assertThat(verdict.exitCode()).isEqualTo(2);
        assertThat(verdict.line()).startsWith(property + ": is set, and names no claim");
    }

    @Test
    void aKeyThatIsForSomeCallCentresIsTaken() {
        assertThat(check("holdfast.security.api-keys.north.call-centers", "CC-NORTH,CC-2")
                        .isBad())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "holdfast.gateway.erp.url,http://h:99999/",
        "holdfast.gateway.stripe.url,http://h:0/",
        "holdfast.gateway.adyen.url,http://h:65536/",
        "holdfast.gateway.erp.oauth.token-url,nonsense",
        "holdfast.notify.url,https://h:99999/x",
        "holdfast.monitoring.splunk.url,http://h:99999/",
        "holdfast.monitoring.datadog.url,ftp://h/",
        "holdfast.genesys.api-url,nonsense",
        "holdfast.genesys.login-url,http://h:99999/",
        "holdfast.vault.url,http://user:nonsense@h/",
        "holdfast.aws.endpoint,nonsense",
        "holdfast.security.oidc.issuer,nonsense",
        "holdfast.security.oidc.desk.address,nonsense",
        "quarkus.otel.exporter.otlp.endpoint,nonsense"
    })
    void anAddressThatCannotBeOneStopsTheStart(String property, String value) {
        // when
        Preflight.Verdict verdict = check(property, value);

        // then
        assertThat(verdict.exitCode()).isEqualTo(2);
        assertThat(verdict.line().lines()).hasSize(1);
        assertThat(verdict.line()).startsWith(property + ": ").doesNotContain("nonsense");
    }

    @ParameterizedTest
    @CsvSource({
        "holdfast.security.oidc.issuer,https://id.example.com,holdfast.security.oidc.audience: is missing",
        "holdfast.security.oidc.audience,holdfast,holdfast.security.oidc.audience: is set",
        "holdfast.security.oidc.desk.client-id,desk,holdfast.security.oidc.desk.client-id: is set",
        "holdfast.security.oidc.desk.roles-from,nowhere,holdfast.security.oidc.desk.roles-from: "
    })
    void halfAnIssuerStopsTheStartBeforeItIsCalled(String property, String value, String line) {
        // when
        Preflight.Verdict verdict = check(property, value);

        // then
        assertThat(verdict.exitCode()).isEqualTo(2);
        assertThat(verdict.line()).startsWith(line);
    }

    @ParameterizedTest
    @CsvSource({
        "'',is missing",
        "https://holdfast.example.com/below,must have no path",
        "https://holdfast.example.com?a=b,must have no path"
    })
    void aDeskWithoutAnAddressOfItsOwnStopsTheStart(String address, String words) {
        // given
        Map<String, String> others = Map.of(
                "holdfast.security.oidc.issuer", "https://id.example.com",
                "holdfast.security.oidc.audience", "holdfast",
                "holdfast.security.oidc.desk.client-id", "desk");
        others.forEach(System::setProperty);
        try {
            // when
            Preflight.Verdict verdict = check("holdfast.security.oidc.desk.address", address);

            // then
            assertThat(verdict.exitCode()).isEqualTo(2);
            assertThat(verdict.line()).startsWith("holdfast.security.oidc.desk.address: " + words);
        } finally {
            others.keySet().forEach(System::clearProperty);
        }
    }

    @Test
    void anIssuerWithAnAudienceOfBlanksStopsTheStart() {
        // given
        System.setProperty("holdfast.security.oidc.issuer", "https://id.example.com");
        try {
            // when
            Preflight.Verdict verdict = check("holdfast.security.oidc.audience", " , ");

            // then
            assertThat(verdict.exitCode()).isEqualTo(2);
            assertThat(verdict.line()).startsWith("holdfast.security.oidc.audience: is missing");
        } finally {
            System.clearProperty("holdfast.security.oidc.issuer");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "holdfast.hold.of-the-next-release",
                "holdfast.gateway.erp.of-the-next-release",
                "holdfast.security.api-keys.\"flow\".of-the-next-release"
            })
    void aSettingOfTheNextReleaseDoesNotStopThisOne(String property) {
        // given
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        String key = "holdfast.security.api-keys.\"flow\".sha256";
        System.setProperty(key, "0".repeat(64));
        System.setProperty("holdfast.security.api-keys.\"flow\".roles", "agent");
        try {
            // when
            Preflight.Verdict verdict = check(property, "1");
            Thread.currentThread().setContextClassLoader(new WithoutProperties(before));
            Preflight.Verdict withoutItsFile = check(property, "1");

            // then
            assertThat(verdict.line()).doesNotContain("next-release");
            assertThat(withoutItsFile.line()).doesNotContain("next-release");
        } finally {
            Thread.currentThread().setContextClassLoader(before);
            System.clearProperty(key);
            System.clearProperty("holdfast.security.api-keys.\"flow\".roles");
        }
    }

    @Test
    void theProgramsOwnPortsAreKnownWithoutItsFileToo() {
        // given
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(new WithoutProperties(before));
        try {
            // when
            Preflight.Verdict neither = check(DATABASE, "postgresql://localhost:5432/holdfast");
            Preflight.Verdict taken = check("quarkus.http.port", "9000");
            System.clearProperty("quarkus.http.port");
            Preflight.Verdict taker = check("quarkus.management.port", "8080");

            // then
            assertThat(neither.line()).doesNotContain("port");
            assertThat(taken.line()).startsWith("quarkus.management.port: is the port of quarkus.http.port too");
            assertThat(taker.line()).startsWith("quarkus.management.port: is the port of quarkus.http.port too");
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    @Test
    void onePortForCallersAndForTheManagementStopsTheStart() {
        // when
        Preflight.Verdict verdict = check("quarkus.http.port", "9000");

        // then
        assertThat(verdict.exitCode()).isEqualTo(2);
        assertThat(verdict.line())
                .isEqualTo("quarkus.management.port: is the port of quarkus.http.port too, and each needs its own");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "0", "many", "99999999999"})
    void aPoolWithoutConnectionsStopsTheStart(String size) {
        // when
        Preflight.Verdict verdict = check("quarkus.datasource.reactive.max-size", size);

        // then
        assertThat(verdict.exitCode()).isEqualTo(2);
        assertThat(verdict.line())
                .isEqualTo("quarkus.datasource.reactive.max-size: must be a whole number of 1 or more");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "quarkus.datasource.password",
                "quarkus.datasource.username",
                "holdfast.crypto.keyset",
                "holdfast.gateway.stripe.api-key"
            })
    void aPlaceThatSecretsDoNotComeFromIsOneLineThatNamesTheSetting(String property) {
        // when
        Preflight.Verdict verdict = check(property, "${vualt::secret/h#k}");

        // then
        assertThat(verdict.exitCode()).isEqualTo(2);
        assertThat(verdict.line())
                .isEqualTo(
                        property + ": refers to a place that secrets do not come from; there are file, vault and aws");
    }

    @Test
    void aFolderThatTheLocaleCannotWriteIsSaid(@TempDir Path folder) throws Exception {
        // given
        assumeThat(System.getProperty("sun.jnu.encoding")).isEqualTo("UTF-8");
        Path here = Files.createDirectory(folder.resolve("d\u00e9mo"));
        ProcessBuilder command = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.holdfast.Holdfast",
                        "migrate")
                .directory(here.toFile())
                .redirectErrorStream(true);
        command.environment().put("LC_ALL", "C");

        // when
        Process process = command.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        // then
        assertThat(process.waitFor()).as(said).isEqualTo(2);
        assertThat(said).contains("the folder that this is started in", "LC_ALL=C.UTF-8");
    }

    private Preflight.Verdict check(String property, String value) {
        given = property;
        System.setProperty(DATABASE, "postgresql://localhost:1/none");
        System.setProperty(property, value);
        return Preflight.check();
    }

    /** As a native image, which leaves out the files that the framework reads when it is made. */
    private static final class WithoutProperties extends ClassLoader {

        WithoutProperties(ClassLoader parent) {
            super(parent);
        }

        @Override
        public URL getResource(String name) {
            return isLeftOut(name) ? null : super.getResource(name);
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            return isLeftOut(name) ? Collections.emptyEnumeration() : super.getResources(name);
        }

        private static boolean isLeftOut(String name) {
            return name.endsWith("application.properties");
        }
    }
}
