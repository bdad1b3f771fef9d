package io.holdfast.dispute.model;

import java.time.Instant;
import java.util.Optional;

/**
 * The dates on which a held dispute needs care.
 *
 * @param renewAt when to place the hold anew; empty once a renewal was refused
 * @param refreshAt when to refresh the payment token; empty once a refresh was refused
 */
public record Upkeep(Optional<Instant> renewAt, Optional<Instant> refreshAt) {

    public static final Upkeep NONE = new Upkeep(Optional.empty(), Optional.empty());

    public Upkeep withoutRenewal() {
        return new Upkeep(Optional.empty(), refreshAt);
    }

    public Upkeep withoutRefresh() {
        return new Upkeep(renewAt, Optional.empty());
    }
}
