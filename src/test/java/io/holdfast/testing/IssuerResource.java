package io.holdfast.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;

/**
 * A local OpenID Connect issuer: discovery and keys. What it signs with is in {@link #KEYS}, so that tests can sign as it would. It shows its first key
 * until {@code POST /rotate}, answers nothing useful between {@code POST /down} and {@code POST /up}, and for its keys nothing at all between
 * {@code POST /hang} and {@code POST /up}, or the body of {@code POST /no-keys} until then; from {@code POST /by-cookie} on
 * it sends whoever asks for its keys there once more, with a cookie. For tokens it answers what a server with a fault does, between {@code POST /fault} and {@code POST /up}.
 *
 * <p>It gives tokens for a code, once, to the client of the agent's page: those that {@code POST /person} has brought, a JSON object with {@code code},
 * {@code challenge}, {@code redirect_uri}, {@code id_token} and {@code access_token}. A browser that it is shown in is Ann's, an agent, whom it sends back at once, to the address
 * that {@code POST /outside} has brought in place of {@link #OUTSIDE}.
 */
public class IssuerResource implements QuarkusTestResourceLifecycleManager {

    public static final String URL = "test.issuer.url";

    /** Its first and its second key, private parts and all. */
    public static final String KEYS = "test.issuer.key.";

    public static final String AUDIENCE = "holdfast";

    /** The agent's page, as it is called here. */
    public static final String CLIENT = "holdfast-desk";

    /** What browsers call the installation. */
    public static final String OUTSIDE = "https://holdfast.example.com";

    /** What it answers whoever asks for its keys first; all others have no answer until {@code POST /up}. An argument. */
    public static final String NO_KEYS = "no-keys";

    private static final String SECRET = "secret of the desk";

    private HttpServer server;
    private RsaJsonWebKey first;
    private RsaJsonWebKey second;
    private volatile RsaJsonWebKey shown;
    private volatile boolean down;
    private volatile boolean hanging;
    private volatile boolean faulty;
    private volatile String noKeys;
    private volatile boolean byCookie;
    private volatile boolean firstOnly;
    private volatile boolean cutting;
    private volatile String outside = OUTSIDE;
    private final Map<String, JsonObject> people = new ConcurrentHashMap<>();

    @Override
    public void init(Map<String, String> arguments) {
        noKeys = arguments.get(NO_KEYS);
        firstOnly = noKeys != null;
    }

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
        settings.put("holdfast.security.oidc.desk.client-id", CLIENT);
        settings.put("holdfast.security.oidc.desk.client-secret", SECRET);
        settings.put("holdfast.security.oidc.desk.address", OUTSIDE + "/");
        // as soon as a key is unknown, for a test need not wait for the next chance
        settings.put("quarkus.oidc.token.forced-jwk-refresh-interval", "0.001S");
        settings.put("quarkus.oidc.desk.token.forced-jwk-refresh-interval", "0.001S");
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
            case "/fault" -> faulty = true;
            case "/no-keys" -> noKeys = text(exchange);
            case "/by-cookie" -> byCookie = true;
            case "/up" -> {
                down = false;
                faulty = false;
                hanging = false;
                firstOnly = false;
                cutting = false;
                noKeys = null;
                byCookie = false;
            }
            case "/person" -> {
                JsonObject person = new JsonObject(text(exchange));
                people.put(person.getString("code"), person);
            }
            case "/outside" -> outside = text(exchange);
            default -> {}
        }
        if (path.equals("/authorize")) {
            exchange.getResponseHeaders()
                    .add("Location", back(fields(exchange.getRequestURI().getRawQuery())));
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
            return;
        }
        if (path.equals("/token") && faulty) {
            send(exchange, 502, "{\"error\": \"server_error\", \"hint\": \"of its inside\"}");
            return;
        }
        if (path.equals("/token")) {
            Optional<JsonObject> tokens = tokens(exchange);
            send(
                    exchange,
                    tokens.isPresent() ? 200 : 400,
                    tokens.map(JsonObject::encode).orElse("{\"error\": \"invalid_grant\"}"));
            return;
        }
        if (hanging && path.equals("/keys")) {
            return;
        }
        if (cutting && path.equals("/keys")) {
            exchange.close();
            return;
        }
        cutting |= firstOnly && path.equals("/keys");
        if (byCookie && path.equals("/keys") && !exchange.getRequestHeaders().containsKey("Cookie")) {
            exchange.getResponseHeaders().add("Location", url() + path);
            exchange.getResponseHeaders().add("Set-Cookie", "passed=yes; Path=/");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
            return;
        }
        String body = switch (path) {
            case "/.well-known/openid-configuration" -> """
                {"issuer": "%1$s", "jwks_uri": "%1$s/keys", "authorization_endpoint": "%1$s/authorize",
                 "token_endpoint": "%1$s/token", "introspection_endpoint": "%1$s/introspect",
                 "response_types_supported": ["code"], "subject_types_supported": ["public"],
                 "id_token_signing_alg_values_supported": ["RS256"]}""".formatted(url());
            case "/keys" ->
                noKeys != null
                        ? noKeys
                        : "{\"keys\": [" + shown.toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY) + "]}";
            // An issuer that vouches for everything; nobody may ask it.
            case "/introspect" -> "{\"active\": true, \"sub\": \"anybody\", \"username\": \"anybody\"}";
            default -> "{}";
        };
        boolean told = !"POST".equals(exchange.getRequestMethod()) && down;
        send(exchange, told ? 503 : 200, body);
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    /** RFC 6749, 4.1.3 and 5.1; RFC 7636, 4.6. */
    private Optional<JsonObject> tokens(HttpExchange exchange) throws IOException {
        Map<String, String> form = fields(text(exchange));
        String basic =
                "Basic " + Base64.getEncoder().encodeToString((CLIENT + ":" + SECRET).getBytes(StandardCharsets.UTF_8));
        JsonObject person = people.remove(form.getOrDefault("code", ""));
        boolean good = person != null
                && basic.equals(exchange.getRequestHeaders().getFirst("Authorization"))
                && "authorization_code".equals(form.get("grant_type"))
                && person.getString("redirect_uri").equals(form.get("redirect_uri"))
                && person.getString("challenge").equals(challenge(form.getOrDefault("code_verifier", "")));
        return good
                ? Optional.of(new JsonObject()
                        .put("access_token", person.getString("access_token"))
                        .put("id_token", person.getString("id_token"))
                        .put("token_type", "Bearer")
                        .put("expires_in", 300))
                : Optional.empty();
    }

    private static Map<String, String> fields(String encoded) {
        return Arrays.stream(encoded.split("&"))
                .map(field -> field.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }

    /** Where Ann's browser goes, with a code for her tokens. */
    private String back(Map<String, String> asked) {
        JwtClaims ann = new JwtClaims();
        ann.setIssuer(url());
        ann.setAudience(CLIENT);
        ann.setSubject("person-1");
        ann.setClaim("preferred_username", "ann");
        ann.setExpirationTimeMinutesInTheFuture(5);
        ann.setIssuedAtToNow();
        ann.setClaim("nonce", asked.get("nonce"));
        ann.setStringListClaim("groups", "agent");
        ann.setClaim("call_centers", "*");
        String code = UUID.randomUUID().toString();
        people.put(
                code,
                new JsonObject()
                        .put("code", code)
                        .put("challenge", asked.get("code_challenge"))
                        .put("redirect_uri", asked.get("redirect_uri"))
                        .put("id_token", signed(ann, first))
                        .put("access_token", "nobody may read this"));
        return asked.get("redirect_uri").replace(OUTSIDE, outside) + "?code=" + code + "&state=" + asked.get("state");
    }

    /** As the issuer signs tokens. */
    public static String signed(JwtClaims claims, RsaJsonWebKey key) {
        try {
            JsonWebSignature token = new JsonWebSignature();
            token.setPayload(claims.toJson());
            token.setKey(key.getPrivateKey());
            token.setKeyIdHeaderValue(key.getKeyId());
            token.setAlgorithmHeaderValue("RS256");
            return token.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String challenge(String verifier) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(HttpExchange exchange) throws IOException {
        return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    }
}
