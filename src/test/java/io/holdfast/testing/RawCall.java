package io.holdfast.testing;

import io.restassured.RestAssured;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A call as it goes over the line, for what a client would not send, or would not show of the answer. */
public final class RawCall {

    private static final int LONGEST_MILLIS = 10_000;

    private static final int HANG_UPS = 60;

    private RawCall() {}

    /**
     * @param request in ISO 8859-1; asks for the connection to be closed
     * @return all that comes until then
     * @throws IOException also if it does not end in ten seconds
     */
    public static String answer(String request) throws IOException {
        try (Socket socket = new Socket("localhost", RestAssured.port)) {
            socket.setSoTimeout(LONGEST_MILLIS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    /**
     * Many callers who hang up: every other one by a reset, and every other pair when the answer has begun.
     *
     * @param request in ISO 8859-1
     */
    public static void hangUp(String request) throws IOException {
        for (int i = 0; i < HANG_UPS; i++) {
            try (Socket caller = new Socket("localhost", RestAssured.port)) {
                caller.setSoTimeout(LONGEST_MILLIS);
                caller.setSoLinger(i % 2 == 0, 0);
                caller.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
                if (i % 4 >= 2) {
                    caller.getInputStream().read();
                }
            }
        }
    }
}
