package io.holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testing.InstallationResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Whatever is sent, and however slowly, the fault is the caller's, and the next one is served. Seeded; {@code -Dhostile.requests=100000} makes it a long
 * one.
 */
@QuarkusTest
@TestProfile(HostileRequestsTest.EveryGateway.class)
class HostileRequestsTest {

    /** All gateways are on, so that their webhooks are; none of them is there. Nobody is turned away for coming too often. */
    public static class EveryGateway implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.ofEntries(
                    Map.entry("holdfast.gateway.erp.url", "http://127.0.0.1:1"),
                    Map.entry("holdfast.gateway.erp.webhook-secrets", HostileRequests.ERP_SECRET),
                    Map.entry("holdfast.gateway.stripe.url", "http://127.0.0.1:1"),
                    Map.entry("holdfast.gateway.stripe.api-key", "sk_test_hostile"),
                    Map.entry("holdfast.gateway.stripe.webhook-secrets", HostileRequests.STRIPE_SECRET),
                    Map.entry("holdfast.gateway.adyen.url", "http://127.0.0.1:1"),
                    Map.entry("holdfast.gateway.adyen.api-key", "hostile"),
                    Map.entry("holdfast.gateway.adyen.merchant-account", "HoldfastECOM"),
                    Map.entry("holdfast.gateway.adyen.return-url", "https://127.0.0.1/"),
                    Map.entry("holdfast.gateway.adyen.hmac-keys", HostileRequests.ADYEN_KEY),
                    Map.entry("holdfast.limits.credential-rate", "0"),
                    Map.entry("holdfast.limits.webhook-rate", "0"),
                    Map.entry("holdfast.limits.failure-rate", "0"),
                    // a third of all answers would be a line otherwise
                    Map.entry("quarkus.log.category.\"io.holdfast.audit\".level", "ERROR"));
        }
    }

    private static final long SEED = 20261125;
    private static final int REQUESTS = Integer.getInteger("hostile.requests", 5_000);

    private static final int AT_ONCE = 64;
    private static final int PATIENCE_MILLIS = 250;
    private static final int MEGABYTE = 1024 * 1024;

    /** What a busy virtual machine's heap differs by from one look to the next, and far less than a few bytes of each request. */
    private static final int MOST_GROWTH_MEGABYTES = 40;

    private static final int SLOW_CALLERS = 600;
    private static final int GENEROUS_CALLERS = 16;
    /** On a busy machine, and half of what those who never finish are given: who had to wait for one of them would wait for longer. */
    private static final Duration SOON = Duration.ofSeconds(5);

    @TestHTTPResource("/")
    URI holdfast;

    /** What the first call of all takes longer for is not what is looked at here. */
    @BeforeEach
    void warmUp() {
        assertThat(Calls.open(Calls.body("pm_1")).statusCode()).isEqualTo(202);
    }

    @Test
    void noRequestMakesTheServerFailOrGrow() throws InterruptedException {
        // given: what is kept from the first requests on, such as code and pools, is there
        HostileRequests requests = new HostileRequests(new Random(SEED));
        Queue<String> faults = new ConcurrentLinkedQueue<>(send(requests, REQUESTS / 4));
        long before = usedMegabytes();

        // when
        faults.addAll(send(requests, REQUESTS - REQUESTS / 4));

        // then
        long growth = usedMegabytes() - before;
        System.out.printf("%d hostile requests: the heap grew by %d MB to %d MB%n", REQUESTS, growth, before + growth);
        assertThat(faults).isEmpty();
        assertThat(growth).isLessThan(MOST_GROWTH_MEGABYTES);
        assertThat(Calls.open(Calls.body("pm_1")).statusCode()).isEqualTo(202);
    }

    @Test
    void callersThatNeverFinishDoNotStopOthers() throws IOException {
        // given: connections that send half a head, or a head and half a body, and no more
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < SLOW_CALLERS; i++) {
                Socket socket = new Socket(holdfast.getHost(), holdfast.getPort());
                slow.add(socket);
                String head = "POST " + (i % 3 == 0 ? "/v1/webhooks/erp" : "/v1/disputes")
                        + " HTTP/1.1\r\nHost: localhost\r\nX-API-Key: " + InstallationResource.ARCHITECT_KEY
                        + "\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n";
                write(socket, i % 2 == 0 ? head : head + "\r\n{\"a\":");
            }

            // when
            long start = System.nanoTime();
            int status = Calls.open(Calls.body("pm_1")).statusCode();

            // then
            assertThat(status).isEqualTo(202);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
        } finally {
            close(slow);
        }
    }

    @Test
    void callersThatSendWithoutEndDoNotStopOthers() throws IOException, InterruptedException {
        // given
        List<Socket> generous = new ArrayList<>();
        ExecutorService senders = Executors.newFixedThreadPool(GENEROUS_CALLERS);
        try {
            byte[] chunk = ("10000\r\n" + "7".repeat(65_536) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < GENEROUS_CALLERS; i++) {
                Socket socket = new Socket(holdfast.getHost(), holdfast.getPort());
                generous.add(socket);
                write(
                        socket,
                        "POST /v1/disputes HTTP/1.1\r\nHost: localhost\r\nX-API-Key: "
                                + InstallationResource.ARCHITECT_KEY
                                + "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
                senders.execute(() -> sendUntilCutOff(socket, chunk));
            }

            // when
            long start = System.nanoTime();
            int status = Calls.open(Calls.body("pm_1")).statusCode();

            // then
            assertThat(status).isEqualTo(202);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
            senders.shutdown();
            assertThat(senders.awaitTermination(30, TimeUnit.SECONDS))
                    .as("each is cut off")
                    .isTrue();
        } finally {
            close(generous);
            senders.shutdownNow();
        }
    }

    private Queue<String> send(HostileRequests requests, int count) throws InterruptedException {
        Queue<String> faults = new ConcurrentLinkedQueue<>();
        ExecutorService callers = Executors.newFixedThreadPool(AT_ONCE);
        for (int n = 0; n < count; n += AT_ONCE * 4) {
            // made by one thread, so that the seed says what is sent
            List<HostileRequests.Call> calls = requests.next(Math.min(AT_ONCE * 4, count - n));
            callers.invokeAll(calls.stream()
                    .<Callable<Boolean>>map(call -> () ->
                            call.fault(exchange(call.bytes())).map(faults::add).orElse(false))
                    .toList());
        }
        callers.shutdown();
        return faults;
    }

    /** Empty if the connection was closed without an answer, or if the server waits for more. */
    private String exchange(byte[] request) {
        try (Socket socket = new Socket(holdfast.getHost(), holdfast.getPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            // Thousands of connections that are over would take all ports.
            socket.setSoLinger(true, 0);
            socket.getOutputStream().write(request);
            socket.getOutputStream().flush();
            return HostileRequests.read(socket.getInputStream());
        } catch (IOException closed) {
            return "";
        }
    }

    private static void sendUntilCutOff(Socket socket, byte[] chunk) {
        try {
            while (true) {
                socket.getOutputStream().write(chunk);
            }
        } catch (IOException cutOff) {
            // as it should be
        }
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void close(List<Socket> sockets) throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private static long usedMegabytes() {
        Runtime machine = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int look = 0; look < 4; look++) {
            System.gc();
            least = Math.min(least, machine.totalMemory() - machine.freeMemory());
        }
        return least / MEGABYTE;
    }
}
