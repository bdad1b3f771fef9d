package io.holdfast.store.pages;

import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.OperationKind;
import io.holdfast.dispute.model.OperationState;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A gateway operation as it is stored, for operators; its body stays where it is.
 *
 * @param amount in major units, with the digits of the currency
 * @param attention the dispute's
 */
public record OperationListing(
        UUID operationId,
        UUID disputeId,
        OperationKind kind,
        OperationState state,
        int attempts,
        String gateway,
        Optional<String> target,
        Optional<BigDecimal> amount,
        String currency,
        Instant createdAt,
        Instant nextAttemptAt,
        Optional<String> lastOutcome,
        Optional<Attention> attention) {}
