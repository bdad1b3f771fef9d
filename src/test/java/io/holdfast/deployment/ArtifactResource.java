package io.holdfast.deployment;

import io.holdfast.sandbox.Sandbox;
import io.holdfast.sandbox.SandboxOptions;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/** What a built Holdfast needs beside the database and the keyset that all tests share: the sandbox for a gateway, and a key. */
public class ArtifactResource implements QuarkusTestResourceLifecycleManager {

    static final String KEY = "hf_key-of-the-artifact-test";

    private Sandbox sandbox;

    @Override
    public Map<String, String> start() {
        try {
            sandbox = Sandbox.start(SandboxOptions.defaults().withPort(0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> settings = new HashMap<>();
        settings.put("quarkus.management.port", "0");
        settings.put("holdfast.gateway.erp.url", sandbox.url());
        // the tests' own gateway is not in what was built
        settings.put("holdfast.gateway.default", "erp");
        settings.put("holdfast.security.api-keys.\"artifact\".sha256", sha256(KEY));
        settings.put("holdfast.security.api-keys.\"artifact\".roles", "architect,agent,admin");
        settings.put("holdfast.shutdown.delay", "0s");
        return settings;
    }

    /** After the settings that all tests share, so that these stand. */
    @Override
    public int order() {
        return 1;
    }

    @Override
    public void stop() {
        if (sandbox != null) {
            sandbox.close();
        }
    }

    private static String sha256(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
