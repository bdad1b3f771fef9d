package io.holdfast.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Says something before each answer (RFC 9110, 15.2), and answers a little later on the same connection, with the last part of the path that was asked for.
 */
public final class InterimServer implements AutoCloseable {

    private static final Duration LATER = Duration.ofMillis(300);

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
            byte[] request = new byte[4_096];
            for (int length = connection.getInputStream().read(request);
                    length > 0;
                    length = connection.getInputStream().read(request)) {
                String asked = new String(request, 0, length, StandardCharsets.US_ASCII).split(" ")[1];
                String answer = asked.substring(asked.lastIndexOf('/') + 1);
                OutputStream out = connection.getOutputStream();
                say(out, interim + "\r\n\r\n");
                Thread.sleep(LATER.toMillis());
                say(out, "200 OK\r\nContent-Length: " + answer.length() + "\r\n\r\n" + answer);
            }
        } catch (IOException | InterruptedException over) {
            // the client is gone
        }
    }

    private static void say(OutputStream out, String text) throws IOException {
        out.write(("HTTP/1.1 " + text).getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }
}
