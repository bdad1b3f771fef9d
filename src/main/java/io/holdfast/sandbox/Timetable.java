package io.holdfast.sandbox;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * When the next change that time makes is due, at most one for each authorization: a pending one settles, a live one
 * lapses. It goes by the clock of the sandbox, so a test that moves its clock seven days on sees the holds lapse.
 */
final class Timetable {
    private record Due(Instant at, String authorizationId) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            int byTime = at.compareTo(other.at);
            return byTime != 0 ? byTime : authorizationId.compareTo(other.authorizationId);
        }
    }

    private final TreeSet<Due> order = new TreeSet<>();
    private final Map<String, Due> byAuthorization = new HashMap<>();

    void set(String authorizationId, Instant at) {
        clear(authorizationId);
        Due due = new Due(at, authorizationId);
        order.add(due);
        byAuthorization.put(authorizationId, due);
    }

    void clear(String authorizationId) {
        Due due = byAuthorization.remove(authorizationId);
        if (due != null) {
            order.remove(due);
        }
    }

    /** Takes the longest overdue change off the table. */
    Optional<String> takeDue(Instant now) {
        if (order.isEmpty() || order.first().at().isAfter(now)) {
            return Optional.empty();
        }
        Due due = order.pollFirst();
        byAuthorization.remove(due.authorizationId());
        return Optional.of(due.authorizationId());
    }

    void clear() {
        order.clear();
        byAuthorization.clear();
    }
}
