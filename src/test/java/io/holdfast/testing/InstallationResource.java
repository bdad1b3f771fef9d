package io.holdfast.testing;

import io.holdfast.secret.TinkSealer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/** The settings of the Holdfast that the tests talk to: keys for its callers, a gateway that does as it is told, and free ports. */
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(InstallationResource.class)
public class InstallationResource implements QuarkusTestResourceLifecycleManager {

    public static final String ARCHITECT_KEY = "key-of-the-architect";
    public static final String OTHER_ARCHITECT_KEY = "key-of-another-architect";
    public static final String AGENT_KEY = "key-of-the-agent";
    public static final String ADMIN_KEY = "key-of-the-admin";

    private static final String KEYSET = TinkSealer.newKeyset();

    @Override
    public Map<String, String> start() {
        Map<String, String> settings = new HashMap<>();
        settings.put("quarkus.http.test-port", "0");
        settings.put("quarkus.management.test-port", "0");
        settings.put("holdfast.crypto.keyset", KEYSET);
        settings.put("holdfast.gateway.default", ScriptedGateway.NAME);
        settings.put("holdfast.api.event-streams", "8");
        settings.put("holdfast.api.heartbeat", "500ms");
        addKey(settings, "call-flow", ARCHITECT_KEY, "architect");
        addKey(settings, "other-flow", OTHER_ARCHITECT_KEY, "architect");
        addKey(settings, "desk", AGENT_KEY, "agent");
        addKey(settings, "operator", ADMIN_KEY, "admin");
        return settings;
    }

    @Override
    public void stop() {}

    private static void addKey(Map<String, String> settings, String name, String key, String role) {
        String property = "holdfast.security.api-keys.\"" + name + "\".";
        settings.put(property + "sha256", sha256(key));
        settings.put(property + "roles", role);
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
