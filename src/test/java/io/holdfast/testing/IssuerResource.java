package io.holdfast.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.lang.JoseException;

/**
 * A local OpenID Connect issuer: discovery and keys. What it signs with is in {@link #KEYS}, so that tests can sign as it would. It shows its first key
 * until {@code POST /rotate}, answers nothing useful between {@code POST /down} and {@code POST /up}, and for its keys nothing at all between
 * {@code POST /hang} and {@code POST /up}.
 */
public class IssuerResource implements QuarkusTestResourceLifecycleManager {

    public static final String URL = "test.issuer.url";

    /** Its first and its second key, private parts and all. */
    public static final String KEYS = "test.issuer.key.";

    public static final String AUDIENCE = "holdfast";

    private HttpServer server;
    private RsaJsonWebKey first;
    private RsaJsonWebKey second;
    private volatile RsaJsonWebKey shown;
    private volatile boolean down;
    private volatile boolean hanging;

    @Override
    public Map<String, String> start() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            first = key("first");
            second = key("second");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        shown = first;
        server.createContext("/", this::answer);
        server.start();
        Map<String, String> settings = new HashMap<>();
        settings.put(URL, url());
        settings.put(KEYS + 1, first.toJson(JsonWebKey.OutputControlLevel.INCLUDE_PRIVATE));
        settings.put(KEYS + 2, second.toJson(JsonWebKey.OutputControlLevel.INCLUDE_PRIVATE));
        settings.put("holdfast.security.oidc.issuer", url());
        settings.put("holdfast.security.oidc.audience", "somebody, " + AUDIENCE);
        settings.put("holdfast.security.oidc.roles-claim", "permissions/holdfast, groups, realm_access/roles");
        settings.put("holdfast.security.oidc.call-centers-claim", "call_centers");
        // as soon as a key is unknown, for a test need not wait for the next chance
        settings.put("quarkus.oidc.token.forced-jwk-refresh-interval", "0.001S");
        return settings;
    }

    @Override
    public void stop() {
        if (server != null) {
            server.stop(0);
        }
    }

    private static RsaJsonWebKey key(String id) {
        try {
            RsaJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
            key.setKeyId(id);
            key.setAlgorithm("RS256");
            key.setUse("sig");
            return key;
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        switch (path) {
            case "/rotate" -> shown = second;
            case "/restore" -> shown = first;
            case "/down" -> down = true;
            case "/hang" -> hanging = true;
            case "/up" -> {
                down = false;
                hanging = false;
            }
            default -> {}
        }
        if (hanging && path.equals("/keys")) {
            return;
        }
        String body = switch (path) {
            case "/.well-known/openid-configuration" -> """
                {"issuer": "%1$s", "jwks_uri": "%1$s/keys", "authorization_endpoint": "%1$s/authorize",
                 "token_endpoint": "%1$s/token", "introspection_endpoint": "%1$s/introspect",
                 "response_types_supported": ["code"], "subject_types_supported": ["public"],
                 "id_token_signing_alg_values_supported": ["RS256"]}""".formatted(url());
            case "/keys" -> "{\"keys\": [" + shown.toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY) + "]}";
            // An issuer that vouches for everything; nobody may ask it.
            case "/introspect" -> "{\"active\": true, \"sub\": \"anybody\", \"username\": \"anybody\"}";
            default -> "{}";
        };
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        boolean told = !"POST".equals(exchange.getRequestMethod()) && down;
        exchange.sendResponseHeaders(told ? 503 : 200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
