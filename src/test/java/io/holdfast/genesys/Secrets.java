package io.holdfast.genesys;

import java.util.HashMap;
import java.util.Map;

/** What an engineer enters as the integration's credential, and what the authentication answers. */
final class Secrets {

    static final String CLIENT_ID = "genesys-cloud";
    static final String CLIENT_SECRET = "s3cret:/+ü";

    /** For templates that are only rendered. */
    static final Map<String, Object> OF_A_TEST = apiKey("key-of-a-test");

    private Secrets() {}

    static Map<String, Object> apiKey(String key) {
        Map<String, Object> all = new HashMap<>(oauth("token-of-a-test"));
        all.put("credentials", Map.of("host", Line.HOST, "apiKey", key, "tokenUrl", "https://login.example.com/token"));
        return all;
    }

    /** @param token the one that the custom auth action got */
    static Map<String, Object> oauth(String token) {
        return Map.of(
                "credentials",
                Map.of(
                        "host",
                        Line.HOST,
                        "tokenUrl",
                        "https://" + Line.HOST + "/token",
                        "clientId",
                        CLIENT_ID,
                        "clientSecret",
                        CLIENT_SECRET,
                        "scope",
                        "holdfast calls"),
                "authResponse",
                Map.of("access_token", token));
    }
}
