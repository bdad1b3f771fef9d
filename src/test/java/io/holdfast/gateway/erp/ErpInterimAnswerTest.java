package io.holdfast.gateway.erp;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.GatewayTestProfile;
import io.holdfast.gateway.wire.WireAnswer;
import io.holdfast.gateway.wire.WireCall;
import io.holdfast.gateway.wire.WireClient;
import io.holdfast.gateway.wire.WireLimits;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a server says before its answer (RFC 9110, 15.2), of all gateways. */
@QuarkusTest
@TestProfile(GatewayTestProfile.class)
class ErpInterimAnswerTest {

    private static final WireLimits LIMITS = new WireLimits(Duration.ofMillis(1_500), 8);

    @Inject
    ErpWire wire;

    @Test
    void theAnswerToOneCallIsNeverTakenForThatToTheNext() throws IOException {
        for (String interim : new String[] {"102 Processing", "199 Odd"}) {
            try (ServerSocket server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
                // given a server that says that it is at work, and answers a little later on the same connection
                new Thread(() -> serve(server, interim)).start();
                ErpApi api = WireClient.of(
                        ErpApi.class,
                        URI.create("http://localhost:" + server.getLocalPort()),
                        LIMITS,
                        Optional.empty());
                // when
                WireAnswer first = call(api, "auth_1");
                WireAnswer second = call(api, "auth_2");
                // then
                assertThat(body(first)).isNotEqualTo("auth_2");
                assertThat(body(second)).isNotEqualTo("auth_1");
            }
        }
    }

    private static String body(WireAnswer answer) {
        return answer instanceof WireAnswer.Answered it ? it.body() : "";
    }

    private WireAnswer call(ErpApi api, String id) {
        return wire.exchange(new WireCall(LIMITS.timeout(), () -> api.find(null, id)))
                .await()
                .atMost(Duration.ofSeconds(10));
    }

    private static void serve(ServerSocket server, String interim) {
        try {
            while (true) {
                Socket connection = server.accept();
                new Thread(() -> serve(connection, interim)).start();
            }
        } catch (IOException over) {
            // the test is
        }
    }

    private static void serve(Socket connection, String interim) {
        try (connection) {
            byte[] request = new byte[4_096];
            for (int length = connection.getInputStream().read(request);
                    length > 0;
                    length = connection.getInputStream().read(request)) {
                String id =
                        new String(request, 0, length, StandardCharsets.US_ASCII).split(" ")[1].replaceFirst(".*/", "");
                OutputStream out = connection.getOutputStream();
                out.write(("HTTP/1.1 " + interim + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
                out.flush();
                Thread.sleep(300);
                out.write(("HTTP/1.1 200 OK\r\nContent-Length: " + id.length() + "\r\n\r\n" + id)
                        .getBytes(StandardCharsets.US_ASCII));
                out.flush();
            }
        } catch (IOException | InterruptedException over) {
            // the client is gone
        }
    }
}
