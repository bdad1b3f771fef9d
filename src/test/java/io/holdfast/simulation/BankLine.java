package io.holdfast.simulation;

import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.gateway.AuthorizationPage;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.Capabilities;
import io.holdfast.gateway.Gateway;
import io.holdfast.gateway.GatewayNotAnswering;
import io.holdfast.gateway.GatewayOutcome;
import io.holdfast.gateway.GatewayOutcome.Reason;
import io.holdfast.gateway.GatewayRequest;
import io.holdfast.gateway.Inquiry;
import io.holdfast.gateway.Intent;
import io.holdfast.gateway.RefreshedToken;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One replica's line to a bank: requests and answers take time, get lost, come twice, and an answer that comes after the timeout is never heard, although
 * the bank has acted, or acts still.
 */
final class BankLine implements Gateway {

    static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** Of a bank that cannot be asked: a lease for a call to it is shorter than a call to the other may take. */
    private static final Duration SHORTER_TIMEOUT = Duration.ofSeconds(2);

    private static final int FAILURES_THAT_OPEN_THE_BREAKER = 12;
    private static final Duration BREAKER_STAYS_OPEN = Duration.ofSeconds(5);

    private final Timeline timeline;
    private final Bank bank;
    private final Temper temper;
    private final Replica replica;
    private final Chronicle chronicle;
    private final int callsAtOnce;
    private int failures;
    private long openUntil;

    BankLine(Timeline timeline, Bank bank, Temper temper, Replica replica, Chronicle chronicle, int callsAtOnce) {
        this.timeline = timeline;
        this.bank = bank;
        this.temper = temper;
        this.replica = replica;
        this.chronicle = chronicle;
        this.callsAtOnce = callsAtOnce;
    }

    @Override
    public String name() {
        return bank.name();
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(bank.canBeAsked(), bank.canBeAsked(), bank.canBeAsked());
    }

    @Override
    public Optional<String> placedBy(AuthorizationId id) {
        return bank.canBeAsked() ? Optional.empty() : Optional.of("placed " + id.value());
    }

    @Override
    public String compose(Intent intent) {
        return Body.write(intent);
    }

    @Override
    public Uni<GatewayOutcome<AuthorizationView>> authorize(GatewayRequest request) {
        Call call = request.idempotencyKey().contains(":renew:") ? Call.RENEW : Call.AUTHORIZE;
        return write(call, request, fate -> bank.authorize(request, fate), BankLine::withOtherAmount);
    }

    @Override
    public Uni<GatewayOutcome<AuthorizationView>> capture(GatewayRequest request) {
        return write(Call.CAPTURE, request, fate -> bank.capture(request, fate), BankLine::withOtherAmount);
    }

    @Override
    public Uni<GatewayOutcome<AuthorizationView>> voidAuthorization(GatewayRequest request) {
        return write(Call.VOID, request, fate -> bank.giveBack(request, fate), BankLine::withOtherAmount);
    }

    @Override
    public Uni<GatewayOutcome<AuthorizationView>> takeBack(GatewayRequest request) {
        return write(Call.VOID, request, fate -> bank.takeBack(request, fate), BankLine::withOtherAmount);
    }

    @Override
    public Uni<GatewayOutcome<RefreshedToken>> refresh(GatewayRequest request) {
        return write(Call.REFRESH, request, fate -> bank.refresh(request, fate), answer -> answer);
    }

    @Override
    public Uni<Inquiry> find(AuthorizationId id) {
        return ask(Call.FIND, bank.named(id).map(it -> it.dispute), () -> bank.find(id));
    }

    @Override
    public Uni<Inquiry> findByDispute(DisputeId id) {
        return ask(Call.SEARCH, Optional.of(id), () -> bank.findByDispute(id));
    }

    @Override
    public Uni<AuthorizationPage> list(Optional<String> after) {
        return Uni.createFrom().emitter(emitter -> {
            int born = replica.incarnation();
            Fate fate = temper.fate(Call.FIND);
            boolean answers = fate.arrives && fate.answer == Fate.Answer.TRUE && fate.notSent.isEmpty();
            long takes = Math.min(fate.thereMicros + fate.backMicros, timeout().toNanos() / 1_000);
            timeline.afterMicros(fate.thereMicros, () -> {
                AuthorizationPage page = bank.list(after);
                timeline.afterMicros(
                        takes - Math.min(takes, fate.thereMicros),
                        () -> replica.deliver(born, () -> {
                            if (answers) {
                                emitter.complete(page);
                            } else {
                                emitter.fail(new GatewayNotAnswering(bank.name(), "no answer"));
                            }
                        }));
            });
        });
    }

    @Override
    public Duration timeout() {
        return bank.canBeAsked() ? TIMEOUT : SHORTER_TIMEOUT;
    }

    @Override
    public int concurrency() {
        return callsAtOnce;
    }

    @Override
    public boolean isAvailable() {
        return timeline.micros() >= openUntil;
    }

    private <T> Uni<GatewayOutcome<T>> write(
            Call call,
            GatewayRequest request,
            Function<Fate, GatewayOutcome<T>> act,
            java.util.function.UnaryOperator<GatewayOutcome<T>> distorted) {
        boolean first = bank.sending(request);
        return this.<GatewayOutcome<T>>exchange(
                Optional.of(request.disputeId()),
                request.idempotencyKey(),
                temper.fate(call),
                act,
                (fate, answer) -> switch (fate.answer) {
                    case TRUE -> answer;
                    // of a bank that cannot be asked nobody could ever find out
                    case OTHER_AMOUNT -> bank.canBeAsked() ? distorted.apply(answer) : answer;
                    case NONE -> new GatewayOutcome.Unknown<>("timeout", Optional.empty());
                    case RESET -> new GatewayOutcome.Unknown<>("no answer", Optional.empty());
                    case SERVER_ERROR -> new GatewayOutcome.Unknown<>("http 503", fate.retryAfter);
                    case UNREADABLE -> new GatewayOutcome.Unknown<>("unreadable answer", fate.retryAfter);
                    case NO_WITHOUT_A_WORD -> unclear(request, GatewayOutcome.Clarity.VAGUE);
                    case NO_AND_NOTHING_ELSE -> unclear(request, GatewayOutcome.Clarity.MUTE);
                },
                fate -> {
                    if (first) {
                        bank.notSent(request);
                    }
                    return new GatewayOutcome.NotSent<>(fate.notSent.orElseThrow(), fate.retryAfter);
                },
                new GatewayOutcome.Unknown<>("timeout", Optional.empty()));
    }

    private Uni<Inquiry> ask(Call call, Optional<DisputeId> about, Supplier<Inquiry> look) {
        return exchange(
                about,
                "find",
                temper.fate(call),
                fate -> look.get(),
                (fate, answer) -> switch (fate.answer) {
                    case TRUE -> answer;
                    case OTHER_AMOUNT -> withOtherAmount(answer);
                    case NONE -> new Inquiry.NotAnswered("timeout", Optional.empty(), false);
                    case RESET -> new Inquiry.NotAnswered("no answer", Optional.empty(), false);
                    case SERVER_ERROR -> new Inquiry.NotAnswered("http 503", fate.retryAfter, false);
                    case UNREADABLE, NO_WITHOUT_A_WORD, NO_AND_NOTHING_ELSE ->
                        new Inquiry.NotAnswered("unreadable answer", fate.retryAfter, false);
                },
                fate -> new Inquiry.NotAnswered(
                        "not sent", fate.retryAfter, fate.notSent.orElseThrow() == Reason.CREDENTIALS),
                new Inquiry.NotAnswered("timeout", Optional.empty(), false));
    }

    private interface Seen<A> {

        A seen(Fate fate, A answer);
    }

    private <A> Uni<A> exchange(
            Optional<DisputeId> about,
            String what,
            Fate drawn,
            Function<Fate, A> act,
            Seen<A> seen,
            Function<Fate, A> notSent,
            A silence) {
        return Uni.createFrom().emitter(emitter -> {
            int born = replica.incarnation();
            Fate fate = drawn;
            if (!isAvailable()) {
                fate = Fate.notSent(Reason.BREAKER_OPEN);
            }
            Fate now = fate;
            if (now.notSent.isPresent()) {
                reply(about, what, born, now.backMicros, notSent.apply(now), emitter::complete);
                return;
            }
            long timeout = timeout().toNanos() / 1_000;
            boolean heard = now.answer != Fate.Answer.NONE && now.thereMicros + now.backMicros <= timeout;
            if (!heard) {
                reply(about, what, born, timeout, silence, emitter::complete);
            } else if (!now.arrives) {
                reply(about, what, born, now.thereMicros + now.backMicros, seen.seen(now, silence), emitter::complete);
            }
            if (now.arrives) {
                timeline.afterMicros(now.thereMicros, () -> {
                    A answer = act.apply(now);
                    if (heard) {
                        reply(about, what, born, now.backMicros, seen.seen(now, answer), emitter::complete);
                    }
                });
            }
            now.repeatedAfterMicros.ifPresent(
                    after -> timeline.afterMicros(now.thereMicros + after, () -> act.apply(now)));
        });
    }

    private <A> void reply(
            Optional<DisputeId> about,
            String what,
            int born,
            long inMicros,
            A answer,
            java.util.function.Consumer<A> to) {
        timeline.afterMicros(inMicros, () -> {
            count(answer);
            about.ifPresent(dispute -> chronicle.note(
                    dispute, 21, () -> "replica " + replica.number() + " hears of " + what + ": " + answer));
            replica.deliver(born, () -> to.accept(answer));
        });
    }

    /** A breaker, as a real line has one. */
    private void count(Object answer) {
        boolean failed = answer instanceof GatewayOutcome.Unknown<?> || answer instanceof Inquiry.NotAnswered;
        failures = failed ? failures + 1 : 0;
        if (failures >= FAILURES_THAT_OPEN_THE_BREAKER) {
            failures = 0;
            openUntil = timeline.micros() + BREAKER_STAYS_OPEN.toNanos() / 1_000;
        }
    }

    private <T> GatewayOutcome<T> unclear(GatewayRequest request, GatewayOutcome.Clarity clarity) {
        bank.refuses(request.disputeId());
        return new GatewayOutcome.Declined<>("card_declined", Optional.empty(), false, clarity);
    }

    private static GatewayOutcome<AuthorizationView> withOtherAmount(GatewayOutcome<AuthorizationView> outcome) {
        return outcome instanceof GatewayOutcome.Approved<AuthorizationView> approved
                ? new GatewayOutcome.Approved<>(withOtherAmount(approved.answer()))
                : outcome;
    }

    private static Inquiry withOtherAmount(Inquiry inquiry) {
        return inquiry instanceof Inquiry.Found found
                ? new Inquiry.Found(found.authorizations().stream()
                        .map(BankLine::withOtherAmount)
                        .toList())
                : inquiry;
    }

    private static AuthorizationView withOtherAmount(AuthorizationView view) {
        return new AuthorizationView(
                view.id(),
                view.status(),
                view.amount().map(Bank::half),
                view.captured().map(Bank::half),
                view.failureCode(),
                view.actionRequired(),
                view.expiresAt(),
                view.disputeId(),
                view.createdAt());
    }
}
