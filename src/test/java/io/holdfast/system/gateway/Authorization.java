package io.holdfast.system.gateway;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A line of the gateway's own books.
 *
 * @param key the idempotency key it was made under
 * @param captured what was captured, once it was
 * @param decidesAt when a pending one is decided
 */
public record Authorization(
        String id,
        String disputeId,
        String key,
        Status status,
        BigDecimal amount,
        String currency,
        Optional<BigDecimal> captured,
        Optional<String> declineCode,
        String paymentMethodId,
        Map<String, String> metadata,
        Instant createdAt,
        Instant expiresAt,
        Instant decidesAt) {

    /** The words of the contract. */
    public enum Status {
        PENDING,
        AUTHORIZED,
        DECLINED,
        CAPTURED,
        VOIDED,
        EXPIRED
    }

    public boolean isLive() {
        return status == Status.AUTHORIZED;
    }

    Authorization authorized() {
        return with(Status.AUTHORIZED, Optional.empty(), Optional.empty());
    }

    Authorization declined(String code) {
        return with(Status.DECLINED, Optional.empty(), Optional.of(code));
    }

    Authorization captured(BigDecimal taken) {
        return with(Status.CAPTURED, Optional.of(taken), Optional.empty());
    }

    Authorization voided() {
        return with(Status.VOIDED, Optional.empty(), Optional.empty());
    }

    Authorization lapsed() {
        return with(Status.EXPIRED, Optional.empty(), Optional.empty());
    }

    Authorization holding(BigDecimal otherAmount) {
        return new Authorization(
                id,
                disputeId,
                key,
                status,
                otherAmount,
                currency,
                captured,
                declineCode,
                paymentMethodId,
                metadata,
                createdAt,
                expiresAt,
                decidesAt);
    }

    Authorization claiming(Status other) {
        return with(other, other == Status.CAPTURED ? Optional.of(amount) : Optional.empty(), Optional.empty());
    }

    private Authorization with(Status newStatus, Optional<BigDecimal> taken, Optional<String> code) {
        return new Authorization(
                id,
                disputeId,
                key,
                newStatus,
                amount,
                currency,
                taken,
                code,
                paymentMethodId,
                metadata,
                createdAt,
                expiresAt,
                decidesAt);
    }
}
