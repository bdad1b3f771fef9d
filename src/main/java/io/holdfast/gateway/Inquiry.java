package io.holdfast.gateway;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What came of asking a gateway. */
public sealed interface Inquiry {

    /** In a word, for metrics, logs and the story. */
    String name();

    /** Every authorization the gateway found, at least one. */
    record Found(List<AuthorizationView> authorizations) implements Inquiry {

        public Found {
            authorizations = List.copyOf(authorizations);
            if (authorizations.isEmpty()) {
                throw new IllegalArgumentException("found nothing is Absent");
            }
        }

        @Override
        public String name() {
            return "found";
        }
    }

    /** The gateway knows of none. That does not prove that no request is still under way. */
    record Absent() implements Inquiry {

        @Override
        public String name() {
            return "absent";
        }
    }

    /**
     * There was no answer, or one that cannot be believed.
     *
     * @param reason in a word or two
     * @param retryAfter the least time to wait, if the gateway said so
     * @param credentials whether the gateway refuses our credentials
     * @param heldBack whether it was Holdfast that did not ask: that tells nothing about the gateway
     */
    record NotAnswered(String reason, Optional<Duration> retryAfter, boolean credentials, boolean heldBack)
            implements Inquiry {

        public NotAnswered(String reason, Optional<Duration> retryAfter, boolean credentials) {
            this(reason, retryAfter, credentials, false);
        }

        @Override
        public String name() {
            return "not_answered";
        }
    }
}
