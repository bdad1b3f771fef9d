package io.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.holdfast.cli.DoctorCommand.Finding;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenIssuerTest {

    private static final String DISCOVERY = "/.well-known/openid-configuration";

    private final Vertx vertx = Vertx.vertx();
    private final Map<String, String> documents = new ConcurrentHashMap<>();
    private final Map<String, String> settings = new HashMap<>();
    private HttpServer issuer;
    private String address;

    @BeforeEach
    void start() throws IOException {
        issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer.createContext("/", exchange -> {
            String document = documents.get(exchange.getRequestURI().getPath());
            if (exchange.getRequestURI().getPath().startsWith("/moved")) {
                exchange.getResponseHeaders().add("Location", DISCOVERY);
                exchange.sendResponseHeaders(302, -1);
                exchange.close();
                return;
            }
            byte[] body = String.valueOf(document).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(document == null ? 404 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        issuer.start();
        address = "http://127.0.0.1:" + issuer.getAddress().getPort();
        settings.put("holdfast.security.oidc.issuer", address);
        settings.put("quarkus.oidc.auth-server-url", address);
        documents.put("/keys", "{\"keys\":[{\"kty\":\"RSA\"}]}");
        describes(address, address + "/keys");
    }

    @AfterEach
    void stop() {
        issuer.stop(0);
        vertx.close();
    }

    @Test
    void oneThatHasItsKeysIsWell() {
        assertThat(findings()).allSatisfy(it -> assertThat(it.isOk()).isTrue());
        assertThat(found().found()).isEqualTo("answers, and has 1 public key");
    }

    @Test
    void anAddressWithASlashAtItsEndIsTheSame() {
        settings.put("quarkus.oidc.auth-server-url", address + "/");

        assertThat(found().isOk()).isTrue();
    }

    @Test
    void whereItSendsUsWeGoAsTheStartDoes() {
        settings.put("quarkus.oidc.auth-server-url", address + "/moved");
        settings.put("quarkus.oidc.token.issuer", address);

        assertThat(found().found()).isEqualTo("answers, and has 1 public key");
    }

    @Test
    void oneThatSignsNobodyInIsWrongForADeskThatSendsPeopleThere() {
        settings.put("holdfast.security.oidc.desk.client-id", "holdfast-desk");

        assertThat(found().isWrong()).isTrue();
        assertThat(found().found()).startsWith("signs nobody in");
    }

    @Test
    void keysAtNoAddressAreFoundOut() {
        describes(address, "/keys");

        assertThat(found().isWrong()).isTrue();
        assertThat(found().found()).startsWith("its public keys: ");
    }

    @Test
    void aPathThatLeadsToNoIssuerIsNamedWithItsSetting() {
        settings.put("quarkus.oidc.auth-server-url", address + "/elsewhere");

        Finding found = found();

        assertThat(found.isWrong()).isTrue();
        assertThat(found.found()).endsWith("it answers with status 404");
        assertThat(found.whatToDo()).contains("holdfast.security.oidc.issuer", DISCOVERY);
    }

    @Test
    void keysThatCannotBeHadAreFoundOut() {
        documents.remove("/keys");

        assertThat(found().isWrong()).isTrue();
        assertThat(found().found()).contains("public keys", "404");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "no JSON", "{\"issuer\":1,\"jwks_uri\":[]}"})
    void whatIsNoDiscoveryDocumentIsFoundOut(String document) {
        documents.put(DISCOVERY, document);

        assertThat(found().isWrong()).isTrue();
    }

    @Test
    void aNameThatNoTokenHasIsFoundOut() {
        describes("https://login.example.com/{tenantid}/v2.0", address + "/keys");

        assertThat(found().isWrong()).isTrue();
        assertThat(found().found()).contains("{tenantid}");
    }

    @Test
    void anotherNameIsTold() {
        describes("https://id.example.com", address + "/keys");

        assertThat(found().result()).isEqualTo("note");
        assertThat(found().found()).endsWith("calls itself https://id.example.com");
        settings.put("quarkus.oidc.token.issuer", "https://id.example.com");
        assertThat(found().isOk()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:1", "http://nobody.invalid", "https://127.0.0.1:%d"})
    void oneThatCannotBeReachedIsToldOf(String elsewhere) {
        settings.put(
                "quarkus.oidc.auth-server-url",
                elsewhere.formatted(issuer.getAddress().getPort()));

        assertThat(found().isWrong()).isTrue();
        assertThat(found().found()).startsWith("cannot be reached: ");
    }

    @Test
    void anotherWayToItIsNotGone() {
        settings.put("quarkus.oidc.proxy.host", "proxy.example.com");

        assertThat(found().result()).isEqualTo("note");
        assertThat(found().found()).contains("quarkus.oidc.proxy.host");
    }

    @Test
    void whereNoneIsSetNobodyIsAsked() {
        settings.remove("quarkus.oidc.auth-server-url");

        assertThat(examination().isOn()).isFalse();
    }

    private void describes(String name, String keys) {
        documents.put(DISCOVERY, "{\"issuer\":\"%s\",\"jwks_uri\":\"%s\"}".formatted(name, keys));
    }

    private Finding found() {
        return findings().stream()
                .filter(it -> it.check().equals(TokenIssuer.CHECK))
                .findFirst()
                .orElseThrow();
    }

    private List<Finding> findings() {
        return examination().findings();
    }

    private TokenIssuer examination() {
        Config config = new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(settings, "test", 100))
                .build();
        TlsConfigurationRegistry none = (TlsConfigurationRegistry) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {TlsConfigurationRegistry.class},
                (proxy, method, arguments) -> Optional.empty());
        return new TokenIssuer(config, vertx, none, new ClockCheck(Clock.systemUTC()), Duration.ofSeconds(5));
    }
}
