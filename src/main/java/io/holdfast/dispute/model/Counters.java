package io.holdfast.dispute.model;

/** How many intents of each kind a dispute has had; they only grow, so that no idempotency key is ever minted twice. */
public record Counters(int renewals, int captures, int voids, int refreshes) {

    public static final Counters NONE = new Counters(0, 0, 0, 0);

    /** The number of the next intent of this kind. */
    public int next(OperationKind kind) {
        return switch (kind) {
            case AUTHORIZE -> 1;
            case RENEW -> renewals + 1;
            case CAPTURE -> captures + 1;
            case VOID -> voids + 1;
            case REFRESH -> refreshes + 1;
        };
    }

    public Counters counted(OperationKind kind) {
        return switch (kind) {
            case AUTHORIZE -> this;
            case RENEW -> new Counters(renewals + 1, captures, voids, refreshes);
            case CAPTURE -> new Counters(renewals, captures + 1, voids, refreshes);
            case VOID -> new Counters(renewals, captures, voids + 1, refreshes);
            case REFRESH -> new Counters(renewals, captures, voids, refreshes + 1);
        };
    }
}
