package io.holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Strangers who begin bodies and do not end them. Of 200,000 bytes, 150,000 are for large bodies: two of these fit, and not a third. */
class BodyBudgetTest {

    private static final int LARGE = 60_000;

    private record Settings(Duration bodyTimeout, int eventStreams, Duration heartbeat) implements ApiSettings {}

    private final Vertx vertx = Vertx.vertx();
    private HttpServer server;

    @BeforeEach
    void start() {
        BodyIntake intake =
                new BodyIntake(new Settings(Duration.ofSeconds(2), 1, Duration.ofSeconds(1)), new BodyBudget(200_000));
        Router router = Router.router(vertx);
        router.route()
                .handler(call -> intake.collect(call)
                        .subscribe()
                        .with(
                                body -> call.response().end("read " + body.length()),
                                refused -> call.response()
                                        .setStatusCode(
                                                ((Refusal) refused).problem().status())
                                        .end()));
        server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aLargeBodyThatFindsNoRoomIsRefusedAndTheConnectionEnds() throws IOException {
        try (Socket one = begin(LARGE);
                Socket two = begin(LARGE);
                Socket three = begin(LARGE)) {
            // then
            assertThat(answer(three)).startsWith("HTTP/1.1 503").containsIgnoringCase("connection: close");
        }
    }

    @Test
    void aSmallBodyFindsRoomWhereLargeOnesDoNot() throws IOException {
        // given
        try (Socket one = begin(LARGE);
                Socket two = begin(LARGE);
                Socket three = begin(LARGE)) {
            answer(three);

            // when
            String answer = send(500);

            // then
            assertThat(answer).startsWith("HTTP/1.1 200").endsWith("read 500");
        }
    }

    @Test
    void whatComesInChunksIsCountedAsItComes() throws IOException {
        try (Socket one = begin(LARGE);
                Socket two = begin(LARGE);
                Socket three = connect()) {
            // when
            write(three, "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
            write(three, Integer.toHexString(LARGE) + "\r\n" + "x".repeat(LARGE) + "\r\n");

            // then
            assertThat(answer(three)).startsWith("HTTP/1.1 503");
        }
    }

    @Test
    void aBodyThatHasArrivedLeavesItsRoom() throws IOException {
        for (int i = 0; i < 10; i++) {
            assertThat(send(LARGE)).startsWith("HTTP/1.1 200").endsWith("read " + LARGE);
        }
    }

    @Test
    void aBodyThatIsTooLargeLeavesItsRoom() throws IOException {
        for (int i = 0; i < 10; i++) {
            assertThat(send(100_000)).startsWith("HTTP/1.1 413");
        }
        assertThat(send(LARGE)).startsWith("HTTP/1.1 200");
    }

    @Test
    void aBodyThatFoundNoRoomTookNone() throws IOException {
        // given
        for (int i = 0; i < 10; i++) {
            try (Socket one = begin(LARGE);
                    Socket two = begin(LARGE);
                    Socket three = begin(LARGE)) {
                assertThat(answer(three)).startsWith("HTTP/1.1 503");
            }
            // when they hang up, then
            await().untilAsserted(() -> assertThat(send(LARGE)).startsWith("HTTP/1.1 200"));
        }
    }

    @Test
    void aCallerThatIsTooSlowLeavesItsRoom() throws IOException {
        // given
        try (Socket one = begin(LARGE);
                Socket two = begin(LARGE)) {
            assertThat(answer(one)).startsWith("HTTP/1.1 408");
            assertThat(answer(two)).startsWith("HTTP/1.1 408");

            // when
            String answer = send(LARGE);

            // then
            assertThat(answer).startsWith("HTTP/1.1 200");
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket("127.0.0.1", server.actualPort());
        socket.setSoTimeout(20_000);
        return socket;
    }

    /** All but the last byte. */
    private Socket begin(int length) throws IOException {
        Socket socket = connect();
        write(socket, head(length) + "x".repeat(length - 1));
        return socket;
    }

    private String send(int length) throws IOException {
        try (Socket socket = connect()) {
            write(socket, head(length) + "x".repeat(length));
            return answer(socket);
        }
    }

    private static String head(int length) {
        return "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: " + length + "\r\n\r\n";
    }

    private static void write(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static String answer(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try {
            in.transferTo(answer);
        } catch (SocketException reset) {
            // It hung up on us; what it had said counts.
        }
        return answer.toString(StandardCharsets.US_ASCII);
    }
}
