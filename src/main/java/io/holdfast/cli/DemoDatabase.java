package io.holdfast.cli;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A PostgreSQL of its own for the demo, whose data stays in a folder and survives any end of the process. */
final class DemoDatabase implements AutoCloseable {

    private static final Duration LONGEST_START = Duration.ofSeconds(60);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(20);

    private final EmbeddedPostgres postgres;

    private DemoDatabase(EmbeddedPostgres postgres) {
        this.postgres = postgres;
    }

    /** @param folder is made if it is not there */
    static DemoDatabase start(Path folder) throws IOException {
        Path data = folder.resolve("postgresql-data");
        Files.createDirectories(data);
        endLeftover(data);
        Path programs = folder.resolve("postgresql");
        Files.createDirectories(programs);
        // The library lets everybody write where it unpacks them, and they are run from there.
        Files.setPosixFilePermissions(programs, PosixFilePermissions.fromString("rwx------"));
        EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                // It must not end before the application that uses it: DemoCommand closes it.
                .setRegisterShutdownHook(false)
                // The default folder for the programs is shared between users, who may not read each other's.
                .setOverrideWorkingDirectory(programs.resolve("unpacked").toFile())
                .setPGStartupWait(LONGEST_START)
                // The library turns these off for throw-away tests; what is committed here must stay.
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("max_connections", "120")
                .start();
        return new DemoDatabase(postgres);
    }

    String reactiveUrl() {
        return "postgresql://127.0.0.1:" + postgres.getPort() + "/postgres";
    }

    String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres";
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }

    /** A process that was killed leaves its PostgreSQL running on the data. */
    private static void endLeftover(Path data) throws IOException {
        Path pidFile = data.resolve("postmaster.pid");
        if (!Files.isRegularFile(pidFile)) {
            return;
        }
        List<String> lines = Files.readAllLines(pidFile);
        Optional<ProcessHandle> leftover = lines.isEmpty()
                ? Optional.empty()
                : ProcessHandle.of(Long.parseLong(lines.get(0).trim()));
        if (leftover.isPresent() && isPostgres(leftover.get())) {
            CompletableFuture<ProcessHandle> end = leftover.get().onExit();
            leftover.get().destroy();
            await(end);
        }
    }

    /** The number may have gone to another program since. */
    private static boolean isPostgres(ProcessHandle process) {
        return process.info()
                .command()
                .filter(path -> path.contains("postgres"))
                .isPresent();
    }

    private static void await(CompletableFuture<ProcessHandle> end) throws IOException {
        try {
            end.get(LONGEST_STOP.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while an earlier PostgreSQL was ending", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("an earlier PostgreSQL on the same data does not end", e);
        }
    }
}
