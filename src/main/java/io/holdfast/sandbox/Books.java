package io.holdfast.sandbox;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
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
    private final Journal journal;

    Books(Vertx vertx, SandboxOptions options) {
        SandboxLimits limits = options.limits();
        journal = Journal.of(options.journal());
        authorizations = new Authorizations(limits.authorizations());
        paymentMethods = new PaymentMethods(limits.idempotencyKeys());
        keys = new IdempotencyKeys(limits.idempotencyKeys(), journal);
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
                journal,
                changed -> webhooks.ifPresent(sender -> sender.send(changed)));
    }

    Issuer issuer() {
        return issuer;
    }

    Ledger ledger() {
        return ledger;
    }

    WriteCalls writeCalls() {
        return new WriteCalls(issuer, authorizations, keys, dice, openCalls, ledger, journal);
    }

    ReadCalls readCalls() {
        return new ReadCalls(authorizations, dice, openCalls);
    }

    /** Takes up what an earlier process left. */
    void open() throws IOException {
        journal.read(new Journal.Reader() {
            @Override
            public void authorization(Authorization authorization) {
                issuer.remember(authorization);
            }

            @Override
            public void answer(String key, BodyFingerprint request, Outcome outcome) {
                keys.remember(key, request, outcome);
            }

            @Override
            public void replaced(String paymentMethodId) {
                paymentMethods.remember(paymentMethodId);
            }
        });
        journal.rewrite(this::tell);
    }

    /** Makes a journal short that has grown long. */
    void tidy() {
        if (journal.isLong()) {
            rewriteJournal();
        }
    }

    void close() throws IOException {
        journal.close();
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
        rewriteJournal();
    }

    private void rewriteJournal() {
        try {
            journal.rewrite(this::tell);
        } catch (IOException failed) {
            throw new UncheckedIOException("the sandbox cannot write its journal", failed);
        }
    }

    private void tell(Journal other) {
        authorizations.tell(other);
        keys.tell(other);
        paymentMethods.tell(other);
    }
}
