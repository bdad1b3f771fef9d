package io.holdfast.dispute.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Something Holdfast wants to ask the gateway about a dispute, because a webhook or a date gave it reason to.
 *
 * @param since when the reason came up
 * @param about authorizations that webhooks named, where they are not the one on record
 * @param nextAttemptAt when to ask, or ask again
 * @param notBefore until when the gateway asked to be left alone, if it did
 */
public record Question(Instant since, List<AuthorizationId> about, Instant nextAttemptAt, Optional<Instant> notBefore) {

    /** More than one at a time is not expected. */
    public static final int MAX_ABOUT = 16;

    public Question {
        Objects.requireNonNull(since, "since");
        Objects.requireNonNull(nextAttemptAt, "nextAttemptAt");
        Objects.requireNonNull(notBefore, "notBefore");
        about = List.copyOf(about);
    }

    /** A question that comes up now, on top of one that may be open: nothing that was to be asked about is forgotten, and the wait counts from its start. */
    public static Question raised(Optional<Question> open, Optional<AuthorizationId> another, Instant now) {
        List<AuthorizationId> about = new ArrayList<>(open.map(Question::about).orElse(List.of()));
        another.filter(id -> !about.contains(id) && about.size() < MAX_ABOUT).ifPresent(about::add);
        Optional<Instant> notBefore = PutOff.stillAt(now, open.flatMap(Question::notBefore));
        return new Question(open.map(Question::since).orElse(now), about, notBefore.orElse(now), notBefore);
    }

    /** The same question, to be asked again later. */
    public Question askedAgainAt(Instant next, Optional<Instant> newNotBefore) {
        return new Question(since, about, next, newNotBefore);
    }
}
