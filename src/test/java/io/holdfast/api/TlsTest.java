package io.holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.holdfast.settings.BadSetting;
import io.holdfast.testing.InstallationResource;
import io.holdfast.testing.TlsResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.tls.BaseTlsConfiguration;
import io.quarkus.tls.CertificateUpdatedEvent;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PemKeyCertOptions;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Certificates on both sides: of callers, of operators, and towards gateways. */
@QuarkusTest
@TestProfile(TlsTest.WithCertificates.class)
class TlsTest {

    /** Self-signed certificates. */
    public static class WithCertificates implements QuarkusTestProfile {

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(TlsResource.class));
        }
    }

    private static final Duration LONG = Duration.ofSeconds(60);

    @TestHTTPResource(value = "/", tls = true)
    URI holdfast;

    @Inject
    Event<CertificateUpdatedEvent> updates;

    @Inject
    Vertx vertx;

    @ConfigProperty(name = "quarkus.management.test-port")
    int managementPort;

    @Test
    void aCallerWithATrustedCertificateIsServedAndTheGatewayIsShownOurs() throws Exception {
        // given
        HttpClient caller = client(TlsResource.context(folder(), "client"));

        // when
        String id = opened(caller, "erp");

        // then
        String known = get(caller, "/v1/disputes/" + id).body();
        assertThat(known).contains("\"status\":\"FAILED\"", "insufficient_funds");
    }

    @Test
    void aCallerWithAnotherCertificateOrNoneGetsNoAnswerWhateverItsKey() throws Exception {
        // given
        HttpClient stranger = client(TlsResource.context(folder(), "stranger"));
        HttpClient nobody = client(TlsResource.withoutCertificate(folder(), "client"));

        // when, then
        assertThatThrownBy(() -> get(stranger, "/v1/disputes")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> get(nobody, "/v1/disputes")).isInstanceOf(IOException.class);
    }

    @Test
    void aCertificateDoesNotReplaceACredential() throws Exception {
        // given
        HttpClient caller = client(TlsResource.context(folder(), "client"));
        HttpRequest request =
                HttpRequest.newBuilder(holdfast.resolve("/v1/disputes")).build();

        // when
        int status =
                caller.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();

        // then
        assertThat(status).isEqualTo(401);
    }

    @Test
    void aGatewayThatShowsACertificateNobodyTrustsIsToldNothing() throws Exception {
        // given
        HttpClient caller = client(TlsResource.context(folder(), "client"));

        // when
        String id = opened(caller, "stripe");

        // then
        await().atMost(LONG)
                .until(() ->
                        get(caller, "/v1/disputes/" + id).body().contains("\"attention\":\"GATEWAY_UNREACHABLE\""));
        assertThat(get(caller, "/v1/disputes/" + id).body()).contains("\"status\":\"INITIATED\"");
    }

    @Test
    void monitoringIsToldWhereItsOwnConfigurationTrustsAndNotElsewhere() throws Exception {
        // given
        HttpClient caller = client(TlsResource.context(folder(), "client"));

        // when
        opened(caller, "stripe");

        // then
        await().atMost(LONG)
                .until(() -> metrics().contains("holdfast_notify_sent_total{channel=\"splunk\"}")
                        && metrics().contains("holdfast_notify_failed_total{channel=\"datadog\",reason=\"tls\"}"));
        assertThat(metrics())
                .doesNotContain("holdfast_notify_failed_total{channel=\"splunk\"")
                .doesNotContain("holdfast_notify_sent_total{channel=\"datadog\"");
    }

    private String metrics() throws Exception {
        HttpClient prometheus = client(TlsResource.withoutCertificate(folder(), "client"));
        URI metrics = URI.create("https://localhost:" + managementPort + "/q/metrics");
        return prometheus
                .send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Test
    void probesNeedNoCertificateOfTheirOwn() throws Exception {
        // given
        HttpClient probe = client(TlsResource.withoutCertificate(folder(), "client"));

        // when
        URI live = URI.create("https://localhost:" + managementPort + "/q/health/live");
        HttpResponse<String> answer =
                probe.send(HttpRequest.newBuilder(live).build(), HttpResponse.BodyHandlers.ofString());

        // then
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void aCertificateThatWasRenewedIsShownWithoutARestart() throws Exception {
        // given
        assertThat(subject()).isIn("CN=server", "CN=next");

        // when
        TlsResource.replace(folder(), "server", "next");

        // then
        // A connection that comes in the very moment of the exchange is closed by Vert.x, which has neither certificate
        // then; the next one is served.
        await().atMost(LONG)
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> subject().equals("CN=next"));
    }

    @Test
    void aCertificateThatCameWithoutItsKeyIsNotTakenIntoUse() throws Exception {
        // given
        TlsConfiguration wrong = configuration(TlsResource.pair(folder(), "stranger", "client"));

        // when, then
        assertThatThrownBy(() -> updates.fire(new CertificateUpdatedEvent("server", wrong)))
                .hasMessageContaining("do not belong together");
        assertThat(subject()).isIn("CN=server", "CN=next");
    }

    @Test
    void aStartWithACertificateAndAnotherKeyIsRefused() throws Exception {
        // given
        Config config = config(Map.of("quarkus.tls.server.key-store.pem.0.cert", "tls.crt"));
        TlsConfiguration right = configuration(TlsResource.pair(folder(), "client", "client"));
        TlsConfiguration wrong = configuration(TlsResource.pair(folder(), "client", "stranger"));

        // when, then
        assertThatCode(() -> new TlsPairs(registry(right), config, vertx)).doesNotThrowAnyException();
        assertThatThrownBy(() -> new TlsPairs(registry(wrong), config, vertx))
                .isInstanceOf(BadSetting.class)
                .hasMessageStartingWith("quarkus.tls.server.key-store: ");
    }

    private static Config config(Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(properties, "test", 1))
                .build();
    }

    private static TlsConfigurationRegistry registry(TlsConfiguration configuration) {
        return (TlsConfigurationRegistry) Proxy.newProxyInstance(
                TlsTest.class.getClassLoader(),
                new Class<?>[] {TlsConfigurationRegistry.class},
                (proxy, method, arguments) -> Optional.of(configuration));
    }

    private TlsConfiguration configuration(PemKeyCertOptions pair) throws Exception {
        KeyStore store = pair.loadKeyStore(vertx);
        return new BaseTlsConfiguration() {
            @Override
            public KeyStore getKeyStore() {
                return store;
            }

            @Override
            public KeyCertOptions getKeyStoreOptions() {
                return pair;
            }
        };
    }

    private String subject() throws Exception {
        HttpResponse<String> answer = get(client(TlsResource.context(folder(), "client")), "/v1/disputes");
        X509Certificate shown =
                (X509Certificate) answer.sslSession().orElseThrow().getPeerCertificates()[0];
        return shown.getSubjectX500Principal().getName();
    }

    private String opened(HttpClient caller, String gateway) throws IOException, InterruptedException {
        HttpResponse<String> answer = caller.send(
                request("/v1/disputes", InstallationResource.ARCHITECT_KEY)
                        .POST(HttpRequest.BodyPublishers.ofString(
                                Calls.body("pm_1").replaceFirst("\\{", "{\"gateway\": \"" + gateway + "\",")))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return answer.body().replaceFirst("(?s).*\"dispute_id\":\"([^\"]+)\".*", "$1");
    }

    private HttpResponse<String> get(HttpClient caller, String path) throws IOException, InterruptedException {
        return caller.send(request(path, InstallationResource.AGENT_KEY).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path, String key) {
        return HttpRequest.newBuilder(holdfast.resolve(path))
                .header("X-API-Key", key)
                .header("Content-Type", "application/json")
                .header("Prefer", "wait=5");
    }

    private static HttpClient client(SSLContext context) {
        return HttpClient.newBuilder().sslContext(context).build();
    }

    private static Path folder() {
        return Path.of(ConfigProvider.getConfig().getValue(TlsResource.FOLDER, String.class));
    }
}
