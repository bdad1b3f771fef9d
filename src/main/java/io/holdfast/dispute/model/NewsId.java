package io.holdfast.dispute.model;

import java.util.Objects;

/**
 * Names a piece of a gateway's news, the same each time it is delivered.
 *
 * @param event at most 255 characters
 */
public record NewsId(String gateway, String event) {

    public NewsId {
        Objects.requireNonNull(gateway, "gateway");
        Objects.requireNonNull(event, "event");
    }
}
