package io.holdfast.store.pages;

import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.Status;
import io.holdfast.money.Money;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** A row of {@code dispute}, to be read only. What is sealed is not mapped. */
@Entity
@Immutable
@Table(name = "dispute")
class DisputeRow {

    @Id
    @Column(name = "dispute_id")
    UUID disputeId;

    @Enumerated(EnumType.STRING)
    Status status;

    @Column(name = "customer_account_id")
    String customerAccountId;

    @Column(name = "hold_amount")
    BigDecimal holdAmount;

    String currency;

    String gateway;

    @Column(name = "authorization_id")
    String authorizationId;

    @Column(name = "hold_expires_at")
    Instant holdExpiresAt;

    @Column(name = "charged_amount")
    BigDecimal chargedAmount;

    @Column(name = "failure_code")
    String failureCode;

    @Column(name = "pending_action")
    String pendingAction;

    @Enumerated(EnumType.STRING)
    Attention attention;

    @Column(name = "reason_code")
    String reasonCode;

    @Column(name = "call_center_id")
    String callCenterId;

    @Column(name = "conversation_id")
    String conversationId;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "updated_at")
    Instant updatedAt;

    /** An amount of the dispute's currency as it is stored, with the digits of the currency. */
    Optional<Money> money(BigDecimal stored) {
        return Optional.ofNullable(stored).map(amount -> Money.of(amount, currency));
    }

    DisputeListing listing() {
        return new DisputeListing(
                disputeId,
                customerAccountId,
                Money.of(holdAmount, currency),
                status,
                gateway,
                Optional.ofNullable(authorizationId),
                Optional.ofNullable(holdExpiresAt),
                money(chargedAmount).map(Money::amount),
                Optional.ofNullable(failureCode),
                Optional.ofNullable(pendingAction),
                Optional.ofNullable(attention),
                reasonCode,
                callCenterId,
                Optional.ofNullable(conversationId),
                createdAt,
                updatedAt);
    }
}
