package io.holdfast.gateway.wire;

import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.GatewayOutcome;
import io.holdfast.gateway.GatewayOutcome.Reason;
import io.holdfast.gateway.Inquiry;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * The answers that decide nothing, the same for all gateways: no answer at all, 401, 403, 409, 429, 5xx, and what is no answer to such a request.
 * None of them is the gateway's no.
 */
public final class Undecided {

    private static final String CREDENTIALS = "credentials refused";

    private final Clock clock;

    public Undecided(Clock clock) {
        this.clock = clock;
    }

    /** The outcome of a call that changes something; empty if the answer has to be read. */
    public <T> Optional<GatewayOutcome<T>> outcome(WireAnswer answer) {
        if (answer instanceof WireAnswer.NotSent it) {
            return Optional.of(new GatewayOutcome.NotSent<>(it.reason(), it.retryAfter()));
        }
        if (answer instanceof WireAnswer.Lost it) {
            return Optional.of(new GatewayOutcome.Unknown<>(it.reason(), Optional.empty()));
        }
        WireAnswer.Answered answered = (WireAnswer.Answered) answer;
        Optional<Duration> retryAfter = RetryAfter.of(answered, clock);
        if (refusesCredentials(answered)) {
            return Optional.of(new GatewayOutcome.NotSent<>(Reason.CREDENTIALS, retryAfter));
        }
        if (answered.status() == 429) {
            return Optional.of(new GatewayOutcome.NotSent<>(Reason.RATE_LIMITED, retryAfter));
        }
        if (hasToBeRead(answered)) {
            return Optional.empty();
        }
        return Optional.of(new GatewayOutcome.Unknown<>(word(answered), retryAfter));
    }

    /** What came of asking; empty if the answer has to be read. */
    public Optional<Inquiry> inquiry(WireAnswer answer) {
        if (answer instanceof WireAnswer.NotSent it) {
            return Optional.of(new Inquiry.NotAnswered(
                    it.name(),
                    it.retryAfter(),
                    it.reason() == Reason.CREDENTIALS,
                    it.reason().isOurs()));
        }
        if (answer instanceof WireAnswer.Lost it) {
            return Optional.of(new Inquiry.NotAnswered(it.reason(), Optional.empty(), false));
        }
        WireAnswer.Answered answered = (WireAnswer.Answered) answer;
        if (answered.status() != 429 && !refusesCredentials(answered) && hasToBeRead(answered)) {
            return Optional.empty();
        }
        return Optional.of(new Inquiry.NotAnswered(
                refusesCredentials(answered) ? CREDENTIALS : word(answered),
                RetryAfter.of(answered, clock),
                refusesCredentials(answered)));
    }

    /** For an answer that was read and could not be believed. */
    public <T> GatewayOutcome<T> unknown(String reason, WireAnswer.Answered answer) {
        return new GatewayOutcome.Unknown<>(reason, RetryAfter.of(answer, clock));
    }

    /** For an answer that was read and could not be believed. */
    public Inquiry notAnswered(String reason, WireAnswer.Answered answer) {
        return new Inquiry.NotAnswered(reason, RetryAfter.of(answer, clock), false);
    }

    /**
     * The answer to a capture or a void that tells of an end which such a request does not bring about: no request of ours declines a hold or lets it lapse. Whether it has
     * ended so, the gateway is asked.
     *
     * @param view what the answer tells
     * @param other the end that the other of the two requests would have brought about
     * @return empty if that may be what became of the request
     */
    public Optional<GatewayOutcome<AuthorizationView>> doubted(
            AuthorizationView view, AuthorizationView.Status other, WireAnswer.Answered answer) {
        AuthorizationView.Status told = view.status();
        boolean ofAnotherTime =
                told == AuthorizationView.Status.DECLINED || told == AuthorizationView.Status.EXPIRED || told == other;
        return ofAnotherTime
                ? Optional.of(unknown("says_" + told.name().toLowerCase(Locale.ROOT), answer))
                : Optional.empty();
    }

    /** The least time to wait, if that is said, whatever else is. */
    public Optional<Duration> retryAfter(WireAnswer answer) {
        if (answer instanceof WireAnswer.NotSent it) {
            return it.retryAfter();
        }
        return answer instanceof WireAnswer.Answered it ? RetryAfter.of(it, clock) : Optional.empty();
    }

    static boolean refusesCredentials(WireAnswer.Answered answer) {
        return answer.status() == 401 || answer.status() == 403;
    }

    /** In a word, the status of an answer. */
    public static String word(WireAnswer.Answered answer) {
        return "http " + answer.status();
    }

    private static boolean hasToBeRead(WireAnswer.Answered answer) {
        return answer.isSuccess() || (answer.status() / 100 == 4 && answer.status() != 409);
    }
}
