package io.holdfast.genesys;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/** A Holdfast that knows Genesys Cloud's one credential, with the sandbox as its gateway and short times. */
public class Installation implements QuarkusTestProfile {

    static final String API_KEY = "hf_key-of-genesys-cloud";

    /** A property of the JVM, because the profile and the tests may be loaded apart. */
    private static final String PORT = "genesys.test.sandbox-port";

    /** Where the tests start the sandbox, and stop it, and start it again. */
    static int sandboxPort() {
        return Integer.getInteger(PORT);
    }

    @Override
    public Map<String, String> getConfigOverrides() {
        if (System.getProperty(PORT) == null) {
            System.setProperty(PORT, Integer.toString(freePort()));
        }
        return Map.of(
                "holdfast.gateway.erp.url", "http://127.0.0.1:" + sandboxPort(),
                "holdfast.gateway.timeout", "2s",
                "holdfast.schedule.poll", "300ms",
                "holdfast.security.api-keys.\"genesys-cloud\".sha256", sha256(API_KEY),
                "holdfast.security.api-keys.\"genesys-cloud\".roles", "architect,agent");
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
