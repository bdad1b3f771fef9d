package io.holdfast.notify.wire;

import io.holdfast.settings.BadSetting;
import io.holdfast.settings.WebAddress;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.runtime.config.TlsConfigUtils;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLException;

/**
 * Sends one request and brings the answer back. Follows no redirects, reads no more than it was told to, takes no longer than its time, and, where the
 * address may not be private, connects to the very address that was looked at.
 */
public final class Courier {

    /** What is read beyond what is kept, so that the connection can be used again; then it is closed. */
    private static final int DRAINED_BYTES = 1 << 16;

    private static final int KEEP_ALIVE_SECONDS = 20;

    /** The least status of an answer: what has a lower one comes before it (RFC 9110, 15.2). */
    private static final int LEAST_ANSWER = 200;

    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(5);

    /**
     * @param timeout of all of it, from looking the name up to the end of the answer
     * @param concurrency requests at once
     * @param bodyBytes so much of an answer is kept
     * @param privateAddresses whether to connect to addresses that are not on the public internet
     */
    public record Limits(Duration timeout, int concurrency, int bodyBytes, boolean privateAddresses) {}

    private static final int NAME_THREADS = 4;

    private final Vertx vertx;
    private final HttpClient client;
    private final WorkerExecutor names;
    private final Limits limits;

    /** Trusts whom the Java platform trusts. */
    public Courier(Vertx vertx, Limits limits) {
        this(vertx, limits, Optional.empty());
    }

    /** @param certificates whom to trust, and what to show */
    Courier(Vertx vertx, Limits limits, Optional<TlsConfiguration> certificates) {
        this.vertx = vertx;
        this.limits = limits;
        Duration connect = limits.timeout().compareTo(LONGEST_CONNECT) < 0 ? limits.timeout() : LONGEST_CONNECT;
        this.names = vertx.createSharedWorkerExecutor("holdfast-names", NAME_THREADS);
        HttpClientOptions options = new HttpClientOptions()
                .setMaxPoolSize(limits.concurrency() + 2)
                .setMaxWaitQueueSize(limits.concurrency())
                .setConnectTimeout((int) connect.toMillis())
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setDecompressionSupported(false);
        certificates.ifPresent(it -> TlsConfigUtils.configure(options, it));
        this.client = vertx.createHttpClient(options);
    }

    /** Never fails. */
    public Uni<Answer> send(HttpMethod method, URI address, Map<String, String> headers, Buffer body) {
        return Uni.createFrom().emitter(emitter -> new Journey(emitter).begin(method, address, headers, body));
    }

    /**
     * Reads an address from a setting.
     *
     * @throws BadSetting if it is not an absolute http or https address without user and fragment
     */
    public static URI address(String property, String value) {
        return WebAddress.of(property, value, "https://example.com/path");
    }

    /** One request. What comes after it has ended is ignored. */
    private final class Journey {

        private final UniEmitter<? super Answer> emitter;
        private final AtomicBoolean over = new AtomicBoolean();
        private volatile HttpClientRequest request;

        private Journey(UniEmitter<? super Answer> emitter) {
            this.emitter = emitter;
        }

        private void begin(HttpMethod method, URI address, Map<String, String> headers, Buffer body) {
            long timer = vertx.setTimer(limits.timeout().toMillis(), fired -> giveUp("timeout"));
            emitter.onTermination(() -> {
                vertx.cancelTimer(timer);
                giveUp("cancelled");
            });
            RequestOptions options = options(method, address, headers);
            if (limits.privateAddresses()) {
                go(options, body);
                return;
            }
            // A blocking call, on threads that nobody else needs.
            names.executeBlocking(() -> publicAddress(address), false).onComplete(found -> {
                if (found.failed()) {
                    end(new Answer.Lost("unknown_host"));
                } else if (found.result().isEmpty()) {
                    end(new Answer.Lost("private_address"));
                } else {
                    String ip = found.result().get().getHostAddress();
                    go(options.setServer(SocketAddress.inetSocketAddress(options.getPort(), ip)), body);
                }
            });
        }

        private void go(RequestOptions options, Buffer body) {
            client.request(options).onComplete(opened -> {
                if (opened.failed()) {
                    end(new Answer.Lost(word(opened.cause())));
                    return;
                }
                request = opened.result();
                if (over.get()) {
                    request.reset();
                    return;
                }
                request.exceptionHandler(failure -> end(new Answer.Lost(word(failure))));
                request.response().onSuccess(this::read).onFailure(failure -> end(new Answer.Lost(word(failure))));
                request.end(body);
            });
        }

        private void read(HttpClientResponse response) {
            if (response.statusCode() < LEAST_ANSWER) {
                // The client takes for the answer what comes before it, and would take that for the answer to the next
                // request on the connection.
                end(new Answer.Lost("no_answer"));
                response.request().connection().close();
                return;
            }
            Buffer kept = Buffer.buffer();
            long[] seen = {0};
            response.exceptionHandler(failure -> end(new Answer.Lost(word(failure))));
            response.handler(chunk -> {
                int room = limits.bodyBytes() - kept.length();
                kept.appendBuffer(chunk.length() <= room ? chunk : chunk.getBuffer(0, Math.max(0, room)));
                seen[0] += chunk.length();
                if (seen[0] > (long) limits.bodyBytes() + DRAINED_BYTES) {
                    end(answer(response, kept));
                    response.request().reset();
                }
            });
            response.endHandler(ended -> end(answer(response, kept)));
        }

        private Answer answer(HttpClientResponse response, Buffer kept) {
            return new Answer.Answered(
                    response.statusCode(), Optional.ofNullable(response.getHeader("Retry-After")), kept.toString());
        }

        private void giveUp(String reason) {
            if (over.compareAndSet(false, true)) {
                HttpClientRequest open = request;
                if (open != null) {
                    open.reset();
                }
                emitter.complete(new Answer.Lost(reason));
            }
        }

        private void end(Answer answer) {
            if (over.compareAndSet(false, true)) {
                emitter.complete(answer);
            }
        }
    }

    private static RequestOptions options(HttpMethod method, URI address, Map<String, String> headers) {
        boolean tls = "https".equalsIgnoreCase(address.getScheme());
        int port = address.getPort() > 0 ? address.getPort() : tls ? 443 : 80;
        String path = address.getRawPath() == null || address.getRawPath().isEmpty() ? "/" : address.getRawPath();
        RequestOptions options = new RequestOptions()
                .setMethod(method)
                .setSsl(tls)
                .setHost(host(address))
                .setPort(port)
                .setURI(address.getRawQuery() == null ? path : path + "?" + address.getRawQuery())
                .setFollowRedirects(false)
                .putHeader("User-Agent", "holdfast");
        headers.forEach(options::putHeader);
        return options;
    }

    private static String host(URI address) {
        String host = address.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static Optional<InetAddress> publicAddress(URI address) throws UnknownHostException {
        for (InetAddress found : InetAddress.getAllByName(host(address))) {
            if (PublicAddresses.contain(found)) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }

    /** Not the message, which could repeat what was sent. */
    private static String word(Throwable failure) {
        if (failure instanceof UnknownHostException) {
            return "unknown_host";
        }
        if (failure instanceof SSLException || failure.getCause() instanceof SSLException) {
            return "tls";
        }
        if (failure instanceof ConnectException
                || failure.getClass().getSimpleName().startsWith("Connect")) {
            return "no_connection";
        }
        return "no_answer";
    }
}
