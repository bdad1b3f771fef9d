package io.holdfast.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.microprofile.config.ConfigProvider;

/** A line to the tests' database, as bad as it is told to be. */
public class DatabaseLineResource implements QuarkusTestResourceLifecycleManager {

    /** What the line does. */
    public enum Line {
        /** What a line should. */
        TALKS,
        /** What callers send still arrives, but no answer comes back. */
        SILENT,
        /** Who is connected hears nothing more, ever; who comes anew is served. */
        FORGETS,
        /** Who is connected is cut off, and nobody listens. */
        CUT
    }

    /** The port that takes orders, for the tests are loaded apart from this. */
    private static final String CONTROL = "test.database-line.control";

    private final Set<Socket> connected = ConcurrentHashMap.newKeySet();
    private final Set<Socket> forgotten = ConcurrentHashMap.newKeySet();
    private volatile Line does = Line.TALKS;
    private int port;
    private int databasePort;
    private ServerSocket line;
    private ServerSocket control;

    @Override
    public Map<String, String> start() {
        String url = new PostgresResource().start().get("quarkus.datasource.reactive.url");
        databasePort = Integer.parseInt(url.replaceFirst(".*:(\\d+)/.*", "$1"));
        try {
            listen();
            port = line.getLocalPort();
            control = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        run(this::obey);
        return Map.of(
                "quarkus.datasource.reactive.url",
                "postgresql://127.0.0.1:" + port + "/postgres",
                CONTROL,
                Integer.toString(control.getLocalPort()));
    }

    @Override
    public void stop() {
        try {
            control.close();
            become(Line.CUT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** It is so when this returns. */
    public static void tell(Line line) throws IOException {
        int control = ConfigProvider.getConfig().getValue(CONTROL, Integer.class);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), control)) {
            socket.getOutputStream().write(line.ordinal());
            if (socket.getInputStream().read() != line.ordinal()) {
                throw new IOException("the line to the database does not become " + line);
            }
        }
    }

    private void obey() {
        try {
            while (true) {
                try (Socket told = control.accept()) {
                    int order = told.getInputStream().read();
                    become(Line.values()[order]);
                    told.getOutputStream().write(order);
                }
            }
        } catch (IOException closed) {
            // the end
        }
    }

    private void become(Line next) throws IOException {
        does = next;
        if (next == Line.FORGETS) {
            forgotten.addAll(connected);
        }
        if (next == Line.CUT) {
            line.close();
            for (Socket socket : connected) {
                socket.close();
            }
        } else if (line.isClosed()) {
            listen();
        }
    }

    private void listen() throws IOException {
        ServerSocket listening = new ServerSocket();
        listening.setReuseAddress(true);
        listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 64);
        line = listening;
        run(() -> accept(listening));
    }

    private void accept(ServerSocket listening) {
        try {
            while (true) {
                Socket here = listening.accept();
                Socket there = new Socket(InetAddress.getLoopbackAddress(), databasePort);
                run(() -> pump(here, there, false));
                run(() -> pump(there, here, true));
            }
        } catch (IOException closed) {
            // until somebody listens again
        }
    }

    private void pump(Socket from, Socket to, boolean answers) {
        byte[] buffer = new byte[16 * 1024];
        connected.add(from);
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            if (does == Line.CUT) {
                return;
            }
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                while (answers && (does == Line.SILENT || forgotten.contains(from))) {
                    LockSupport.parkNanos(5_000_000);
                }
                out.write(buffer, 0, n);
            }
        } catch (IOException closed) {
            // so is the other direction
        } finally {
            connected.remove(from);
            forgotten.remove(from);
        }
    }

    private static void run(Runnable work) {
        Thread thread = new Thread(work, "database line");
        thread.setDaemon(true);
        thread.start();
    }
}
