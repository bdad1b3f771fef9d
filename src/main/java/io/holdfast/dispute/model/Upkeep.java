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

    public Upkeep withRenewAt(Optional<Instant> at) {
        return new Upkeep(at, refreshAt);
    }

    public Upkeep withRefreshAt(Optional<Instant> at) {
        return new Upkeep(renewAt, at);
    }

    public Upkeep withoutRenewal() {
        return withRenewAt(Optional.empty());
    }

    public Upkeep withoutRefresh() {
        return withRefreshAt(Optional.empty());
    }
}
