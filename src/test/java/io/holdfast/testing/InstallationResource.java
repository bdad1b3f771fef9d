package io.holdfast.testing;

import io.holdfast.secret.Keysets;
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

    /** May do everything, for the call centres CC-NORTH and CC-COAST. */
    public static final String NORTH_KEY = "key-of-the-north";

    /** May do everything, for the call centre CC-SOUTH. */
    public static final String SOUTH_KEY = "key-of-the-south";

    /** May call twice a second. */
    public static final String SLOW_KEY = "key-of-the-slow";

    /** With a second key that could take over. */
    private static final String KEYSET = Keysets.withNewKey(Keysets.create());

    @Override
    public Map<String, String> start() {
        Map<String, String> settings = new HashMap<>();
        settings.put("quarkus.http.test-port", "0");
        settings.put("quarkus.management.test-port", "0");
        settings.put("holdfast.crypto.keyset", KEYSET);
        settings.put("holdfast.gateway.default", ScriptedGateway.NAME);
        settings.put("holdfast.api.event-streams", "8");
        // A gateway that was told never to answer is not waited for at the end.
        settings.put("holdfast.shutdown.timeout", "1s");
        settings.put("holdfast.api.heartbeat", "500ms");
        addKey(settings, "call-flow", ARCHITECT_KEY, "architect");
        addKey(settings, "other-flow", OTHER_ARCHITECT_KEY, "architect");
        addKey(settings, "desk", AGENT_KEY, "agent");
        addKey(settings, "operator", ADMIN_KEY, "admin");
        addKey(settings, "north", NORTH_KEY, "architect,agent,admin");
        settings.put("holdfast.security.api-keys.\"north\".call-centers", "CC-NORTH,CC-COAST");
        addKey(settings, "south", SOUTH_KEY, "architect,agent,admin");
        settings.put("holdfast.security.api-keys.\"south\".call-centers", "CC-SOUTH");
        addKey(settings, "slow", SLOW_KEY, "agent");
        settings.put("holdfast.security.api-keys.\"slow\".rate", "2");
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
