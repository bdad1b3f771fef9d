package io.holdfast.system;

import io.holdfast.secret.TinkSealer;
import io.holdfast.system.gateway.MisbehavingGateway;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A database, a gateway and some replicas, started for one test and surely ended after it. */
final class Installation implements AutoCloseable {

    static final String API_KEY = "hf_whole-system-test";

    private final SystemDatabase database;
    private final MisbehavingGateway gateway;
    private final List<Replica> replicas = new ArrayList<>();
    private final Thread lastResort = new Thread(this::end, "installation's end");
    private final Path logs;
    private final FreePorts ports = new FreePorts();
    private final Map<String, String> settings;

    /** @param extra settings that differ from the short ones of these tests */
    private Installation(String test, MisbehavingGateway gateway, int size, Map<String, String> extra)
            throws IOException {
        this.gateway = gateway;
        this.logs = emptied(Path.of("target", "system-logs", test).toAbsolutePath());
        Path data = emptied(Path.of("target", "system-data", test).toAbsolutePath());
        this.database = SystemDatabase.start(data, logs.resolve("postgresql.log"));
        Runtime.getRuntime().addShutdownHook(lastResort);
        this.settings = new HashMap<>(database.settings());
        settings.putAll(gateway.settings());
        settings.putAll(shortSettings());
        settings.putAll(extra);
        for (int i = 1; i <= size; i++) {
            replicas.add(new Replica("replica-" + i, ports, settings, logs));
        }
    }

    /** Starts everything and waits until it is ready. */
    static Installation start(String test, MisbehavingGateway gateway, int size, Map<String, String> extra)
            throws IOException {
        return start(test, gateway, size, extra, Replica.PROGRAM);
    }

    /** As above, with another program, such as the last release's. */
    static Installation start(
            String test, MisbehavingGateway gateway, int size, Map<String, String> extra, String program)
            throws IOException {
        Installation installation = new Installation(test, gateway, size, extra);
        try {
            installation.replicas.forEach(replica -> replica.become(program));
            for (Replica replica : installation.replicas) {
                replica.start();
            }
            installation.replicas.forEach(Replica::awaitReady);
            installation.gateway.sendNewsTo(installation.addresses("/v1/webhooks/erp"));
            return installation;
        } catch (IOException | RuntimeException failed) {
            System.err.println(installation.logTails());
            installation.close();
            throw failed;
        }
    }

    /** One more replica, not started; it ends with the others. */
    Replica another(String name, Map<String, String> extra) {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(extra);
        Replica replica = new Replica(name, ports, all, logs);
        replicas.add(replica);
        return replica;
    }

    private static Map<String, String> shortSettings() {
        return Map.of(
                "holdfast.crypto.keyset", TinkSealer.newKeyset().replaceAll("\\s", ""),
                "holdfast.security.api-keys.\"system\".sha256", sha256(API_KEY),
                "holdfast.security.api-keys.\"system\".roles", "architect,agent,admin",
                "holdfast.gateway.timeout", "1s",
                "holdfast.shutdown.delay", "0s",
                "holdfast.schedule.poll", "500ms",
                "holdfast.schedule.recover", "1s",
                "quarkus.log.category.\"io.holdfast\".level", "DEBUG");
    }

    /** Those that all replicas have. */
    Map<String, String> settings() {
        return Map.copyOf(settings);
    }

    SystemDatabase database() {
        return database;
    }

    /** What a query that counts says. */
    long databaseCount(String sql) throws SQLException {
        return database.count(sql);
    }

    MisbehavingGateway gateway() {
        return gateway;
    }

    List<Replica> replicas() {
        return List.copyOf(replicas);
    }

    List<URI> addresses(String path) {
        return replicas.stream().map(replica -> replica.address(path)).toList();
    }

    HoldfastApi api() {
        return new HoldfastApi(replicas, API_KEY);
    }

    Path logs() {
        return logs;
    }

    String logTails() {
        return replicas.stream().map(Replica::logTail).collect(Collectors.joining("\n"));
    }

    @Override
    public void close() {
        end();
        Runtime.getRuntime().removeShutdownHook(lastResort);
    }

    private void end() {
        replicas.forEach(Replica::close);
        try {
            gateway.close();
            database.close();
        } catch (IOException leftRunning) {
            System.err.println("not ended as it should: " + leftRunning);
        }
    }

    static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static Path emptied(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        return Files.createDirectories(folder);
    }
}
