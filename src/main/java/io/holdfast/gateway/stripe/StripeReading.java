package io.holdfast.gateway.stripe;

import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.AuthorizationView.Status;
import io.holdfast.gateway.FailureCodes;
import io.holdfast.gateway.GatewayOutcome;
import io.holdfast.gateway.Inquiry;
import io.holdfast.gateway.RefreshedToken;
import io.holdfast.gateway.stripe.StripeIntent.Stage;
import io.holdfast.gateway.wire.Undecided;
import io.holdfast.gateway.wire.WireAnswer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What Stripe's answers mean. The intent in the answer decides; the HTTP status only where there is none, and only some of them are a no.
 *
 * <p>Everything that only reading the intent can tell is unknown here: the core asks before it sends again. That goes for a 5xx too, which Stripe
 * stores under the key and gives again to every repeat.
 */
final class StripeReading {

    /** How long the official libraries pause at most; the least to wait where Stripe says that a repeat is of no use now. */
    static final Duration NO_RETRY_PAUSE = Duration.ofSeconds(5);

    private static final String ANOTHER = "answer about another intent";
    private static final String WAITING = "waits for the customer";

    private final Undecided undecided;

    StripeReading(Clock clock) {
        undecided = new Undecided(clock);
    }

    GatewayOutcome<AuthorizationView> authorized(StripeReply reply, DisputeId dispute) {
        return this.<AuthorizationView>open(reply).orElseGet(() -> placed(reply.theAnswer(), dispute));
    }

    GatewayOutcome<AuthorizationView> captured(StripeReply reply, AuthorizationId target) {
        return this.<AuthorizationView>open(reply).orElseGet(() -> charged(reply.theAnswer(), target));
    }

    GatewayOutcome<AuthorizationView> voided(StripeReply reply, AuthorizationId target) {
        return this.<AuthorizationView>open(reply).orElseGet(() -> givenBack(reply.theAnswer(), target));
    }

    /** The outcome of an authorization whose intent had to be cancelled because it waited for the customer. */
    GatewayOutcome<AuthorizationView> abandoned(StripeReply reply, StripeIntent intent) {
        if (isCanceled(reply, intent.id())) {
            return GatewayOutcome.Declined.declinedFor(FailureCodes.AUTHENTICATION_REQUIRED, Optional.of(intent.id()));
        }
        return new GatewayOutcome.Unknown<>(WAITING, undecided.retryAfter(reply.wire()));
    }

    /** As {@link #abandoned}, where somebody asked. */
    Inquiry foundAbandoned(StripeReply reply, StripeIntent intent) {
        if (!isCanceled(reply, intent.id())) {
            boolean credentials = undecided
                    .inquiry(reply.wire())
                    .filter(it -> it instanceof Inquiry.NotAnswered silence && silence.credentials())
                    .isPresent();
            boolean heldBack =
                    reply.wire() instanceof WireAnswer.NotSent it && it.reason().isOurs();
            return new Inquiry.NotAnswered(WAITING, undecided.retryAfter(reply.wire()), credentials, heldBack);
        }
        return new Inquiry.Found(List.of(intent.view().declinedFor(FailureCodes.AUTHENTICATION_REQUIRED)));
    }

    /** @param asked the payment method that was read; Stripe brings it up to date in place, so that it keeps its name */
    GatewayOutcome<RefreshedToken> refreshed(StripeReply reply, String asked) {
        return this.<RefreshedToken>open(reply).orElseGet(() -> token(reply.theAnswer(), asked));
    }

    Inquiry found(StripeReply reply, AuthorizationId id) {
        return undecided.inquiry(reply.wire()).orElseGet(() -> looked(reply.theAnswer(), id));
    }

    /** Whether to ask the same again would be answered the same. */
    boolean isFinal(StripeReply reply) {
        return undecided.inquiry(reply.wire()).isEmpty();
    }

    Inquiry notAnswered(StripeReply reply) {
        return undecided
                .inquiry(reply.wire())
                .orElseGet(() -> undecided.notAnswered(
                        reply.theAnswer().word(), reply.theAnswer().http()));
    }

    private GatewayOutcome<AuthorizationView> placed(StripeAnswer answer, DisputeId dispute) {
        Optional<AuthorizationView> view = answer.intent().map(StripeIntent::view);
        if (view.flatMap(AuthorizationView::disputeId)
                .filter(it -> !it.equals(dispute))
                .isPresent()) {
            return undecided.unknown(ANOTHER, answer.http());
        }
        if (answer.isSuccess() && answer.intent().isPresent()) {
            return standing(answer.intent().get());
        }
        boolean contradicts = view.filter(it -> it.status() != Status.DECLINED && it.status() != Status.VOIDED)
                .filter(it -> !isUnconfirmed(answer))
                .isPresent();
        return answer.isRefusal() && !contradicts ? declined(answer, view.map(AuthorizationView::id)) : unknown(answer);
    }

    private static boolean isUnconfirmed(StripeAnswer answer) {
        return answer.intent().filter(it -> it.stage() == Stage.UNCONFIRMED).isPresent();
    }

    private static GatewayOutcome<AuthorizationView> standing(StripeIntent intent) {
        AuthorizationView view = intent.view();
        if (intent.stage() == Stage.UNCONFIRMED) {
            // The answer to a request that confirms: what is not confirmed now will not be.
            return GatewayOutcome.Declined.declinedFor(FailureCodes.PROCESSING_ERROR, Optional.of(view.id()));
        }
        return GatewayOutcome.ofRequested(view);
    }

    private GatewayOutcome<AuthorizationView> charged(StripeAnswer answer, AuthorizationId target) {
        if (answer.isAboutAnother(target)) {
            return undecided.unknown(ANOTHER, answer.http());
        }
        if (answer.isSuccess() && answer.intent().isPresent()) {
            AuthorizationView view = answer.intent().get().view();
            boolean isUntold =
                    view.status() == Status.CAPTURED && view.captured().isEmpty();
            // The charge, which is only there when the intent is read, may tell how much was taken.
            return isUntold
                    ? undecided.unknown("amount not told", answer.http())
                    : believed(view, Status.VOIDED, answer);
        }
        boolean isTaken = answer.intent()
                .filter(it -> it.view().status() == Status.CAPTURED)
                .isPresent();
        // A 404 about a hold that exists here, or a no about money that is taken, is a riddle: ask.
        boolean isRiddle = isTaken || answer.status() == 404;
        return answer.isRefusal() && !isRiddle ? declined(answer, Optional.of(target)) : unknown(answer);
    }

    /** A hold that cannot be given back is captured, lapsed or gone: which of these, only asking tells. */
    private GatewayOutcome<AuthorizationView> givenBack(StripeAnswer answer, AuthorizationId target) {
        if (answer.isAboutAnother(target)) {
            return undecided.unknown(ANOTHER, answer.http());
        }
        Optional<AuthorizationView> view =
                answer.intent().filter(it -> answer.isSuccess()).map(StripeReading::afterVoid);
        return view.map(it -> believed(it, Status.CAPTURED, answer)).orElseGet(() -> unknown(answer));
    }

    private GatewayOutcome<AuthorizationView> believed(AuthorizationView view, Status other, StripeAnswer answer) {
        return undecided.doubted(view, other, answer.http()).orElseGet(() -> new GatewayOutcome.Approved<>(view));
    }

    /** What was cancelled on our wish was given back, whatever it was before. */
    private static AuthorizationView afterVoid(StripeIntent intent) {
        AuthorizationView view = intent.view();
        return intent.stage() == Stage.CANCELED && view.status() == Status.DECLINED
                ? new AuthorizationView(
                        view.id(),
                        Status.VOIDED,
                        view.amount(),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        view.expiresAt(),
                        view.disputeId())
                : view;
    }

    private GatewayOutcome<RefreshedToken> token(StripeAnswer answer, String asked) {
        if ((answer.status() == 404 || answer.status() == 410) && answer.isReadable()) {
            return GatewayOutcome.Declined.declinedFor(FailureCodes.PAYMENT_METHOD_GONE, Optional.empty());
        }
        if (answer.isSuccess()
                && answer.body().filter(it -> it.hasNonNull("id")).isPresent()) {
            return new GatewayOutcome.Approved<>(
                    new RefreshedToken(asked, StripeCards.endsAt(answer.body().get())));
        }
        return answer.isRefusal()
                ? GatewayOutcome.Declined.declinedFor(FailureCodes.INVALID_PAYMENT_METHOD, Optional.empty())
                : unknown(answer);
    }

    private Inquiry looked(StripeAnswer answer, AuthorizationId id) {
        Optional<StripeIntent> intent = answer.intent().filter(it -> answer.isSuccess());
        if (intent.filter(it -> it.id().equals(id)).isPresent()) {
            return new Inquiry.Found(List.of(intent.get().view()));
        }
        if (answer.status() == 404 && answer.isReadable()) {
            return new Inquiry.Absent();
        }
        return undecided.notAnswered(intent.isPresent() ? ANOTHER : answer.word(), answer.http());
    }

    private static boolean isCanceled(StripeReply reply, AuthorizationId id) {
        return reply.answer()
                .filter(StripeAnswer::isSuccess)
                .flatMap(StripeAnswer::intent)
                .filter(it -> it.stage() == Stage.CANCELED && it.id().equals(id))
                .isPresent();
    }

    private static <T> GatewayOutcome<T> declined(StripeAnswer answer, Optional<AuthorizationId> id) {
        return GatewayOutcome.Declined.declinedFor(answer.failureCode(), id, answer.clarity());
    }

    private <T> GatewayOutcome<T> unknown(StripeAnswer answer) {
        return undecided.unknown(answer.word(), answer.http());
    }

    /** The outcome of an answer that decides nothing; empty if it has to be read. */
    private <T> Optional<GatewayOutcome<T>> open(StripeReply reply) {
        Optional<StripeAnswer> read = reply.answer();
        boolean waits = read.filter(it -> it.shouldRetry("false")).isPresent();
        if (read.filter(it -> !it.isSuccess() && it.error().asksToRetrieve()).isPresent()) {
            GatewayOutcome<T> unknown = unknown(read.get());
            return Optional.of(waits && read.get().error().isAboutAnotherCall() ? later(unknown) : unknown);
        }
        if (reply.isKeySpent()) {
            return Optional.of(
                    new GatewayOutcome.Unknown<>(read.get().word(), Optional.empty(), GatewayOutcome.Key.SPENT));
        }
        Optional<GatewayOutcome<T>> outcome = undecided.outcome(reply.wire());
        return waits ? outcome.map(StripeReading::later) : outcome;
    }

    private static <T> GatewayOutcome<T> later(GatewayOutcome<T> outcome) {
        if (outcome instanceof GatewayOutcome.Unknown<T> it) {
            return new GatewayOutcome.Unknown<>(it.reason(), atLeastPause(it.retryAfter()));
        }
        if (outcome instanceof GatewayOutcome.NotSent<T> it) {
            return new GatewayOutcome.NotSent<>(it.reason(), atLeastPause(it.retryAfter()));
        }
        return outcome;
    }

    private static Optional<Duration> atLeastPause(Optional<Duration> wish) {
        return Optional.of(wish.filter(it -> it.compareTo(NO_RETRY_PAUSE) > 0).orElse(NO_RETRY_PAUSE));
    }
}
