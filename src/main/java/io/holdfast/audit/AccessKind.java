package io.holdfast.audit;

/** What the access journal tells of. The names are stable: auditors and reports see them. */
public enum AccessKind {
    /** A stream begins; its detail names the stream before it, if this run had one. */
    JOURNAL_OPENED("journal.opened", false),
    /** Entries could not be kept, because the database was away for too long; the detail says how many. */
    JOURNAL_DROPPED("journal.dropped", false),
    /** Where the stories of some disputes stood, so that one that is cut or removed later is missed. */
    STORY_MARKS("story.marks", false),
    /** A person read disputes. */
    DISPUTE_READ("dispute.read", false),
    /** A call was turned away for who sent it: 401, 403, 429, or a 404 because the dispute belongs to another call centre. */
    CALL_DENIED("call.denied", true),
    /** A call was turned away for card data in it; the detail names the field. */
    CARD_DATA_REFUSED("card_data.refused", true),
    /** A live authorization was to be given back whose dispute nobody knows, so that no dispute's story can tell of it. */
    ORPHAN_RETURNED("orphan.returned", false),
    /** A replica started; its detail holds a fingerprint of its settings. */
    CONFIGURATION_START("configuration.start", false),
    /** A key or another setting is not what it was; the detail names it. */
    CONFIGURATION_CHANGED("configuration.changed", false),
    /** Disputes that ended long ago were removed; the detail sums them up. */
    RETENTION_PURGED("retention.purged", false),
    /** The head of a day was made; the detail has its hash, so that one that is removed, or made anew over another story, is missed. */
    HEAD_MADE("head.made", false);

    private final String code;
    private final boolean floods;

    AccessKind(String code, boolean floods) {
        this.code = code;
        this.floods = floods;
    }

    public String code() {
        return code;
    }

    /** Whether strangers decide how many there are: those that differ in nothing but their time are told together, with how many there were. */
    boolean floods() {
        return floods;
    }
}
