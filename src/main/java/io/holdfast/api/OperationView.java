package io.holdfast.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.GatewayOperation;
import io.holdfast.dispute.model.OperationState;
import io.holdfast.money.Money;
import io.holdfast.store.pages.OperationListing;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * A gateway operation as operators see it; never its body.
 *
 * @param target the authorization that it captures or gives back
 * @param amount in major units, if it has one
 * @param lastOutcome what the last attempt brought, in a word or two
 * @param attention the dispute's
 */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record OperationView(
        UUID operationId,
        UUID disputeId,
        String kind,
        String state,
        int attempts,
        String gateway,
        Optional<String> target,
        Optional<BigDecimal> amount,
        String currency,
        Instant createdAt,
        Instant nextAttemptAt,
        Optional<String> lastOutcome,
        Optional<String> attention) {

    /** The open operation of a dispute that has one. */
    static OperationView of(Dispute dispute) {
        GatewayOperation operation = dispute.operation().orElseThrow();
        return new OperationView(
                operation.id().value(),
                dispute.id().value(),
                operation.kind().lowerCase(),
                lowerCase(operation.state()),
                operation.attempts(),
                dispute.terms().gateway(),
                operation.target().map(AuthorizationId::value),
                operation.amount().map(Money::amount),
                dispute.terms().amount().currency().getCurrencyCode(),
                operation.createdAt(),
                operation.nextAttemptAt(),
                operation.lastOutcome(),
                dispute.attention().map(Enum::name));
    }

    static OperationView of(OperationListing operation) {
        return new OperationView(
                operation.operationId(),
                operation.disputeId(),
                operation.kind().lowerCase(),
                lowerCase(operation.state()),
                operation.attempts(),
                operation.gateway(),
                operation.target(),
                operation.amount(),
                operation.currency(),
                operation.createdAt(),
                operation.nextAttemptAt(),
                operation.lastOutcome(),
                operation.attention().map(Enum::name));
    }

    /** As callers read and write it. */
    static String lowerCase(OperationState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
