package io.holdfast.dispute.model;

import java.util.Objects;
import java.util.UUID;

/** Names one {@link GatewayOperation}: a UUID of version 7 (RFC 9562). */
public record OperationId(UUID value) {

    public OperationId {
        Objects.requireNonNull(value, "value");
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
