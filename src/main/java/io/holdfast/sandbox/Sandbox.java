package io.holdfast.sandbox;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A payment gateway to try things with: it speaks the {@code erp} contract, holds no money, and behaves as the id of
 * the payment method says. It is a server of its own and keeps everything in memory;
 * with a journal it knows it again after a restart.
 *
 * <p>The server has one event loop. Every request, timer and webhook runs on it, and only it touches the
 * {@link Books}; the methods of this handle may be called from any other thread and wait for it.
 */
public final class Sandbox implements AutoCloseable {
    private static final long WAIT_SECONDS = 30;
    /** How often the timetable is looked at; every request looks as well. */
    private static final long TICK_MILLIS = 50;
    /** Also the end of a call that is never answered. Longer than any slow call. */
    private static final int IDLE_MINUTES = 15;

    private final String host;
    private final int limitOfConnections;
    private final Vertx vertx;
    private final Context context;
    private final Books books;
    private final Optional<OauthTokens> tokens;
    private int connections;
    private int port;

    private Sandbox(SandboxOptions options) {
        host = options.host();
        limitOfConnections = options.limits().connections();
        vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(2)
                .setInternalBlockingPoolSize(2)
                // nothing is served from files, so there is no need for a folder of cached ones
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        context = vertx.getOrCreateContext();
        books = new Books(vertx, options);
        tokens = options.oauth().map(client -> new OauthTokens(options.clock(), client));
    }

    /**
     * Starts a sandbox and waits until it listens.
     *
     * @throws UnusableJournal when its journal cannot be read or written
     * @throws IOException when it cannot listen, such as on a port that is in use
     */
    public static Sandbox start(SandboxOptions options) throws IOException {
        Sandbox sandbox = new Sandbox(options);
        try {
            sandbox.open();
            sandbox.listen(options);
            return sandbox;
        } catch (IOException | RuntimeException failed) {
            sandbox.close();
            throw failed;
        }
    }

    /** The port it listens on. */
    public int port() {
        return port;
    }

    /** The address of the gateway, without a slash at the end. */
    public String url() {
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    /** The whole ledger. */
    public LedgerSnapshot ledger() {
        return onEventLoop(() -> books.snapshot(Optional.empty()));
    }

    /** The ledger of one dispute. */
    public LedgerSnapshot ledger(String disputeId) {
        return onEventLoop(() -> books.snapshot(Optional.of(disputeId)));
    }

    /** Forgets everything but the access tokens, and drops the calls that are still open. */
    public void reset() {
        onEventLoop(() -> {
            books.clear();
            return true;
        });
    }

    /** Makes every access token invalid; the next call of each client gets a 401. */
    public void revokeTokens() {
        onEventLoop(() -> {
            tokens.ifPresent(OauthTokens::revokeAll);
            return true;
        });
    }

    /** Stops listening and drops every connection. */
    @Override
    public void close() {
        try {
            await(vertx.close());
            books.close();
        } catch (IOException failed) {
            throw new IllegalStateException("the sandbox does not stop", failed);
        }
    }

    private void open() throws IOException {
        Promise<Boolean> opened = Promise.promise();
        context.runOnContext(ignored -> {
            try {
                books.open();
                opened.complete(true);
            } catch (IOException | RuntimeException failed) {
                opened.fail(failed);
            }
        });
        try {
            await(opened.future());
        } catch (IOException failed) {
            throw new UnusableJournal(failed.getCause() instanceof IOException cause ? cause : failed);
        }
    }

    private void listen(SandboxOptions options) throws IOException {
        Promise<HttpServer> listening = Promise.promise();
        context.runOnContext(
                ignored -> server().listen(options.port(), options.host()).onComplete(listening));
        port = await(listening.future()).actualPort();
    }

    private HttpServer server() {
        vertx.setPeriodic(TICK_MILLIS, ignored -> {
            books.issuer().catchUp();
            books.tidy();
        });
        return vertx.createHttpServer(new HttpServerOptions()
                        // a reset stream is no closed connection: the faults need the plain protocol
                        .setHttp2ClearTextEnabled(false)
                        .setHandle100ContinueAutomatically(true)
                        .setIdleTimeout(IDLE_MINUTES)
                        .setIdleTimeoutUnit(TimeUnit.MINUTES))
                .connectionHandler(this::admit)
                .requestHandler(new Routes(vertx, books, new TokenCalls(tokens)).router());
    }

    private void admit(HttpConnection connection) {
        connections++;
        connection.closeHandler(ignored -> connections--);
        if (connections > limitOfConnections) {
            connection.close();
        }
    }

    private <T> T onEventLoop(Callable<T> question) {
        Promise<T> answer = Promise.promise();
        context.runOnContext(ignored -> {
            try {
                answer.complete(question.call());
            } catch (Exception failed) {
                answer.fail(failed);
            }
        });
        try {
            return await(answer.future());
        } catch (IOException failed) {
            throw new IllegalStateException("the sandbox does not answer", failed);
        }
    }

    private static <T> T await(Future<T> future) throws IOException {
        try {
            return future.toCompletionStage().toCompletableFuture().get(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            throw new IOException(failed.getCause().getMessage(), failed.getCause());
        } catch (TimeoutException late) {
            throw new IOException("no answer within " + WAIT_SECONDS + " seconds", late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }
}
