package io.holdfast.sandbox;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.Optional;

/** The calls that change something. Each acts once for its idempotency key, however often it comes. */
final class WriteCalls {
    private final Issuer issuer;
    private final Authorizations authorizations;
    private final IdempotencyKeys keys;
    private final FaultDice dice;
    private final OpenCalls openCalls;
    private final Ledger ledger;
    private final Journal journal;

    WriteCalls(
            Issuer issuer,
            Authorizations authorizations,
            IdempotencyKeys keys,
            FaultDice dice,
            OpenCalls openCalls,
            Ledger ledger,
            Journal journal) {
        this.issuer = issuer;
        this.authorizations = authorizations;
        this.keys = keys;
        this.dice = dice;
        this.openCalls = openCalls;
        this.ledger = ledger;
        this.journal = journal;
    }

    @FunctionalInterface
    private interface Act {
        Outcome carryOut();
    }

    void authorize(Exchange exchange) {
        RequestBody body = exchange.body();
        AuthorizeRequest request = AuthorizeRequest.from(body);
        exchange.isAbout(request.disputeId());
        run(exchange, body, request.paymentMethodId(), () -> issuer.authorize(request, exchange.key()));
    }

    void capture(Exchange exchange) {
        Authorization found = find(exchange.pathId());
        exchange.isAbout(found);
        RequestBody body = exchange.body();
        body.allowOnly("amount");
        BigDecimal amount = body.amount("amount", Currency.getInstance(found.currency()));
        run(exchange, body, found.paymentMethodId(), () -> issuer.capture(find(found.id()), amount, exchange.key()));
    }

    void giveBack(Exchange exchange) {
        Authorization found = find(exchange.pathId());
        exchange.isAbout(found);
        run(
                exchange,
                exchange.emptyBody(),
                found.paymentMethodId(),
                () -> issuer.giveBack(find(found.id()), exchange.key()));
    }

    void refresh(Exchange exchange) {
        String paymentMethodId = exchange.pathId();
        disputeOf(exchange.key()).ifPresent(exchange::isAbout);
        run(exchange, exchange.emptyBody(), paymentMethodId, () -> issuer.refresh(paymentMethodId));
    }

    private void run(Exchange exchange, RequestBody body, String paymentMethodId, Act act) {
        Behaviour behaviour = Behaviour.of(paymentMethodId);
        BodyFingerprint request = BodyFingerprint.of(exchange.path(), body.json());
        Optional<Outcome> earlier = keys.outcomeOf(exchange.key(), request);
        Fault flake = dice.roll(behaviour.flakyPercent());
        if (earlier.isPresent() && flake.acts()) {
            replay(exchange, earlier.get(), flake);
            return;
        }
        Fault fault = flake.isNone() ? behaviour.faultOf(exchange.call()) : flake;
        if (!fault.acts()) {
            openCalls.fail(exchange, fault.answer());
        } else if (fault.delay().isZero()) {
            keys.begin(exchange.key(), request);
            finish(exchange, fault, act);
        } else {
            openCalls.later(exchange, fault.delay(), () -> finishLate(exchange, fault, act));
            keys.begin(exchange.key(), request);
        }
    }

    private void finishLate(Exchange exchange, Fault fault, Act act) {
        issuer.catchUp();
        try {
            finish(exchange, fault, act);
        } catch (ApiError error) {
            exchange.refuse(error);
        }
    }

    private void finish(Exchange exchange, Fault fault, Act act) {
        Outcome outcome;
        try {
            outcome = act.carryOut();
        } catch (ApiError error) {
            keys.abandon(exchange.key());
            throw error;
        }
        keys.complete(exchange.key(), outcome);
        journal.write();
        if (outcome.acted()) {
            exchange.hasActed();
        }
        answer(exchange, outcome, fault);
    }

    private void replay(Exchange exchange, Outcome outcome, Fault flake) {
        exchange.isReplay();
        if (outcome instanceof Outcome.Decided decided) {
            exchange.isAbout(remembered(decided));
        }
        exchange.authorizationId().ifPresent(ledger::replayed);
        answer(exchange, outcome, flake);
    }

    private void answer(Exchange exchange, Outcome outcome, Fault fault) {
        if (outcome instanceof Outcome.Decided decided) {
            exchange.isAbout(remembered(decided));
        }
        if (fault.answer() != Fault.Answer.NORMAL) {
            openCalls.fail(exchange, fault.answer());
        } else if (outcome instanceof Outcome.Decided decided) {
            Authorization now = remembered(decided);
            exchange.answer(outcome.status(), now.status().wireName(), JsonText.authorization(now));
        } else if (outcome instanceof Outcome.Refused refused) {
            exchange.answer(outcome.status(), refused.code(), JsonText.error(refused.code(), refused.message()));
        } else if (outcome instanceof Outcome.Refreshed refreshed) {
            exchange.answer(outcome.status(), "refreshed", JsonText.object(json -> {
                json.writeStringField("payment_method_id", refreshed.paymentMethodId());
                json.writeStringField("expires_at", refreshed.expiresAt().toString());
            }));
        }
    }

    /** A refresh names no dispute but in its key, which the contract makes {@code {dispute_id}:refresh:{n}}. */
    private static Optional<String> disputeOf(String key) {
        int end = key.indexOf(":refresh:");
        return end > 0 ? Optional.of(key.substring(0, end)) : Optional.empty();
    }

    private Authorization find(String id) {
        return authorizations
                .find(id)
                .orElseThrow(() -> ApiError.of(404, "authorization_not_found", "there is no such authorization"));
    }

    /** A replay of something forgotten is no 404: a caller could take that for a no and ask for a second hold. */
    private Authorization remembered(Outcome.Decided decided) {
        return authorizations
                .find(decided.authorizationId())
                .orElseThrow(() -> ApiError.of(
                        410, "authorization_forgotten", "the authorization of this key finished and was forgotten"));
    }
}
