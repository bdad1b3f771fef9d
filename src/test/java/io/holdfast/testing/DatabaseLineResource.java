package io.holdfast.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * A line to the tests' database that can fall silent: what callers send still arrives, but no answer comes back until it is told otherwise, by a
 * connection to {@link #CONTROL} that says {@code s}(ilent) or {@code t}(alk).
 */
public class DatabaseLineResource implements QuarkusTestResourceLifecycleManager {

    public static final String CONTROL = "test.database-line.control";

    private volatile boolean silent;
    private volatile boolean over;
    private ServerSocket line;
    private ServerSocket control;

    @Override
    public Map<String, String> start() {
        String url = new PostgresResource().start().get("quarkus.datasource.reactive.url");
        int port = Integer.parseInt(url.replaceFirst(".*:(\\d+)/.*", "$1"));
        try {
            line = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
            control = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        run(() -> accept(port));
        run(this::listen);
        return Map.of(
                "quarkus.datasource.reactive.url",
                "postgresql://127.0.0.1:" + line.getLocalPort() + "/postgres",
                CONTROL,
                Integer.toString(control.getLocalPort()));
    }

    @Override
    public void stop() {
        over = true;
        silent = false;
        try {
            line.close();
            control.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Falls silent, or talks again; is so when this returns. */
    public static void tell(int control, boolean silent) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), control)) {
            socket.getOutputStream().write(silent ? 's' : 't');
            socket.getInputStream().read();
        }
    }

    private void accept(int port) {
        try {
            while (!over) {
                Socket here = line.accept();
                Socket there = new Socket(InetAddress.getLoopbackAddress(), port);
                run(() -> pump(here, there, false));
                run(() -> pump(there, here, true));
            }
        } catch (IOException closed) {
            over = true;
        }
    }

    private void listen() {
        try {
            while (!over) {
                try (Socket told = control.accept()) {
                    silent = told.getInputStream().read() == 's';
                    told.getOutputStream().write('.');
                }
            }
        } catch (IOException closed) {
            over = true;
        }
    }

    private void pump(Socket from, Socket to, boolean answers) {
        byte[] buffer = new byte[16 * 1024];
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                while (answers && silent) {
                    LockSupport.parkNanos(5_000_000);
                }
                out.write(buffer, 0, n);
            }
        } catch (IOException closed) {
            // so is the other direction
        }
    }

    private static void run(Runnable work) {
        Thread thread = new Thread(work, "database line");
        thread.setDaemon(true);
        thread.start();
    }
}
