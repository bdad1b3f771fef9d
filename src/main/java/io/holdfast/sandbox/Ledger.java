package io.holdfast.sandbox;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes down what the sandbox did and sees for itself what should never happen. At the limits the oldest entries and
 * anomalies are forgotten; what is known about an authorization goes with the authorization.
 */
final class Ledger {
    /** A dispute has a handful; a caller that makes a new key for each try must not fill the memory. */
    private static final int MOST_KEYS_OF_ONE = 100;

    private static final int MOST_ANOMALIES = 1000;

    /** Who made an authorization what it is. */
    private static final class Trace {
        private final Set<String> keys = new LinkedHashSet<>();
        private long replays;
    }

    private final Clock clock;
    private final int limit;
    private final Overlaps overlaps;
    private final ArrayDeque<LedgerEntry> entries = new ArrayDeque<>();
    private final ArrayDeque<Anomaly> anomalies = new ArrayDeque<>();
    private final Map<String, Trace> traces = new HashMap<>();
    private final Map<String, Set<String>> capturedOf = new HashMap<>();
    private long lastSequence;
    private long forgottenAuthorizations;
    private long forgottenEntries;
    private long forgottenAnomalies;

    Ledger(Clock clock, int limit, Overlaps overlaps) {
        this.clock = clock;
        this.limit = limit;
        this.overlaps = overlaps;
    }

    void record(
            Call call,
            Optional<String> key,
            Optional<String> disputeId,
            Optional<String> authorizationId,
            Optional<Integer> httpStatus,
            boolean acted,
            boolean replay,
            String outcome) {
        if (entries.size() >= limit) {
            entries.removeFirst();
            forgottenEntries++;
        }
        entries.addLast(new LedgerEntry(
                ++lastSequence,
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                call,
                key,
                disputeId,
                authorizationId,
                httpStatus,
                acted,
                replay,
                outcome));
    }

    /** A call with this key changed the authorization. */
    void acted(String authorizationId, String key) {
        Trace trace = traces.computeIfAbsent(authorizationId, none -> new Trace());
        if (trace.keys.size() < MOST_KEYS_OF_ONE) {
            trace.keys.add(key);
        }
    }

    /** An answered call about the authorization was repeated. */
    void replayed(String authorizationId) {
        traces.computeIfAbsent(authorizationId, none -> new Trace()).replays++;
    }

    /** The authorization is new, or its status is. */
    void changed(Authorization authorization) {
        overlaps.changed(authorization).ifPresent(this::add);
        if (authorization.status() == AuthorizationStatus.CAPTURED) {
            Set<String> captured = capturedOf.computeIfAbsent(authorization.disputeId(), none -> new LinkedHashSet<>());
            captured.add(authorization.id());
            if (captured.size() > 1) {
                add(new Anomaly(
                        clock.instant(),
                        Anomaly.Type.TWO_CAPTURED_AUTHORIZATIONS,
                        authorization.disputeId(),
                        List.copyOf(captured),
                        captured.size() + " authorizations of one dispute are captured"));
            }
        }
    }

    /** A capture was asked of an authorization that was given back. */
    void captureAfterVoid(Authorization authorization) {
        add(new Anomaly(
                clock.instant(),
                Anomaly.Type.CAPTURE_AFTER_VOID,
                authorization.disputeId(),
                List.of(authorization.id()),
                "the capture was refused"));
    }

    /** An authorization was asked with a payment method that is no longer valid. */
    void replacedPaymentMethodUsed(Authorization declined) {
        add(new Anomaly(
                clock.instant(),
                Anomaly.Type.REPLACED_PAYMENT_METHOD_USED,
                declined.disputeId(),
                List.of(declined.id()),
                "the authorization was declined"));
    }

    void forgot(Authorization authorization) {
        forgottenAuthorizations++;
        traces.remove(authorization.id());
        Set<String> captured = capturedOf.get(authorization.disputeId());
        if (captured != null && captured.remove(authorization.id()) && captured.isEmpty()) {
            capturedOf.remove(authorization.disputeId());
        }
    }

    LedgerSnapshot snapshot(
            List<Authorization> authorizations,
            Optional<String> disputeId,
            WebhookCounts webhooks,
            long forgottenKeys) {
        List<Anomaly> seen = new ArrayList<>(anomalies);
        seen.addAll(overlaps.lasting());
        List<LedgerEntry> selected = entries.stream()
                .filter(entry -> disputeId.isEmpty() || entry.disputeId().equals(disputeId))
                .toList();
        List<Anomaly> selectedAnomalies = seen.stream()
                .filter(anomaly -> disputeId.map(anomaly.disputeId()::equals).orElse(true))
                .toList();
        return new LedgerSnapshot(
                authorizations.stream().map(this::line).toList(),
                selected,
                totals(authorizations, selected),
                selectedAnomalies,
                webhooks,
                new LedgerSnapshot.Forgotten(
                        forgottenAuthorizations, forgottenEntries, forgottenKeys, forgottenAnomalies));
    }

    void clear() {
        entries.clear();
        anomalies.clear();
        traces.clear();
        capturedOf.clear();
        overlaps.clear();
        lastSequence = 0;
        forgottenAuthorizations = 0;
        forgottenEntries = 0;
        forgottenAnomalies = 0;
    }

    private LedgerSnapshot.Line line(Authorization authorization) {
        Trace trace = traces.getOrDefault(authorization.id(), new Trace());
        return new LedgerSnapshot.Line(authorization, List.copyOf(trace.keys), trace.replays);
    }

    private static LedgerSnapshot.Totals totals(List<Authorization> authorizations, List<LedgerEntry> entries) {
        Map<AuthorizationStatus, Long> byStatus = new EnumMap<>(AuthorizationStatus.class);
        SortedMap<String, BigDecimal> live = new TreeMap<>();
        SortedMap<String, BigDecimal> captured = new TreeMap<>();
        for (Authorization authorization : authorizations) {
            byStatus.merge(authorization.status(), 1L, Long::sum);
            if (authorization.status() == AuthorizationStatus.AUTHORIZED) {
                live.merge(authorization.currency(), authorization.amount(), BigDecimal::add);
            }
            authorization
                    .capturedAmount()
                    .ifPresent(taken -> captured.merge(authorization.currency(), taken, BigDecimal::add));
        }
        return new LedgerSnapshot.Totals(
                authorizations.size(),
                byStatus,
                live,
                captured,
                entries.size(),
                entries.stream().filter(LedgerEntry::replay).count(),
                entries.stream().filter(Ledger::isUnanswered).count());
    }

    private static boolean isUnanswered(LedgerEntry entry) {
        boolean byTime = entry.call() == Call.SETTLE || entry.call() == Call.EXPIRE;
        return !byTime && entry.httpStatus().isEmpty();
    }

    private void add(Anomaly anomaly) {
        if (anomalies.size() >= MOST_ANOMALIES) {
            anomalies.removeFirst();
            forgottenAnomalies++;
        }
        anomalies.addLast(anomaly);
    }
}
