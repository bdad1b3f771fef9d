package io.holdfast.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;

/**
 * Self-signed certificates, each in a file of its name: of Holdfast as a {@code server}, the one it gets {@code next}, of a {@code client} (a caller, and
 * Holdfast towards gateways and collectors), a {@code gateway}, and a {@code stranger}. And that gateway, which talks to that client only, and always declines;
 * it also collects what monitoring is told.
 */
public class TlsResource implements QuarkusTestResourceLifecycleManager {

    public static final String FOLDER = "test.tls.folder";

    private static final String PASSWORD = "password-of-the-test";
    private static final String TYPE = "PKCS12";

    private Path folder;
    private HttpsServer gateway;

    @Override
    public Map<String, String> start() {
        try {
            folder = Files.createTempDirectory("holdfast-tls");
            generate("server", "next", "client", "gateway", "stranger");
            trust("server", "client");
            trust("client", "server", "next", "gateway");
            trust("gateway", "client");
            trust("stranger", "server", "next");
            startGateway();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        Map<String, String> settings = new HashMap<>();
        settings.put(FOLDER, folder.toString());
        addStores(settings, "server", "server", "server");
        settings.put("quarkus.tls.server.reload-period", "1s");
        settings.put("quarkus.http.tls-configuration-name", "server");
        settings.put("quarkus.management.tls-configuration-name", "server");
        settings.put("quarkus.http.test-ssl-port", "0");
        settings.put("quarkus.http.insecure-requests", "disabled");
        settings.put("holdfast.tls.client-auth", "required");
        String url = "https://localhost:" + gateway.getAddress().getPort();
        settings.put("holdfast.gateway.timeout", "2s");
        settings.put("holdfast.gateway.erp.url", url);
        addStores(settings, "gateway-erp", "client", "client");
        settings.put("holdfast.gateway.stripe.url", url);
        settings.put("holdfast.gateway.stripe.api-key", "sk_test_of_a_test");
        addStores(settings, "gateway-stripe", "client", "stranger");
        settings.put("holdfast.monitoring.splunk.url", url);
        settings.put("holdfast.monitoring.splunk.token", "token-of-a-test");
        addStores(settings, "notify-splunk", "client", "client");
        settings.put("holdfast.monitoring.datadog.url", url);
        settings.put("holdfast.monitoring.datadog.api-key", "key-of-a-test");
        addStores(settings, "notify-datadog", "client", "stranger");
        return settings;
    }

    private void addStores(Map<String, String> settings, String configuration, String certificate, String trusted) {
        String prefix = "quarkus.tls." + configuration + ".";
        settings.put(prefix + "key-store.p12.path", keys(folder, certificate).toString());
        settings.put(prefix + "key-store.p12.password", PASSWORD);
        settings.put(prefix + "trust-store.p12.path", trusts(folder, trusted).toString());
        settings.put(prefix + "trust-store.p12.password", PASSWORD);
    }

    @Override
    public void stop() {
        if (gateway != null) {
            gateway.stop(0);
        }
    }

    /** Shows the certificate of that name, and trusts whom that one trusts. */
    public static SSLContext context(Path folder, String name) throws IOException, GeneralSecurityException {
        SSLContext context = withoutCertificate(folder, name);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(load(keys(folder, name)), PASSWORD.toCharArray());
        context.init(keys.getKeyManagers(), trustManagers(folder, name).getTrustManagers(), null);
        return context;
    }

    /** Shows none, and trusts whom that one trusts. */
    public static SSLContext withoutCertificate(Path folder, String name) throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trustManagers(folder, name).getTrustManagers(), null);
        return context;
    }

    /** Puts the one certificate in the other's place, as who renews certificates does. */
    public static void replace(Path folder, String name, String by) throws IOException {
        Path fresh = Files.copy(keys(folder, by), folder.resolve("fresh.p12"), StandardCopyOption.REPLACE_EXISTING);
        Files.move(fresh, keys(folder, name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** A certificate and the key of another one, or its own, as two files. */
    public static PemKeyCertOptions pair(Path folder, String certificate, String key)
            throws IOException, GeneralSecurityException {
        Certificate certified = load(keys(folder, certificate)).getCertificate(certificate);
        Key secret = load(keys(folder, key)).getKey(key, PASSWORD.toCharArray());
        return new PemKeyCertOptions()
                .addCertValue(pem("CERTIFICATE", certified.getEncoded()))
                .addKeyValue(pem("PRIVATE KEY", secret.getEncoded()));
    }

    private static Buffer pem(String what, byte[] content) {
        return Buffer.buffer("-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder().encodeToString(content) + "\n-----END " + what + "-----\n");
    }

    private static Path keys(Path folder, String name) {
        return folder.resolve(name + ".p12");
    }

    private static Path trusts(Path folder, String name) {
        return folder.resolve(name + "-trusts.p12");
    }

    private void generate(String... names) throws IOException {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        List<Process> running = new ArrayList<>();
        for (String name : names) {
            List<String> command = new ArrayList<>(List.of(keytool, "-J-XX:TieredStopAtLevel=1", "-genkeypair"));
            command.addAll(List.of("-alias", name, "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=" + name));
            command.addAll(List.of("-ext", "SAN=dns:localhost,ip:127.0.0.1", "-validity", "30"));
            command.addAll(List.of("-keystore", keys(folder, name).toString(), "-storetype", TYPE));
            command.addAll(List.of("-storepass", PASSWORD));
            running.add(new ProcessBuilder(command).redirectErrorStream(true).start());
        }
        for (Process process : running) {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            try {
                if (process.waitFor() != 0) {
                    throw new IOException("keytool: " + said);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            }
        }
    }

    private void trust(String who, String... whom) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance(TYPE);
        trusted.load(null, null);
        for (String name : whom) {
            trusted.setCertificateEntry(name, load(keys(folder, name)).getCertificate(name));
        }
        try (OutputStream file = Files.newOutputStream(trusts(folder, who))) {
            trusted.store(file, PASSWORD.toCharArray());
        }
    }

    private static TrustManagerFactory trustManagers(Path folder, String name)
            throws IOException, GeneralSecurityException {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(load(trusts(folder, name)));
        return trust;
    }

    private static KeyStore load(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(TYPE);
        try (InputStream bytes = Files.newInputStream(file)) {
            store.load(bytes, PASSWORD.toCharArray());
        }
        return store;
    }

    private void startGateway() throws IOException, GeneralSecurityException {
        gateway = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gateway.setHttpsConfigurator(new HttpsConfigurator(context(folder, "gateway")) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters ssl = getSSLContext().getDefaultSSLParameters();
                ssl.setNeedClientAuth(true);
                parameters.setSSLParameters(ssl);
            }
        });
        gateway.createContext("/", TlsResource::decline);
        gateway.createContext("/services/collector", TlsResource::accept);
        gateway.start();
    }

    /** As Splunk's collector does. */
    private static void accept(HttpExchange exchange) throws IOException {
        byte[] yes = "{\"text\": \"Success\", \"code\": 0}".getBytes(StandardCharsets.UTF_8);
        exchange.getRequestBody().readAllBytes();
        exchange.sendResponseHeaders(200, yes.length);
        exchange.getResponseBody().write(yes);
        exchange.close();
    }

    private static void decline(HttpExchange exchange) throws IOException {
        byte[] no = ("{\"id\": \"auth_tls\", \"status\": \"declined\", \"amount\": 49.99, \"currency\": \"USD\","
                        + " \"decline_code\": \"insufficient_funds\"}")
                .getBytes(StandardCharsets.UTF_8);
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(402, no.length);
        exchange.getResponseBody().write(no);
        exchange.close();
    }
}
