package io.holdfast.dispute;

import io.holdfast.dispute.model.Terms;
import io.holdfast.secret.Secret;
import io.holdfast.store.IdempotencyClaim;
import java.util.Objects;
import java.util.Optional;

/**
 * A call flow's wish for a hold.
 *
 * @param terms complete: defaults are filled in
 * @param paymentMethodId the gateway's stored-method id
 * @param idempotency the caller's key, if it sent one
 */
public record OpenCommand(Terms terms, Secret paymentMethodId, Optional<IdempotencyClaim> idempotency) {

    public OpenCommand {
        Objects.requireNonNull(terms, "terms");
        Objects.requireNonNull(paymentMethodId, "paymentMethodId");
        Objects.requireNonNull(idempotency, "idempotency");
    }
}
