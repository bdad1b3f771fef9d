package io.holdfast.system;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A PostgreSQL of its own that can be crashed and started again. */
final class SystemDatabase implements AutoCloseable {

    private static final Duration LONGEST_START = Duration.ofSeconds(60);

    private final EmbeddedPostgres postgres;
    private final Path data;
    private final Path log;

    private SystemDatabase(EmbeddedPostgres postgres, Path data, Path log) {
        this.postgres = postgres;
        this.data = data;
        this.log = log;
    }

    static SystemDatabase start(Path folder, Path log) throws IOException {
        // The default folder for the programs is shared between users, who may not read each other's.
        Path programs = Path.of("target", "postgresql-programs").toAbsolutePath();
        Path data = folder.resolve("postgresql-data");
        EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setOverrideWorkingDirectory(programs.toFile())
                .setRegisterShutdownHook(true)
                .setPGStartupWait(LONGEST_START)
                // The library turns it off; what was committed must be there after a crash of the server.
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_connections", "120")
                .start();
        return new SystemDatabase(postgres, data, log);
    }

    Map<String, String> settings() {
        return Map.of(
                "quarkus.datasource.reactive.url", "postgresql://127.0.0.1:" + postgres.getPort() + "/postgres",
                "quarkus.datasource.username", "postgres",
                "quarkus.datasource.password", "postgres");
    }

    long count(String sql) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    void run(String sql) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    /** Ends the server as a crash would. */
    void crash() throws IOException, InterruptedException {
        pgCtl("-m", "immediate", "stop");
    }

    /** Returns when it takes connections again, on the same port. */
    void startAgain() throws IOException, InterruptedException {
        pgCtl("-o", "-p " + postgres.getPort() + " -c synchronous_commit=on -c max_connections=120", "start");
    }

    private void pgCtl(String... action) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            // PostgreSQL refuses to run as root; in a namespace of its own it does not see that.
            command.addAll(List.of("unshare", "-U"));
        }
        command.addAll(List.of(pgCtl(), "-D", data.toString(), "-l", log.toString(), "-w"));
        command.addAll(List.of("-t", Long.toString(LONGEST_START.toSeconds())));
        command.addAll(List.of(action));
        Process run = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        if (!run.waitFor(LONGEST_START.toSeconds() + 10, TimeUnit.SECONDS) || run.exitValue() != 0) {
            run.destroyForcibly();
            throw new IOException("PostgreSQL does not do as it is told, see " + log);
        }
    }

    /** Beside the server that runs: the library unpacks its programs once for each JVM, wherever the first who asked wanted them. */
    private String pgCtl() throws IOException {
        String server = Files.readString(data.resolve("postmaster.opts")).split(" ", 2)[0];
        return Path.of(server).resolveSibling("pg_ctl").toString();
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
