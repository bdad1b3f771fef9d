package io.holdfast.system;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** As simple as a balancer can be: it looks now and then who is ready, sends each call to the next of those, and repeats nothing. */
final class Balancer implements AutoCloseable {

    private static final Duration PACE = Duration.ofMillis(250);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Of one hop. */
    private static final Set<String> NOT_FORWARDED =
            Set.of("host", "connection", "content-length", "transfer-encoding");

    private final List<Replica> replicas;
    private final List<Replica> ready = new CopyOnWriteArrayList<>();
    private final AtomicInteger turn = new AtomicInteger();
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final HttpServer server;

    private Balancer(List<Replica> replicas) throws IOException {
        this.replicas = replicas;
        look();
        watch.scheduleWithFixedDelay(this::look, PACE.toMillis(), PACE.toMillis(), TimeUnit.MILLISECONDS);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(workers);
        server.createContext("/", this::forward);
        server.start();
    }

    static Balancer start(List<Replica> replicas) throws IOException {
        return new Balancer(replicas);
    }

    URI address(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    int ready() {
        return ready.size();
    }

    private void look() {
        for (Replica replica : replicas) {
            boolean isReady = replica.isReady();
            if (isReady && !ready.contains(replica)) {
                ready.add(replica);
            } else if (!isReady) {
                ready.remove(replica);
            }
        }
    }

    private void forward(HttpExchange call) throws IOException {
        try (call) {
            List<Replica> now = List.copyOf(ready);
            if (now.isEmpty()) {
                call.sendResponseHeaders(503, -1);
                return;
            }
            Replica next = now.get(Math.floorMod(turn.getAndIncrement(), now.size()));
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            next.address(call.getRequestURI().toString()))
                    .timeout(PATIENCE)
                    .method(
                            call.getRequestMethod(),
                            HttpRequest.BodyPublishers.ofByteArray(
                                    call.getRequestBody().readAllBytes()));
            call.getRequestHeaders().forEach((name, values) -> {
                if (!NOT_FORWARDED.contains(name.toLowerCase(Locale.ROOT))) {
                    values.forEach(value -> request.header(name, value));
                }
            });
            answer(call, http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray()));
        } catch (IOException lost) {
            call.sendResponseHeaders(502, -1);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            call.sendResponseHeaders(502, -1);
        }
    }

    private static void answer(HttpExchange call, HttpResponse<byte[]> answer) throws IOException {
        answer.headers()
                .firstValue("content-type")
                .ifPresent(it -> call.getResponseHeaders().set("Content-Type", it));
        byte[] body = answer.body();
        call.sendResponseHeaders(answer.statusCode(), body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            call.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        watch.shutdownNow();
        server.stop(0);
        workers.shutdownNow();
    }
}
