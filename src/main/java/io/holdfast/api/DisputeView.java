package io.holdfast.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.Hold;
import io.holdfast.dispute.model.HoldState;
import io.holdfast.dispute.model.Settlement;
import io.holdfast.dispute.model.Status;
import io.holdfast.dispute.model.Terms;
import io.holdfast.store.pages.DisputeListing;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A dispute as callers see it: flat, without the payment token, and without a key for what has no value.
 *
 * @param holdAmount in major units, with exactly the currency's digits
 * @param gatewayTransactionId from HELD on; on FAILED if the gateway gave one
 * @param chargedAmount in major units; only on CHARGED
 * @param pendingAction what was asked for and the gateway has not confirmed
 */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record DisputeView(
        UUID disputeId,
        String customerAccountId,
        BigDecimal holdAmount,
        String currency,
        String status,
        String route,
        String gateway,
        Optional<String> gatewayTransactionId,
        Optional<Instant> holdExpiresAt,
        Optional<BigDecimal> chargedAmount,
        Optional<String> failureCode,
        Optional<String> pendingAction,
        Optional<String> attention,
        String reasonCode,
        String callCenterId,
        Optional<String> conversationId,
        Instant createdAt,
        Instant updatedAt) {

    static DisputeView of(Dispute dispute, Routes routes) {
        Terms terms = dispute.terms();
        HoldState state = dispute.state();
        return new DisputeView(
                dispute.id().value(),
                terms.customerAccountId(),
                terms.amount().amount(),
                terms.amount().currency().getCurrencyCode(),
                state.status().name(),
                routes.routeOf(state.status(), dispute.attention()),
                terms.gateway(),
                // An INITIATED one may be known by name already; whether it is a hold is not.
                state.authorizationId()
                        .filter(id -> state.status() != Status.INITIATED)
                        .map(AuthorizationId::value),
                state.hold().map(Hold::expiresAt),
                state instanceof HoldState.Charged charged
                        ? Optional.of(charged.amount().amount())
                        : Optional.empty(),
                state instanceof HoldState.Failed failed ? Optional.of(failed.failureCode()) : Optional.empty(),
                dispute.pending().map(DisputeView::action),
                dispute.attention().map(Enum::name),
                terms.reasonCode(),
                terms.callCenterId(),
                terms.conversationId(),
                dispute.createdAt(),
                dispute.updatedAt());
    }

    static DisputeView of(DisputeListing listed, Routes routes) {
        boolean known = listed.status() != Status.INITIATED;
        return new DisputeView(
                listed.disputeId(),
                listed.customerAccountId(),
                listed.amount().amount(),
                listed.amount().currency().getCurrencyCode(),
                listed.status().name(),
                routes.routeOf(listed.status(), listed.attention()),
                listed.gateway(),
                listed.authorizationId().filter(id -> known),
                listed.holdExpiresAt().filter(at -> known && listed.status() != Status.FAILED),
                listed.chargedAmount().filter(amount -> listed.status() == Status.CHARGED),
                listed.failureCode().filter(code -> listed.status() == Status.FAILED),
                listed.pendingAction(),
                listed.attention().map(Enum::name),
                listed.reasonCode(),
                listed.callCenterId(),
                listed.conversationId(),
                listed.createdAt(),
                listed.updatedAt());
    }

    private static String action(Settlement pending) {
        return pending instanceof Settlement.Release ? "RELEASE" : "CHARGE";
    }
}
