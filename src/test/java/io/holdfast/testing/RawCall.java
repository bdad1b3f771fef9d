package io.holdfast.testing;

import io.restassured.RestAssured;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A call as it goes over the line, for what a client would not send, or would not show of the answer. */
public final class RawCall {

    private static final int LONGEST_MILLIS = 10_000;

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
}
