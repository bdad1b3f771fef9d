package io.holdfast.sandbox;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The idempotency keys and what their calls came to. A key belongs to the whole sandbox, not to one path. At the limit
 * the key that was answered longest ago is forgotten; the number of running ones is bounded by {@link OpenCalls}.
 */
final class IdempotencyKeys {
    private record Kept(BodyFingerprint request, Outcome outcome) {}

    private final int limit;
    private final Journal journal;
    private final Map<String, BodyFingerprint> running = new HashMap<>();
    private final Map<String, Kept> answered = new LinkedHashMap<>();
    private long forgotten;

    IdempotencyKeys(int limit, Journal journal) {
        this.limit = limit;
        this.journal = journal;
    }

    /**
     * What the key came to; empty for a new key.
     *
     * @throws ApiError 422 when the key came with another request, 409 when its call still runs
     */
    Optional<Outcome> outcomeOf(String key, BodyFingerprint request) {
        BodyFingerprint first = running.get(key);
        if (first != null) {
            requireSame(first, request);
            throw ApiError.of(409, "in_flight", "a call with this key is still running");
        }
        Kept kept = answered.get(key);
        if (kept == null) {
            return Optional.empty();
        }
        requireSame(kept.request(), request);
        return Optional.of(kept.outcome());
    }

    void begin(String key, BodyFingerprint request) {
        running.put(key, request);
    }

    void complete(String key, Outcome outcome) {
        BodyFingerprint request = running.remove(key);
        remember(key, request, outcome);
        journal.answered(key, request, outcome);
    }

    /** Of an earlier process. */
    void remember(String key, BodyFingerprint request, Outcome outcome) {
        if (answered.size() >= limit) {
            answered.remove(answered.keySet().iterator().next());
            forgotten++;
        }
        answered.put(key, new Kept(request, outcome));
    }

    void tell(Journal other) {
        answered.forEach((key, kept) -> {
            other.answered(key, kept.request(), kept.outcome());
            other.write();
        });
    }

    /** The call of this key did nothing; the key is as good as new. */
    void abandon(String key) {
        running.remove(key);
    }

    long forgotten() {
        return forgotten;
    }

    void clear() {
        running.clear();
        answered.clear();
        forgotten = 0;
    }

    private static void requireSame(BodyFingerprint first, BodyFingerprint request) {
        if (!first.equals(request)) {
            throw ApiError.of(422, "idempotency_key_reused", "this key came with another request before");
        }
    }
}
