package io.holdfast.api;

import io.holdfast.settings.BadSetting;
import io.holdfast.trace.SeldomLine;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Reads a body, bounded in size and in time, before anything else is done with it. No thread waits for it.
 *
 * <p>The framework would read a larger body on a thread of its own, blocking, where a few slow callers could take all threads; and would answer one
 * that is too large without a word of why.
 */
@Startup
@ApplicationScoped
public class BodyIntake {

    static final int MAX_BYTES = 64 * 1024;

    /** A caller that is a little over is read to the end, so that it gets its answer; one that is far over is cut off. */
    private static final int MAX_READ_BYTES = 1024 * 1024;

    private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(100);

    /** Beyond it the server itself closes a connection on which nothing happens. */
    private static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(50);

    /** How long a caller over HTTP/2 may go on sending what was refused already. */
    private static final Duration LONGEST_LEFTOVER = Duration.ofSeconds(5);

    /** Of a stream of HTTP/2: the answer is whole, though the request is not. */
    private static final long NO_ERROR = 0;

    private static final SeldomLine NO_ROOM = new SeldomLine(Logger.getLogger(BodyIntake.class));

    private final BodyBudget budget;
    private final Duration timeout;

    /** @throws BadSetting if the time for a body is out of range */
    BodyIntake(ApiSettings settings, BodyBudget budget) {
        this.budget = budget;
        timeout = settings.bodyTimeout();
        if (timeout.compareTo(SHORTEST_TIMEOUT) < 0 || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
            throw new BadSetting("holdfast.api.body-timeout", "must be from 100ms to 50s");
        }
    }

    /** Hands the body to the resource; fails with a {@link Refusal} if it is too large or too slow, or if too much else is arriving. */
    @ServerRequestFilter(preMatching = true)
    public Uni<Void> read(ContainerRequestContext request, RoutingContext call) {
        if (hasNoBody(call.request())) {
            return Uni.createFrom().voidItem();
        }
        return collect(call)
                .invoke(body -> request.setEntityStream(new ByteArrayInputStream(body.getBytes())))
                .replaceWithVoid();
    }

    Uni<Buffer> collect(RoutingContext call) {
        return Uni.createFrom().emitter(emitter -> new Arrival(call, emitter).start());
    }

    private static boolean hasNoBody(HttpServerRequest request) {
        return request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD) || request.isEnded();
    }

    /** Whether a body is announced that is not worth reading to its end; the answer to it is the last on its connection. */
    static boolean announcesTooMuch(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        // The server has checked that it is a number.
        long announced = length == null ? 0 : Long.parseLong(length);
        return announced > (asksFirst(request) ? MAX_BYTES : MAX_READ_BYTES);
    }

    /** Of HTTP 1.0 it means nothing, and the answer would be taken for the last (RFC 9110, 10.1.1). */
    private static boolean asksFirst(HttpServerRequest request) {
        return request.version() != HttpVersion.HTTP_1_0
                && "100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT));
    }

    /**
     * What the caller still sends is worth nothing. Others may share a connection of HTTP/2: there only this request ends, without a word of the connection, which
     * would be malformed (RFC 9113, 8.1 and 8.2.2).
     */
    static void hangUpAfterwards(RoutingContext call) {
        if (call.request().version() == HttpVersion.HTTP_2) {
            call.addEndHandler(answered -> {
                if (!hasNoBody(call.request())) {
                    letSendOn(call);
                }
            });
            return;
        }
        call.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        call.addEndHandler(answered -> call.request().connection().close());
    }

    /** For a while, for nothing: there are clients that look at the answer only when they have sent all, and some that drop it when they are stopped. */
    private static void letSendOn(RoutingContext call) {
        long timer = call.vertx()
                .setTimer(LONGEST_LEFTOVER.toMillis(), late -> call.response().reset(NO_ERROR));
        call.request()
                .handler(ignored -> {})
                .endHandler(end -> call.vertx().cancelTimer(timer))
                .exceptionHandler(gone -> call.vertx().cancelTimer(timer))
                .resume();
    }

    /** One body on its way in. Runs on the event loop of its connection only. */
    private final class Arrival {

        private final RoutingContext call;
        private final UniEmitter<? super Buffer> emitter;
        private final long timer;
        /** Let go of when it is over: the request is held for as long as it is worked on. */
        private Buffer body = Buffer.buffer();

        private long received;
        private long counted;
        private boolean over;

        Arrival(RoutingContext call, UniEmitter<? super Buffer> emitter) {
            this.call = call;
            this.emitter = emitter;
            this.timer = call.vertx().setTimer(timeout.toMillis(), fired -> giveUp(Problems.tooSlow()));
        }

        void start() {
            if (asksFirst(call.request())) {
                call.response().writeContinue();
            }
            call.request()
                    .handler(this::take)
                    .endHandler(end -> finish())
                    .exceptionHandler(this::abandon)
                    .resume();
        }

        private void take(Buffer chunk) {
            received += chunk.length();
            if (over) {
                return;
            }
            if (received <= MAX_BYTES) {
                keep(chunk);
            } else if (received > MAX_READ_BYTES) {
                giveUp(Problems.tooLarge());
            } else {
                letGo();
            }
        }

        private void keep(Buffer chunk) {
            if (budget.take(chunk.length(), received)) {
                counted += chunk.length();
                body.appendBuffer(chunk);
            } else {
                NO_ROOM.write(
                        "a request was refused, because the bodies that are arriving take all the memory they may");
                giveUp(Problems.ofStatus(503));
            }
        }

        private void letGo() {
            budget.giveBack(counted);
            counted = 0;
            body = null;
        }

        private void finish() {
            Buffer whole = body;
            if (!stop()) {
                return;
            }
            if (received > MAX_BYTES) {
                emitter.fail(new Refusal(Problems.tooLarge()));
            } else {
                emitter.complete(whole);
            }
        }

        private void giveUp(Problem problem) {
            if (stop()) {
                hangUpAfterwards(call);
                emitter.fail(new Refusal(problem));
            }
        }

        /** The caller hung up; nobody will see the answer. */
        private void abandon(Throwable gone) {
            if (stop()) {
                emitter.fail(new Refusal(Problems.tooSlow()));
            }
        }

        private boolean stop() {
            boolean first = !over;
            over = true;
            call.vertx().cancelTimer(timer);
            letGo();
            return first;
        }
    }
}
