package io.holdfast.dispute.model;

/** Holdfast's own no to a release or a charge. */
public enum Rejection {
    NOT_HELD("not-held", "There is no live hold that could be settled."),
    ALREADY_RELEASED("already-released", "The hold is released, or its release is under way."),
    ALREADY_CHARGED("already-charged", "The hold is charged, or a charge is under way."),
    HOLD_EXPIRED("hold-expired", "The hold lapsed at the card network."),
    AMOUNT_EXCEEDS_HOLD("amount-exceeds-hold", "The amount is more than what is held.");

    private final String code;
    private final String sentence;

    Rejection(String code, String sentence) {
        this.code = code;
        this.sentence = sentence;
    }

    /** The stable code that callers see. */
    public String code() {
        return code;
    }

    public String sentence() {
        return sentence;
    }
}
