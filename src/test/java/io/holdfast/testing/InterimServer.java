package io.holdfast.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * Says something before each answer (RFC 9110, 15.2), and answers on the same connection when the next thing is asked for, or a little later, with the last part of the path that was asked for.
 */
public final class InterimServer implements AutoCloseable {

    private static final Duration LATER = Duration.ofSeconds(3);

    private final ServerSocket server;
    private final String interim;

    /** @param interim what is said before, such as {@code 102 Processing} */
    public InterimServer(String interim) throws IOException {
        this.server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        this.interim = interim;
        start(this::accept);
    }

    public String url() {
        return "http://localhost:" + server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "interim server");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = server.accept();
                start(() -> serve(connection));
            }
        } catch (IOException over) {
            // it was closed
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            connection.setSoTimeout((int) LATER.toMillis());
            Optional<String> asked = next(connection);
            while (asked.isPresent()) {
                say(connection, interim + "\r\n\r\n");
                // who takes that for the answer asks for the next thing, and gets this
                Optional<String> then = next(connection);
                say(connection, "200 OK\r\nContent-Length: " + asked.get().length() + "\r\n\r\n" + asked.get());
                asked = then;
            }
        } catch (IOException over) {
            // the client is gone
        }
    }

    /** Empty if nothing more was asked for in time, or the client is gone. */
    private static Optional<String> next(Socket connection) throws IOException {
        byte[] request = new byte[4_096];
        try {
            int length = connection.getInputStream().read(request);
            return length <= 0 ? Optional.empty() : Optional.of(lastOfPath(request, length));
        } catch (SocketTimeoutException nothing) {
            return Optional.empty();
        }
    }

    private static String lastOfPath(byte[] request, int length) {
        String path = new String(request, 0, length, StandardCharsets.US_ASCII).split(" ")[1];
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static void say(Socket connection, String text) throws IOException {
        OutputStream out = connection.getOutputStream();
        out.write(("HTTP/1.1 " + text).getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }
}
