package io.holdfast.sandbox;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * An authorization and the moves it can make. A move that is not legal from the present status is a fault of this
 * server, not of a caller, and throws {@link IllegalStateException}.
 *
 * @param sequence counts authorizations in the order of their creation; listings go by it
 * @param amount what is held, in the major unit, with exactly the digits of the currency
 * @param currency ISO 4217 code
 * @param capturedAmount there once captured
 * @param declineCode there once declined
 * @param expiresAt there once authorized
 */
public record Authorization(
        long sequence,
        String id,
        String disputeId,
        String paymentMethodId,
        AuthorizationStatus status,
        BigDecimal amount,
        String currency,
        Optional<BigDecimal> capturedAmount,
        Optional<String> declineCode,
        Map<String, String> metadata,
        Instant createdAt,
        Optional<Instant> expiresAt) {

    static Authorization opened(long sequence, String id, AuthorizeRequest request, Instant at) {
        return new Authorization(
                sequence,
                id,
                request.disputeId(),
                request.paymentMethodId(),
                AuthorizationStatus.PENDING,
                request.amount(),
                request.currency().getCurrencyCode(),
                Optional.empty(),
                Optional.empty(),
                request.metadata(),
                at,
                Optional.empty());
    }

    /** The issuer said yes: the amount is held until the given time. */
    Authorization authorizedUntil(Instant expiry) {
        require(AuthorizationStatus.PENDING);
        return moved(AuthorizationStatus.AUTHORIZED, Optional.empty(), Optional.empty(), Optional.of(expiry));
    }

    /** The issuer said no. */
    Authorization declined(String code) {
        require(AuthorizationStatus.PENDING);
        return moved(AuthorizationStatus.DECLINED, Optional.empty(), Optional.of(code), Optional.empty());
    }

    /** Money was taken; what was not taken was given back. */
    Authorization captured(BigDecimal taken) {
        require(AuthorizationStatus.AUTHORIZED);
        return moved(AuthorizationStatus.CAPTURED, Optional.of(taken), Optional.empty(), expiresAt);
    }

    /** The whole amount was given back. */
    Authorization voided() {
        require(AuthorizationStatus.AUTHORIZED);
        return moved(AuthorizationStatus.VOIDED, Optional.empty(), Optional.empty(), expiresAt);
    }

    /** The hold lapsed before anybody decided. */
    Authorization expired() {
        require(AuthorizationStatus.AUTHORIZED);
        return moved(AuthorizationStatus.EXPIRED, Optional.empty(), Optional.empty(), expiresAt);
    }

    private Authorization moved(
            AuthorizationStatus to, Optional<BigDecimal> taken, Optional<String> code, Optional<Instant> expiry) {
        return new Authorization(
                sequence,
                id,
                disputeId,
                paymentMethodId,
                to,
                amount,
                currency,
                taken,
                code,
                metadata,
                createdAt,
                expiry);
    }

    private void require(AuthorizationStatus expected) {
        if (status != expected) {
            throw new IllegalStateException(id + " is " + status.wireName() + ", not " + expected.wireName());
        }
    }
}
