package io.holdfast.dispute.model;

import java.time.Duration;
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

    /** More than one at a time is not expected; of more the gateway is asked about all that it has. */
    public static final int MAX_ABOUT = 16;

    /** What a gateway tells of by name it may list a little later. */
    private static final Duration LISTED_WITHIN = Duration.ofMinutes(5);

    public Question {
        Objects.requireNonNull(since, "since");
        Objects.requireNonNull(nextAttemptAt, "nextAttemptAt");
        Objects.requireNonNull(notBefore, "notBefore");
        Objects.requireNonNull(allUntil, "allUntil");
        about = List.copyOf(about);
    }

    /** A question that comes up now, on top of one that may be open: nothing that was to be asked about is forgotten, and the wait counts from its start. */
    public static Question raised(Optional<Question> open, Optional<AuthorizationId> another, Instant now) {
        Optional<Instant> notBefore = PutOff.stillAt(now, open.flatMap(Question::notBefore));
        Question raised = new Question(
                open.map(Question::since).orElse(now),
                open.map(Question::about).orElse(List.of()),
                notBefore.orElse(now),
                notBefore,
                open.flatMap(Question::allUntil));
        return another.filter(id -> !raised.about.contains(id))
                .map(id -> raised.with(id, now))
                .orElse(raised);
    }

    /** One about whatever the gateway has for the dispute, until then, on top of one that may be open. */
    public static Question raisedOfAll(Optional<Question> open, Instant until, Instant now) {
        return raised(open, Optional.empty(), now).ofAll(until);
    }

    private Question with(AuthorizationId id, Instant now) {
        if (about.size() >= MAX_ABOUT) {
            return ofAll(now.plus(LISTED_WITHIN));
        }
        List<AuthorizationId> more = new ArrayList<>(about);
        more.add(id);
        return new Question(since, more, nextAttemptAt, notBefore, allUntil);
    }

    private Question ofAll(Instant until) {
        Instant last = allUntil.filter(until::isBefore).orElse(until);
        return new Question(since, about, nextAttemptAt, notBefore, Optional.of(last));
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
