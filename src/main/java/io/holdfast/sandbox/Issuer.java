package io.holdfast.sandbox;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Currency;
import java.util.Optional;
import java.util.function.Consumer;

/** Decides about authorizations and carries the decisions out: the part that a bank plays. */
final class Issuer {
    private static final Duration NEW_PAYMENT_METHOD_LIVES = Duration.ofDays(730);

    /** Of the instance, because a native binary must not be built with a seeded source in it. */
    private final SecureRandom random = new SecureRandom();

    private final Clock clock;
    private final Duration holdLifetime;
    private final Authorizations authorizations;
    private final PaymentMethods paymentMethods;
    private final Timetable timetable;
    private final Ledger ledger;
    private final Journal journal;
    private final Consumer<Authorization> changes;

    Issuer(
            Clock clock,
            Duration holdLifetime,
            Authorizations authorizations,
            PaymentMethods paymentMethods,
            Timetable timetable,
            Ledger ledger,
            Journal journal,
            Consumer<Authorization> changes) {
        this.clock = clock;
        this.holdLifetime = holdLifetime;
        this.authorizations = authorizations;
        this.paymentMethods = paymentMethods;
        this.timetable = timetable;
        this.ledger = ledger;
        this.journal = journal;
        this.changes = changes;
    }

    /** @throws ApiError 503 when there is no room for another authorization */
    Outcome authorize(AuthorizeRequest request, String key) {
        authorizations.makeRoom().ifPresent(ledger::forgot);
        Behaviour behaviour = Behaviour.of(request.paymentMethodId());
        boolean renewal = authorizations.hasDispute(request.disputeId());
        Authorization opened =
                Authorization.opened(authorizations.nextSequence(), newId(), held(request, behaviour), now());
        Authorization decided;
        if (paymentMethods.isReplaced(request.paymentMethodId())) {
            decided = opened.declined("payment_method_replaced");
            ledger.replacedPaymentMethodUsed(decided);
        } else if (behaviour.settlesAfter().isPresent()) {
            decided = opened;
        } else {
            decided = decided(opened, behaviour, renewal, opened.createdAt());
        }
        ledger.acted(decided.id(), key);
        change(decided);
        behaviour.settlesAfter().ifPresent(delay -> settleLater(decided, delay));
        return new Outcome.Decided(codeOf(decided.status()), decided.id(), true);
    }

    Outcome capture(Authorization authorization, BigDecimal amount, String key) {
        if (authorization.status() != AuthorizationStatus.AUTHORIZED) {
            if (authorization.status() == AuthorizationStatus.VOIDED) {
                ledger.captureAfterVoid(authorization);
            }
            return new Outcome.Refused(409, "not_capturable", "the authorization is " + statusOf(authorization));
        }
        if (amount.compareTo(authorization.amount()) > 0) {
            return new Outcome.Refused(422, "amount_exceeds_hold", "the amount is more than what is held");
        }
        if (Behaviour.of(authorization.paymentMethodId()).refuses(Call.CAPTURE)) {
            return new Outcome.Refused(422, "capture_declined", "the issuer declined the capture");
        }
        ledger.acted(authorization.id(), key);
        change(authorization.captured(amount));
        return new Outcome.Decided(200, authorization.id(), true);
    }

    Outcome giveBack(Authorization authorization, String key) {
        if (authorization.status() == AuthorizationStatus.VOIDED) {
            return new Outcome.Decided(200, authorization.id(), false);
        }
        if (authorization.status() != AuthorizationStatus.AUTHORIZED) {
            return new Outcome.Refused(409, "not_voidable", "the authorization is " + statusOf(authorization));
        }
        ledger.acted(authorization.id(), key);
        change(authorization.voided());
        return new Outcome.Decided(200, authorization.id(), true);
    }

    Outcome refresh(String paymentMethodId) {
        if (!paymentMethods.exists(paymentMethodId)) {
            return new Outcome.Refused(404, "payment_method_not_found", "there is no such payment method");
        }
        if (paymentMethods.isReplaced(paymentMethodId)) {
            return new Outcome.Refused(410, "payment_method_replaced", "the payment method was replaced before");
        }
        if (Behaviour.of(paymentMethodId).refuses(Call.REFRESH)) {
            return new Outcome.Refused(410, "payment_method_gone", "the payment method cannot be refreshed");
        }
        journal.replaced(paymentMethodId);
        return new Outcome.Refreshed(paymentMethods.replace(paymentMethodId), now().plus(NEW_PAYMENT_METHOD_LIVES));
    }

    /** Makes every change whose time has come. */
    void catchUp() {
        Optional<String> due = timetable.takeDue(clock.instant());
        while (due.isPresent()) {
            authorizations.find(due.get()).ifPresent(this::timeHasCome);
            due = timetable.takeDue(clock.instant());
        }
        journal.write();
    }

    /** Of an earlier process: nobody is told of it again. */
    void remember(Authorization authorization) {
        if (authorizations.find(authorization.id()).isEmpty()) {
            authorizations.makeRoom().ifPresent(ledger::forgot);
        }
        put(authorization);
        Behaviour.of(authorization.paymentMethodId())
                .settlesAfter()
                .ifPresent(delay -> settleLater(authorization, delay));
    }

    private void timeHasCome(Authorization authorization) {
        boolean settles = authorization.status() == AuthorizationStatus.PENDING;
        Authorization next = settles
                ? decided(authorization, Behaviour.of(authorization.paymentMethodId()), false, now())
                : authorization.expired();
        ledger.record(
                settles ? Call.SETTLE : Call.EXPIRE,
                Optional.empty(),
                Optional.of(next.disputeId()),
                Optional.of(next.id()),
                Optional.empty(),
                true,
                false,
                statusOf(next));
        change(next);
    }

    private Authorization decided(Authorization pending, Behaviour behaviour, boolean renewal, Instant at) {
        boolean no = behaviour.decision() == Behaviour.Decision.DECLINE
                || (behaviour.decision() == Behaviour.Decision.DECLINE_RENEWAL && renewal);
        return no
                ? pending.declined(behaviour.declineCode())
                : pending.authorizedUntil(at.plus(behaviour.lapsesAfter().orElse(holdLifetime)));
    }

    private void settleLater(Authorization authorization, Duration delay) {
        if (authorization.status() == AuthorizationStatus.PENDING) {
            timetable.set(authorization.id(), authorization.createdAt().plus(delay));
        }
    }

    private void change(Authorization authorization) {
        put(authorization);
        journal.changed(authorization);
        changes.accept(authorization);
    }

    private void put(Authorization authorization) {
        authorizations.put(authorization);
        timetable.clear(authorization.id());
        if (authorization.status() == AuthorizationStatus.AUTHORIZED) {
            authorization.expiresAt().ifPresent(expiry -> timetable.set(authorization.id(), expiry));
        }
        ledger.changed(authorization);
    }

    /** What this issuer holds for a request: the same, but for the behaviours that test whether anybody looks. */
    private static AuthorizeRequest held(AuthorizeRequest request, Behaviour behaviour) {
        Currency currency = request.currency();
        if (behaviour.decision() == Behaviour.Decision.AUTHORIZE_ANOTHER_AMOUNT) {
            BigDecimal smallestUnit = BigDecimal.ONE.movePointLeft(currency.getDefaultFractionDigits());
            return request.holding(request.amount().add(smallestUnit), currency);
        }
        if (behaviour.decision() == Behaviour.Decision.AUTHORIZE_ANOTHER_CURRENCY) {
            Currency other = Currency.getInstance(currency.getCurrencyCode().equals("USD") ? "EUR" : "USD");
            return request.holding(request.amount().setScale(other.getDefaultFractionDigits(), RoundingMode.UP), other);
        }
        return request;
    }

    private static int codeOf(AuthorizationStatus status) {
        switch (status) {
            case PENDING:
                return 202;
            case DECLINED:
                return 402;
            default:
                return 201;
        }
    }

    private static String statusOf(Authorization authorization) {
        return authorization.status().wireName();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** Letters only, so that no id can be mistaken for a card number. */
    private String newId() {
        StringBuilder id = new StringBuilder("auth_");
        random.ints(20, 'a', 'z' + 1).forEach(letter -> id.append((char) letter));
        return id.toString();
    }
}
