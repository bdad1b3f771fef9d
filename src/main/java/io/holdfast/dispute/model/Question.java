package io.holdfast.dispute.model;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Something Holdfast wants to ask the gateway about a dispute, because a webhook or a date gave it reason to.
 *
 * @param since when the reason came up
 * @param about an authorization that a webhook named, where it is not the one on record
 * @param nextAttemptAt when to ask, or ask again
 */
public record Question(Instant since, Optional<AuthorizationId> about, Instant nextAttemptAt) {

    public Question {
        Objects.requireNonNull(since, "since");
        Objects.requireNonNull(about, "about");
        Objects.requireNonNull(nextAttemptAt, "nextAttemptAt");
    }
}
