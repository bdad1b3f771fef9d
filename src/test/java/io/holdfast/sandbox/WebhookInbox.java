package io.holdfast.sandbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that takes webhooks. */
final class WebhookInbox implements AutoCloseable {

    /** One request, as it came. */
    record Delivery(HttpHeaders headers, String body) {
        String id() {
            return headers.firstValue("webhook-id").orElse("");
        }
    }

    private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
    private final AtomicInteger refusalsLeft = new AtomicInteger();
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final HttpServer server;

    WebhookInbox() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::take);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1/webhooks/erp");
    }

    /** The next so many requests are answered with 500. */
    void refuse(int times) {
        refusalsLeft.set(times);
    }

    List<Delivery> deliveries() {
        return deliveries;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void take(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        deliveries.add(new Delivery(HttpHeaders.of(exchange.getRequestHeaders(), (name, value) -> true), body));
        int status = refusalsLeft.getAndUpdate(left -> Math.max(0, left - 1)) > 0 ? 500 : 204;
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }
}
