package io.holdfast.store;

import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.money.Money;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** An {@link AuthorizationView} as it is kept with a webhook's event: flat, and readable by later versions. */
@RegisterForReflection
record StoredView(
        String id,
        String status,
        BigDecimal amount,
        String currency,
        BigDecimal captured,
        String capturedCurrency,
        String failureCode,
        boolean actionRequired,
        String expiresAt,
        UUID disputeId) {

    static StoredView of(AuthorizationView view) {
        return new StoredView(
                view.id().value(),
                view.status().name(),
                view.amount().map(Money::amount).orElse(null),
                view.amount().map(money -> money.currency().getCurrencyCode()).orElse(null),
                view.captured().map(Money::amount).orElse(null),
                view.captured().map(money -> money.currency().getCurrencyCode()).orElse(null),
                view.failureCode().orElse(null),
                view.actionRequired(),
                view.expiresAt().toString(),
                view.disputeId().map(DisputeId::value).orElse(null));
    }

    AuthorizationView toView() {
        return new AuthorizationView(
                new AuthorizationId(id),
                AuthorizationView.Status.valueOf(status),
                Optional.ofNullable(amount).map(value -> Money.of(value, currency)),
                Optional.ofNullable(captured).map(value -> Money.of(value, capturedCurrency)),
                Optional.ofNullable(failureCode),
                actionRequired,
                Instant.parse(expiresAt),
                Optional.ofNullable(disputeId).map(DisputeId::new));
    }
}
