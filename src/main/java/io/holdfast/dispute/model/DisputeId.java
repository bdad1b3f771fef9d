package io.holdfast.dispute.model;

import java.util.Objects;
import java.util.UUID;

/** Names a dispute: a UUID of version 7 (RFC 9562), so that newer disputes sort after older ones. */
public record DisputeId(UUID value) {

    public DisputeId {
        Objects.requireNonNull(value, "value");
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
