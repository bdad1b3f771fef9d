package io.holdfast.sandbox;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** The authorizations this sandbox knows, oldest first. At the limit the one that finished longest ago is forgotten. */
final class Authorizations {

    /** A part of a listing. */
    record Page(List<Authorization> data, boolean hasMore) {}

    private final int limit;
    private final TreeMap<Long, Authorization> bySequence = new TreeMap<>();
    private final Map<String, Long> sequenceOf = new HashMap<>();
    private final Map<String, TreeSet<Long>> byDispute = new HashMap<>();
    private final LinkedHashSet<Long> finished = new LinkedHashSet<>();
    private long lastSequence;

    Authorizations(int limit) {
        this.limit = limit;
    }

    long nextSequence() {
        return ++lastSequence;
    }

    /**
     * Makes room for one more and returns what was forgotten for it.
     *
     * @throws ApiError 503, when every stored authorization is still pending or live
     */
    Optional<Authorization> makeRoom() {
        if (bySequence.size() < limit) {
            return Optional.empty();
        }
        Iterator<Long> oldest = finished.iterator();
        if (!oldest.hasNext()) {
            throw ApiError.comeBackLater("sandbox_full", "this sandbox keeps no more than " + limit + " open holds");
        }
        Authorization forgotten = bySequence.remove(oldest.next());
        oldest.remove();
        sequenceOf.remove(forgotten.id());
        TreeSet<Long> ofDispute = byDispute.get(forgotten.disputeId());
        ofDispute.remove(forgotten.sequence());
        if (ofDispute.isEmpty()) {
            byDispute.remove(forgotten.disputeId());
        }
        return Optional.of(forgotten);
    }

    void put(Authorization authorization) {
        lastSequence = Math.max(lastSequence, authorization.sequence());
        bySequence.put(authorization.sequence(), authorization);
        sequenceOf.put(authorization.id(), authorization.sequence());
        byDispute
                .computeIfAbsent(authorization.disputeId(), none -> new TreeSet<>())
                .add(authorization.sequence());
        if (authorization.status().isFinished()) {
            finished.add(authorization.sequence());
        }
    }

    Optional<Authorization> find(String id) {
        return Optional.ofNullable(sequenceOf.get(id)).map(bySequence::get);
    }

    boolean hasDispute(String disputeId) {
        return byDispute.containsKey(disputeId);
    }

    Optional<Authorization> newestOf(String disputeId) {
        return Optional.ofNullable(byDispute.get(disputeId)).map(TreeSet::last).map(bySequence::get);
    }

    List<Authorization> ofDispute(String disputeId) {
        return byDispute.getOrDefault(disputeId, new TreeSet<>()).stream()
                .map(bySequence::get)
                .toList();
    }

    void tell(Journal journal) {
        bySequence.values().forEach(authorization -> {
            journal.changed(authorization);
            journal.write();
        });
    }

    List<Authorization> all() {
        return List.copyOf(bySequence.values());
    }

    /** Those that match, oldest first, after the one with the given sequence; an absent filter matches all. */
    Page page(Optional<AuthorizationStatus> status, Optional<String> disputeId, long afterSequence, int size) {
        Collection<Authorization> candidates = disputeId
                .map(this::ofDispute)
                .map(list -> (Collection<Authorization>) list)
                .orElseGet(() -> {
                    SortedMap<Long, Authorization> later = bySequence.tailMap(afterSequence, false);
                    return later.values();
                });
        List<Authorization> found = new ArrayList<>();
        for (Authorization candidate : candidates) {
            boolean matches = candidate.sequence() > afterSequence
                    && status.map(wanted -> wanted == candidate.status()).orElse(true);
            if (matches && found.size() == size) {
                return new Page(found, true);
            }
            if (matches) {
                found.add(candidate);
            }
        }
        return new Page(found, false);
    }

    void clear() {
        bySequence.clear();
        sequenceOf.clear();
        byDispute.clear();
        finished.clear();
    }
}
