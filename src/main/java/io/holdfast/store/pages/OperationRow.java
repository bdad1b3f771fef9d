package io.holdfast.store.pages;

import io.holdfast.dispute.model.OperationKind;
import io.holdfast.dispute.model.OperationState;
import io.holdfast.money.Money;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** A row of {@code gateway_operation}, to be read only. What is sealed is not mapped. */
@Entity
@Immutable
@Table(name = "gateway_operation")
class OperationRow {

    /** Not the key of the table, but as unique. */
    @Id
    @Column(name = "operation_id")
    UUID operationId;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "dispute_id")
    DisputeRow dispute;

    @Enumerated(EnumType.STRING)
    OperationKind kind;

    int n;

    String target;

    BigDecimal amount;

    @Enumerated(EnumType.STRING)
    OperationState state;

    int attempts;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "next_attempt_at")
    Instant nextAttemptAt;

    @Column(name = "last_outcome")
    String lastOutcome;

    OperationListing listing() {
        return new OperationListing(
                operationId,
                dispute.disputeId,
                kind,
                state,
                attempts,
                dispute.gateway,
                Optional.ofNullable(target),
                dispute.money(amount).map(Money::amount),
                dispute.currency,
                createdAt,
                nextAttemptAt,
                Optional.ofNullable(lastOutcome),
                Optional.ofNullable(dispute.attention));
    }
}
