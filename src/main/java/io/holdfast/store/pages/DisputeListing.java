package io.holdfast.store.pages;

import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.Status;
import io.holdfast.money.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A dispute as it is stored, for people to read: nothing sealed is in it.
 *
 * @param chargedAmount in major units, with the digits of the currency
 */
public record DisputeListing(
        UUID disputeId,
        String customerAccountId,
        Money amount,
        Status status,
        String gateway,
        Optional<String> authorizationId,
        Optional<Instant> holdExpiresAt,
        Optional<BigDecimal> chargedAmount,
        Optional<String> failureCode,
        Optional<String> pendingAction,
        Optional<Attention> attention,
        String reasonCode,
        String callCenterId,
        Optional<String> conversationId,
        Instant createdAt,
        Instant updatedAt) {}
