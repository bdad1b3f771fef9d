package io.holdfast.dispute.model;

/** What can happen to a dispute. The names are stable: callers, auditors and receivers of webhooks see them. */
public enum StoryType {
    DISPUTE_OPENED("dispute.opened"),
    HOLD_PENDING("hold.pending"),
    HOLD_PLACED("hold.placed"),
    HOLD_DECLINED("hold.declined"),
    RELEASE_REQUESTED("release.requested"),
    HOLD_RELEASED("hold.released"),
    CHARGE_REQUESTED("charge.requested"),
    HOLD_CHARGED("hold.charged"),
    CHARGE_FAILED("charge.failed"),
    HOLD_EXPIRED("hold.expired"),
    RENEWAL_STARTED("renewal.started"),
    HOLD_RENEWED("hold.renewed"),
    RENEWAL_FAILED("renewal.failed"),
    REFRESH_STARTED("token.refresh_started"),
    TOKEN_REFRESHED("token.refreshed"),
    TOKEN_REFRESH_FAILED("token.refresh_failed"),
    /** The token was traded for another dispute that has the same one. */
    TOKEN_REPLACED("token.replaced"),
    /** A person had an operation tried again. */
    RETRY_REQUESTED("retry.requested"),
    /** A person told what the gateway's own desk said. */
    RESOLVED_BY_HAND("operation.resolved_by_hand"),
    /** A gateway call brought no answer that settles anything. */
    GATEWAY_UNSETTLED("gateway.unsettled"),
    /** The gateway was asked and agrees with the record, or says by itself what only its desk had told a person. */
    GATEWAY_CONFIRMED("gateway.confirmed"),
    /** The gateway was called, and what it said changes nothing. */
    GATEWAY_CALLED("gateway.called"),
    /** The record was brought up to date in something that has no event of its own, such as the time when a hold lapses. */
    RECORD_UPDATED("record.updated"),
    SURPLUS_FOUND("surplus.found"),
    SURPLUS_RETURNED("surplus.returned"),
    ATTENTION_RAISED("attention.raised"),
    ATTENTION_CLEARED("attention.cleared");

    private final String code;

    StoryType(String code) {
        this.code = code;
    }

    public String code() {
        return code;
    }
}
