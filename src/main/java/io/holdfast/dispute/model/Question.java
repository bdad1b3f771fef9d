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
 * @param allUntil until when it is about whatever the gateway has for the dispute, if it is: a request that nobody waits for any more may come to something late
 */
public record Question(
        Instant since,
        List<AuthorizationId> about,
        Instant nextAttemptAt,
        Optional<Instant> notBefore,
        Optional<Instant> allUntil) {

    /** More than one at a time is not expected. */
    public static final int MAX_ABOUT = 16;

    public Question {
        Objects.requireNonNull(since, "since");
        Objects.requireNonNull(nextAttemptAt, "nextAttemptAt");
        Objects.requireNonNull(notBefore, "notBefore");
        Objects.requireNonNull(allUntil, "allUntil");
        about = List.copyOf(about);
    }

    /** A question that comes up now, on top of one that may be open: nothing that was to be asked about is forgotten, and the wait counts from its start. */
    public static Question raised(Optional<Question> open, Optional<AuthorizationId> another, Instant now) {
        List<AuthorizationId> about = new ArrayList<>(open.map(Question::about).orElse(List.of()));
        another.filter(id -> !about.contains(id) && about.size() < MAX_ABOUT).ifPresent(about::add);
        Optional<Instant> notBefore = PutOff.stillAt(now, open.flatMap(Question::notBefore));
        return new Question(
                open.map(Question::since).orElse(now),
                about,
                notBefore.orElse(now),
                notBefore,
                open.flatMap(Question::allUntil));
    }

    /** One about whatever the gateway has for the dispute, until then, on top of one that may be open. */
    public static Question raisedOfAll(Optional<Question> open, Instant until, Instant now) {
        Question raised = raised(open, Optional.empty(), now);
        Instant last = raised.allUntil.filter(until::isBefore).orElse(until);
        return new Question(raised.since, raised.about, raised.nextAttemptAt, raised.notBefore, Optional.of(last));
    }

    /** Whether the gateway asked to be left alone for longer. */
    public boolean isPutOff(Instant now) {
        return PutOff.stillAt(now, notBefore).isPresent();
    }

    /** The same question, answered, and to be asked again then, for what may have come by that time. */
    public Question keptOpen(Instant next, Instant until) {
        return new Question(since, about, next, Optional.empty(), Optional.of(until));
    }

    /** The same question, to be asked again later. */
    public Question askedAgainAt(Instant next, Optional<Instant> newNotBefore) {
        return new Question(since, about, next, newNotBefore, allUntil);
    }
}
