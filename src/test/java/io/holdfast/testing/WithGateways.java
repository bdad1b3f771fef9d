package io.holdfast.testing;

import io.holdfast.gateway.adyen.AdyenServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A Holdfast with the sandbox and a server that plays Adyen for gateways and short times, that knows Genesys Cloud's one credential, and has a database of
 * its own: all that is in there came in by its own door. One for tests that do not disturb each other, for each start of another Holdfast costs as much as
 * all of them.
 */
public class WithGateways implements QuarkusTestProfile {

    public static final String API_KEY = "hf_key-of-genesys-cloud";

    /** A property of the JVM, because the profile and the tests may be loaded apart. */
    private static final String PORT = "genesys.test.sandbox-port";

    /** Where the tests start the sandbox, and stop it, and start it again. */
    public static int sandboxPort() {
        return Integer.getInteger(PORT);
    }

    @Override
    public Map<String, String> getConfigOverrides() {
        if (System.getProperty(PORT) == null) {
            System.setProperty(PORT, Integer.toString(freePort()));
        }
        return Map.of(
                "holdfast.gateway.erp.url", "http://127.0.0.1:" + sandboxPort(),
                "holdfast.gateway.erp.timeout", "2s",
                "holdfast.schedule.poll", "300ms",
                "holdfast.security.api-keys.\"genesys-cloud\".sha256", sha256(API_KEY),
                "holdfast.security.api-keys.\"genesys-cloud\".roles", "architect,agent");
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(AdyenServer.class), new TestResourceEntry(OwnDatabase.class));
    }

    /** Empty at the start. */
    public static class OwnDatabase implements QuarkusTestResourceLifecycleManager {

        @Override
        public Map<String, String> start() {
            return PostgresResource.ownDatabase("with_gateways");
        }

        @Override
        public void stop() {}
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
