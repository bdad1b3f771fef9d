package io.holdfast.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Watches for disputes with two live authorizations. A renewal places the new one before it gives the old one back, so
 * an overlap is an anomaly only when it lasts longer than the grace. As large as the number of live authorizations.
 */
final class Overlaps {
    private final Clock clock;
    private final Duration grace;
    private final Map<String, Set<String>> liveOf = new HashMap<>();
    private final Map<String, Instant> since = new LinkedHashMap<>();

    Overlaps(Clock clock, Duration grace) {
        this.clock = clock;
        this.grace = grace;
    }

    /** Takes in a change and returns the overlap that it ended, if that one had lasted too long. */
    Optional<Anomaly> changed(Authorization authorization) {
        String dispute = authorization.disputeId();
        if (authorization.status() == AuthorizationStatus.AUTHORIZED) {
            Set<String> live = liveOf.computeIfAbsent(dispute, none -> new LinkedHashSet<>());
            live.add(authorization.id());
            if (live.size() > 1) {
                since.putIfAbsent(dispute, clock.instant());
            }
            return Optional.empty();
        }
        return ended(dispute, authorization.id());
    }

    /** The overlaps that last too long already and have not ended. */
    List<Anomaly> lasting() {
        List<Anomaly> lasting = new ArrayList<>();
        for (String dispute : since.keySet()) {
            tooLong(dispute).ifPresent(lasting::add);
        }
        return lasting;
    }

    void clear() {
        liveOf.clear();
        since.clear();
    }

    private Optional<Anomaly> ended(String dispute, String authorizationId) {
        Set<String> live = liveOf.get(dispute);
        if (live == null || !live.contains(authorizationId)) {
            return Optional.empty();
        }
        Optional<Anomaly> anomaly = live.size() == 2 ? tooLong(dispute) : Optional.empty();
        live.remove(authorizationId);
        if (live.size() < 2) {
            since.remove(dispute);
        }
        if (live.isEmpty()) {
            liveOf.remove(dispute);
        }
        return anomaly;
    }

    private Optional<Anomaly> tooLong(String dispute) {
        Instant start = since.get(dispute);
        Instant now = clock.instant();
        if (start == null || Duration.between(start, now).compareTo(grace) <= 0) {
            return Optional.empty();
        }
        return Optional.of(new Anomaly(
                start,
                Anomaly.Type.TWO_LIVE_AUTHORIZATIONS,
                dispute,
                List.copyOf(liveOf.get(dispute)),
                "live together for " + Duration.between(start, now)));
    }
}
