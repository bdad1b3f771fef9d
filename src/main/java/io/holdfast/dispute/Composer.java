package io.holdfast.dispute;

import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.GatewayOperation;
import io.holdfast.dispute.model.OperationId;
import io.holdfast.dispute.model.OperationKind;
import io.holdfast.dispute.model.Sealed;
import io.holdfast.dispute.model.Terms;
import io.holdfast.dispute.model.TokenFingerprint;
import io.holdfast.gateway.Gateway;
import io.holdfast.gateway.GatewayRequest;
import io.holdfast.gateway.Intent;
import io.holdfast.money.Money;
import io.holdfast.secret.Secret;
import io.holdfast.secret.TokenSealer;
import io.holdfast.trace.Traces;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Writes an intended gateway call down in full before it is sent, and reads it again for each attempt.
 *
 * <p>What is sealed is the payment token, if the request carries it, and the exact body, with a line feed between: a token has no control characters.
 */
final class Composer {

    private final TokenSealer sealer;
    private final Supplier<UUID> ids;
    private final Traces traces;

    /** @param ids gives UUIDs of version 7 */
    Composer(TokenSealer sealer, Supplier<UUID> ids, Traces traces) {
        this.sealer = sealer;
        this.ids = ids;
        this.traces = traces;
    }

    /** The first authorization of a dispute that is about to be opened. */
    GatewayOperation first(Gateway gateway, DisputeId id, Terms terms, Secret paymentMethod, Instant now) {
        return write(
                gateway,
                new Intent(
                        OperationKind.AUTHORIZE,
                        id,
                        1,
                        terms,
                        Optional.empty(),
                        Optional.of(terms.amount()),
                        paymentMethod.reveal()),
                now);
    }

    /** The next intent of that kind. A hold whose token cannot be opened any more can still be charged and given back: that takes no token. */
    GatewayOperation next(
            Gateway gateway,
            Dispute dispute,
            OperationKind kind,
            Optional<AuthorizationId> target,
            Optional<Money> amount,
            Instant now) {
        String paymentMethod = kind.usesToken() ? token(dispute).reveal() : "";
        int n = dispute.counters().next(kind);
        return write(gateway, new Intent(kind, dispute.id(), n, dispute.terms(), target, amount, paymentMethod), now);
    }

    /** The first authorization once more, because its token was traded before it was ever sent: its key is still unused. */
    GatewayOperation firstAgain(Gateway gateway, Dispute dispute, GatewayOperation unsent, Instant now) {
        return write(
                gateway,
                new Intent(
                        OperationKind.AUTHORIZE,
                        dispute.id(),
                        unsent.n() + 1,
                        dispute.terms(),
                        Optional.empty(),
                        Optional.of(dispute.terms().amount()),
                        token(dispute).reveal()),
                now);
    }

    private GatewayOperation write(Gateway gateway, Intent intent, Instant now) {
        traces.about(intent.disputeId());
        Secret letter = Secret.of(letter(gateway, intent));
        return GatewayOperation.intended(
                new OperationId(ids.get()),
                intent.kind(),
                intent.n(),
                intent.target(),
                intent.amount(),
                intent.kind().idempotencyKey(intent.disputeId(), intent.n()),
                sealer.seal(letter, intent.disputeId()),
                now,
                traces.here());
    }

    /** The recorded intent, ready to be sent. @throws TokenSealer.UnsealingFailed if it uses the token, and the key that sealed it is not there */
    GatewayRequest read(Gateway gateway, Dispute dispute, GatewayOperation operation) {
        String letter = letter(gateway, dispute, operation);
        int end = letter.indexOf('\n');
        return new GatewayRequest(
                dispute.id(),
                operation.idempotencyKey(),
                operation.target(),
                operation.amount(),
                Optional.of(letter.substring(0, end)).filter(it -> !it.isEmpty()),
                letter.substring(end + 1));
    }

    /** What takes no token is written again if the key is gone: the same intent gives the same body. */
    private String letter(Gateway gateway, Dispute dispute, GatewayOperation operation) {
        try {
            return sealer.open(operation.body(), dispute.id()).reveal();
        } catch (TokenSealer.UnsealingFailed keyIsGone) {
            if (operation.kind().usesToken()) {
                throw keyIsGone;
            }
            return letter(
                    gateway,
                    new Intent(
                            operation.kind(),
                            dispute.id(),
                            operation.n(),
                            dispute.terms(),
                            operation.target(),
                            operation.amount(),
                            ""));
        }
    }

    private static String letter(Gateway gateway, Intent intent) {
        return intent.paymentMethodId() + '\n' + gateway.compose(intent);
    }

    /** A trade once more, for another dispute that has the token: the key is its own, and its body is the same whoever's it is. */
    GatewayRequest tradeAgain(Gateway gateway, PaymentTokens.Standing.UnderWay trade, Terms terms, Secret token) {
        Intent intent = new Intent(
                OperationKind.REFRESH,
                trade.dispute(),
                trade.n(),
                terms,
                Optional.empty(),
                Optional.empty(),
                token.reveal());
        return new GatewayRequest(
                trade.dispute(),
                trade.by(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(token.reveal()),
                gateway.compose(intent));
    }

    /** A dispute's payment token in clear. */
    Secret token(Dispute dispute) {
        return sealer.open(dispute.paymentToken(), dispute.id());
    }

    Sealed sealToken(Secret paymentMethod, DisputeId dispute) {
        return sealer.seal(paymentMethod, dispute);
    }

    FreshToken fresh(Secret token, Dispute dispute) {
        return new FreshToken(
                sealToken(token, dispute.id()),
                TokenFingerprint.of(dispute.terms().gateway(), token.reveal()));
    }
}
