package io.holdfast.sandbox;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * The ledger at one moment, whole or of one dispute. It does not change.
 *
 * @param authorizations oldest first
 * @param entries oldest first
 * @param webhooks of the whole sandbox, whatever the selection
 * @param forgotten of the whole sandbox: what the limits made it forget
 */
public record LedgerSnapshot(
        List<Line> authorizations,
        List<LedgerEntry> entries,
        Totals totals,
        List<Anomaly> anomalies,
        WebhookCounts webhooks,
        Forgotten forgotten) {

    /**
     * One authorization and who made it what it is.
     *
     * @param keys the idempotency keys whose calls changed it, in order
     * @param replays how often an answered call about it was repeated
     */
    public record Line(Authorization authorization, List<String> keys, long replays) {}

    /**
     * Sums over the selected authorizations and entries.
     *
     * @param byStatus how many authorizations have each status; a status that none has is left out
     * @param live what is held now, by currency
     * @param captured what was captured, by currency
     * @param replays how often an answered call was repeated
     * @param unanswered calls that got no answer
     */
    public record Totals(
            int authorizations,
            Map<AuthorizationStatus, Long> byStatus,
            SortedMap<String, BigDecimal> live,
            SortedMap<String, BigDecimal> captured,
            int entries,
            long replays,
            long unanswered) {}

    /** How many things the limits made the sandbox forget since the last reset. */
    public record Forgotten(long authorizations, long entries, long keys, long anomalies) {}

    /** The authorizations that are live now. */
    public List<Authorization> live() {
        return authorizations.stream()
                .map(Line::authorization)
                .filter(authorization -> authorization.status() == AuthorizationStatus.AUTHORIZED)
                .toList();
    }
}
