package io.holdfast.sandbox;

import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;

/**
 * Everything a sandbox knows, and the parts that work on it. All of it belongs to the one event loop of its server:
 * nothing else reads or writes it, so there are no locks.
 */
final class Books {
    private final Authorizations authorizations;
    private final PaymentMethods paymentMethods;
    private final Timetable timetable = new Timetable();
    private final IdempotencyKeys keys;
    private final Ledger ledger;
    private final Optional<WebhookSender> webhooks;
    private final FaultDice dice;
    private final OpenCalls openCalls;
    private final Issuer issuer;

    Books(Vertx vertx, SandboxOptions options) {
        SandboxLimits limits = options.limits();
        authorizations = new Authorizations(limits.authorizations());
        paymentMethods = new PaymentMethods(limits.idempotencyKeys());
        keys = new IdempotencyKeys(limits.idempotencyKeys());
        ledger = new Ledger(
                options.clock(), limits.ledgerEntries(), new Overlaps(options.clock(), options.overlapGrace()));
        webhooks =
                options.webhook().map(target -> new WebhookSender(vertx, options.clock(), target, limits.webhooks()));
        dice = new FaultDice(options.seed());
        openCalls = new OpenCalls(vertx, limits.openCalls());
        issuer = new Issuer(
                options.clock(),
                options.holdLifetime(),
                authorizations,
                paymentMethods,
                timetable,
                ledger,
                changed -> webhooks.ifPresent(sender -> sender.send(changed)));
    }

    Issuer issuer() {
        return issuer;
    }

    Ledger ledger() {
        return ledger;
    }

    WriteCalls writeCalls() {
        return new WriteCalls(issuer, authorizations, keys, dice, openCalls, ledger);
    }

    ReadCalls readCalls() {
        return new ReadCalls(authorizations, dice, openCalls);
    }

    LedgerSnapshot snapshot(Optional<String> disputeId) {
        issuer.catchUp();
        List<Authorization> selected = disputeId.map(authorizations::ofDispute).orElseGet(authorizations::all);
        return ledger.snapshot(
                selected, disputeId, webhooks.map(WebhookSender::counts).orElse(WebhookCounts.NONE), keys.forgotten());
    }

    /** Forgets everything but the access tokens, and drops the calls that are still open. */
    void clear() {
        openCalls.clear();
        authorizations.clear();
        paymentMethods.clear();
        timetable.clear();
        keys.clear();
        ledger.clear();
        webhooks.ifPresent(WebhookSender::clear);
        dice.reset();
    }
}
