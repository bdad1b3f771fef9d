package io.holdfast.gateway.wire;

import io.holdfast.gateway.GatewayOutcome.Reason;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;

/** Why an exchange counts as failed, in the three kinds that retry, circuit breaker and fallback tell apart. */
public abstract sealed class WireFailure extends RuntimeException {

    /** Deep enough for every chain of causes that the client builds; and chains can be circular. */
    private static final int MAX_CAUSES = 10;

    private WireFailure() {
        // Nobody reads its message or stack: it is a value on its way through the guard.
        super(null, null, false, false);
    }

    /** What it means for the caller. */
    public abstract WireAnswer answer();

    static WireFailure of(Throwable failure) {
        if (failure instanceof WireFailure known) {
            return known;
        }
        if (causes(failure).anyMatch(WireFailure::cameBeforeSending)) {
            return new NotConnected(Hindrance.of(failure));
        }
        if (causes(failure).anyMatch(WireFailure::isTimeout)) {
            return new NoAnswer(WireAnswer.Lost.TIMEOUT);
        }
        if (causes(failure).anyMatch(AnswerTooLong.class::isInstance)) {
            return new NoAnswer(WireAnswer.Lost.TOO_LONG);
        }
        return new NoAnswer(WireAnswer.Lost.NO_ANSWER);
    }

    /** No request is written before there is a connection and, with TLS, its handshake. */
    private static boolean cameBeforeSending(Throwable cause) {
        return cause instanceof ConnectException
                || cause instanceof UnknownHostException
                || cause instanceof NoRouteToHostException
                || cause instanceof SSLHandshakeException
                || cause instanceof ConnectionPoolTooBusyException;
    }

    private static boolean isTimeout(Throwable cause) {
        return cause instanceof TimeoutException || cause instanceof io.smallrye.mutiny.TimeoutException;
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, it -> it != null, Throwable::getCause).limit(MAX_CAUSES);
    }

    /** There was no connection, so nothing was sent. The only kind that is retried. */
    public static final class NotConnected extends WireFailure {

        private final transient Optional<Hindrance> hindrance;

        NotConnected(Optional<Hindrance> hindrance) {
            this.hindrance = hindrance;
        }

        @Override
        public WireAnswer answer() {
            return new WireAnswer.NotSent(Reason.NO_CONNECTION, Optional.empty(), hindrance);
        }
    }

    /** It may have been sent, and no answer came. */
    static final class NoAnswer extends WireFailure {

        private final String reason;

        NoAnswer(String reason) {
            this.reason = reason;
        }

        @Override
        public WireAnswer answer() {
            return new WireAnswer.Lost(reason);
        }
    }

    /** An answer with a status of 500 or more. */
    static final class ServerFault extends WireFailure {

        private final transient WireAnswer.Answered answer;

        ServerFault(WireAnswer.Answered answer) {
            this.answer = answer;
        }

        @Override
        public WireAnswer answer() {
            return answer;
        }
    }

    /** The answer's body was longer than is read. */
    static final class AnswerTooLong extends Exception {

        AnswerTooLong() {
            super("answer too long", null, false, false);
        }
    }
}
