package io.holdfast.secret;

import com.fasterxml.jackson.databind.JsonNode;
import io.holdfast.settings.BadSetting;
import io.holdfast.settings.WebAddress;
import io.holdfast.time.BoundedCall;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * HashiCorp Vault's key-value secrets, version 2 (developer.hashicorp.com/vault/api-docs/secret/kv/kv-v2): {@code ${vault::secret/holdfast#stripe-key}} is the
 * field {@code stripe-key} of the secret {@code holdfast} of the engine mounted at {@code secret}. It shows a token, which it renews, or, in Kubernetes,
 * the service account's.
 */
final class VaultReader extends CachingReader<JsonNode> {

    static final String NAME = "vault";

    private static final Logger LOG = Logger.getLogger(VaultReader.class);
    private static final String PREFIX = "holdfast.vault.";
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final String SERVICE_ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount/token";
    private static final int MOST_BYTES = 1 << 20;

    private final Function<String, Optional<String>> settings;
    private HttpClient client;
    private String token;
    private long tokenRenewAt = Long.MAX_VALUE;

    /** @param settings values of {@code holdfast.vault.*}, read when they are first needed */
    VaultReader(Function<String, Optional<String>> settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    synchronized JsonNode fetch(String path) {
        int slash = path.indexOf('/');
        if (slash < 1 || slash == path.length() - 1) {
            throw new SecretUnavailable("the Vault secret " + path + " is named mount/path#field");
        }
        String address = "/v1/" + path.substring(0, slash) + "/data/" + path.substring(slash + 1);
        renewInTime();
        HttpResponse<byte[]> answer = get(address);
        if (answer.statusCode() == 403 && role().isPresent()) {
            // The token has ended or was revoked.
            token = null;
            answer = get(address);
        }
        if (answer.statusCode() != 200) {
            throw new SecretUnavailable("Vault answers " + answer.statusCode() + " for the secret " + path);
        }
        JsonNode data = JsonFields.object(text(answer), path).path("data").path("data");
        if (!data.isObject()) {
            throw new SecretUnavailable("the Vault secret " + path + " is none of a key-value engine of version 2");
        }
        return data;
    }

    @Override
    String pick(JsonNode data, String field, String reference) {
        return JsonFields.text(data, field.isEmpty() ? "value" : field, reference);
    }

    private HttpResponse<byte[]> get(String address) {
        return send(withToken(request(address), token()).GET());
    }

    private String token() {
        if (token == null) {
            token = role().map(this::login).orElseGet(this::ownToken);
        }
        return token;
    }

    private Optional<String> role() {
        return settings.apply(PREFIX + "kubernetes.role");
    }

    /** A token of the configuration has a lease too, which is asked for so that it can be renewed. */
    private String ownToken() {
        String own = settings.apply(PREFIX + "token")
                .map(String::strip)
                .orElseThrow(() -> new SecretUnavailable(
                        PREFIX + "token: is not set, nor is " + PREFIX + "kubernetes.role; Vault needs one of them"));
        KnownSecrets.add(own);
        HttpResponse<byte[]> self =
                send(withToken(request("/v1/auth/token/lookup-self"), own).GET());
        if (self.statusCode() == 200) {
            JsonNode data = JsonFields.object(text(self), "of the token").path("data");
            remember(data.path("ttl").asLong(0), data.path("renewable").asBoolean(false));
        }
        return own;
    }

    /** developer.hashicorp.com/vault/api-docs/auth/kubernetes */
    private String login(String role) {
        String mount = settings.apply(PREFIX + "kubernetes.mount").orElse("kubernetes");
        String jwt = new FileReader()
                .fetch(settings.apply(PREFIX + "kubernetes.jwt-path").orElse(SERVICE_ACCOUNT));
        String body = new com.fasterxml.jackson.databind.ObjectMapper()
                .createObjectNode()
                .put("role", role)
                .put("jwt", jwt)
                .toString();
        HttpResponse<byte[]> answer =
                send(request("/v1/auth/" + mount + "/login").POST(HttpRequest.BodyPublishers.ofString(body)));
        JsonNode auth = answer.statusCode() == 200
                ? JsonFields.object(text(answer), "of the login").path("auth")
                : null;
        if (auth == null || !auth.path("client_token").isTextual()) {
            throw new SecretUnavailable(
                    "Vault answers " + answer.statusCode() + " to the login with the Kubernetes role " + role);
        }
        String fresh = auth.path("client_token").asText();
        KnownSecrets.add(fresh);
        remember(auth.path("lease_duration").asLong(0), auth.path("renewable").asBoolean(false));
        return fresh;
    }

    /** A lease is renewed, or a new login made, when two thirds of it are over. */
    private void remember(long leaseSeconds, boolean renewable) {
        boolean ends = leaseSeconds > 0 && (renewable || role().isPresent());
        tokenRenewAt =
                ends ? System.nanoTime() + Duration.ofSeconds(leaseSeconds).toNanos() * 2 / 3 : Long.MAX_VALUE;
    }

    private void renewInTime() {
        if (token == null || tokenRenewAt == Long.MAX_VALUE || System.nanoTime() - tokenRenewAt < 0) {
            return;
        }
        HttpResponse<byte[]> answer = send(
                withToken(request("/v1/auth/token/renew-self"), token).POST(HttpRequest.BodyPublishers.ofString("{}")));
        if (answer.statusCode() == 200) {
            JsonNode auth = JsonFields.object(text(answer), "of the renewal").path("auth");
            remember(
                    auth.path("lease_duration").asLong(0),
                    auth.path("renewable").asBoolean(false));
        } else if (role().isPresent()) {
            token = null;
        } else {
            tokenRenewAt = System.nanoTime() + TIMEOUT.toNanos();
            LOG.warnf(
                    "Vault answers %s to the renewal of its token; give Holdfast a new one in %stoken and start it anew",
                    answer.statusCode(), PREFIX);
        }
    }

    /** Java would tell what it does not take for a header. */
    private static HttpRequest.Builder withToken(HttpRequest.Builder request, String token) {
        try {
            return request.header("X-Vault-Token", token);
        } catch (IllegalArgumentException noHeader) {
            throw new SecretUnavailable(PREFIX + "token: has characters that no token has, such as a line break");
        }
    }

    private HttpRequest.Builder request(String path) {
        String url = settings.apply(PREFIX + "url")
                .orElseThrow(() -> new SecretUnavailable(
                        PREFIX + "url: is not set, and a setting refers to Vault; for example https://vault:8200"));
        HttpRequest.Builder request;
        try {
            URI vault = WebAddress.of(PREFIX + "url", url.strip().replaceAll("/+$", ""), "https://vault:8200");
            request = HttpRequest.newBuilder(URI.create(vault + encoded(path)));
        } catch (BadSetting wrong) {
            throw new SecretUnavailable(wrong.getMessage());
        } catch (IllegalArgumentException malformed) {
            throw new SecretUnavailable(PREFIX + "url: is not an address such as https://vault:8200");
        }
        try {
            settings.apply(PREFIX + "namespace").ifPresent(it -> request.header("X-Vault-Namespace", it));
        } catch (IllegalArgumentException noHeader) {
            throw new SecretUnavailable(
                    PREFIX + "namespace: has characters that no namespace has, such as a line break");
        }
        // Vault's own protection against forged requests from browsers.
        return request.header("X-Vault-Request", "true");
    }

    /** A secret's name may have spaces, question marks and what else Vault takes. */
    private static String encoded(String path) {
        try {
            return new URI(null, null, path, null).toASCIIString();
        } catch (URISyntaxException noPath) {
            throw new IllegalArgumentException(noPath);
        }
    }

    /** Ends within {@link #TIMEOUT}: whoever reads a secret waits for it, and no other look begins before this one is over. */
    private HttpResponse<byte[]> send(HttpRequest.Builder request) {
        try {
            return BoundedCall.send(client(), request.build(), TIMEOUT, MOST_BYTES);
        } catch (BoundedCall.TooLong tooLong) {
            throw new SecretUnavailable("Vault's answer is too long for a secret");
        } catch (IOException away) {
            throw new SecretUnavailable(
                    "Vault does not answer: " + away.getClass().getSimpleName());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new SecretUnavailable("Vault was not waited for");
        }
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private HttpClient client() {
        if (client == null) {
            HttpClient.Builder builder = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(TIMEOUT)
                    .followRedirects(HttpClient.Redirect.NEVER);
            settings.apply(PREFIX + "ca-file").ifPresent(file -> builder.sslContext(trusting(file)));
            client = builder.build();
        }
        return client;
    }

    private static javax.net.ssl.SSLContext trusting(String file) {
        try (java.io.InputStream pem = Files.newInputStream(Path.of(file))) {
            java.security.KeyStore trusted = java.security.KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            int n = 0;
            for (java.security.cert.Certificate certificate :
                    java.security.cert.CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                trusted.setCertificateEntry("ca-" + n++, certificate);
            }
            javax.net.ssl.TrustManagerFactory trust = javax.net.ssl.TrustManagerFactory.getInstance(
                    javax.net.ssl.TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            javax.net.ssl.SSLContext context = javax.net.ssl.SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException unusable) {
            throw new SecretUnavailable(PREFIX + "ca-file: is not a file of certificates in PEM");
        }
    }
}
