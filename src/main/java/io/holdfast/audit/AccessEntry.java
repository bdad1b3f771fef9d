package io.holdfast.audit;

import io.holdfast.carddata.CardDataMask;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;

/**
 * One thing that was done, or was not allowed: what, who, from where, and what came of it. When is added by the journal.
 *
 * @param actor the name of a credential, {@code system}, or {@link #NOBODY} where no credential was good
 * @param source the client's address, or the host's name
 * @param outcome in a word, or an HTTP status
 * @param disputes those it was about, at most {@link #MOST_DISPUTES}
 * @param detail a few plain facts, never a token, a payload or anything of a card; sorted by key, because it is hashed
 */
public record AccessEntry(
        AccessKind kind, String actor, String source, String outcome, List<UUID> disputes, Map<String, String> detail) {

    /** The actor of a call without a good credential. */
    public static final String NOBODY = "nobody";

    public static final String SYSTEM = "system";

    /** As many as one page of a list can show. */
    public static final int MOST_DISPUTES = 1_000;

    private static final int MOST_CHARACTERS = 256;

    public AccessEntry {
        Objects.requireNonNull(kind, "kind");
        actor = bounded(actor);
        source = bounded(source);
        outcome = bounded(outcome);
        disputes = List.copyOf(disputes.size() <= MOST_DISPUTES ? disputes : disputes.subList(0, MOST_DISPUTES));
        detail = new TreeMap<>(detail);
    }

    /** A person read these disputes. */
    public static AccessEntry read(String actor, String source, String place, List<UUID> disputes) {
        return new AccessEntry(AccessKind.DISPUTE_READ, actor, source, "200", disputes, Map.of("call", bounded(place)));
    }

    /**
     * A call was turned away for who sent it.
     *
     * @param status as it was answered
     * @param reason in a word or two, such as {@code call_center} or {@code rate_limit}
     * @param place method and address as the API's description writes it, never as the caller did
     */
    public static AccessEntry denied(
            String actor, String source, int status, String reason, String place, List<UUID> disputes) {
        return new AccessEntry(
                AccessKind.CALL_DENIED,
                actor,
                source,
                Integer.toString(status),
                disputes,
                Map.of("call", bounded(place), "reason", bounded(reason)));
    }

    /** A call was turned away for card data in a field of this name. */
    public static AccessEntry cardDataRefused(String actor, String source, String field, String place) {
        return new AccessEntry(
                AccessKind.CARD_DATA_REFUSED,
                actor,
                source,
                "422",
                List.of(),
                Map.of("call", bounded(place), "field", bounded(field)));
    }

    /** A key or another setting changed while running, for example a rotated credential. Never with the value of a secret. */
    public static AccessEntry configurationChanged(String source, String property, String change) {
        return new AccessEntry(
                AccessKind.CONFIGURATION_CHANGED,
                SYSTEM,
                source,
                "changed",
                List.of(),
                Map.of("property", bounded(property), "change", bounded(change)));
    }

    private static String bounded(String text) {
        String masked = CardDataMask.mask(text);
        return masked.length() <= MOST_CHARACTERS ? masked : masked.substring(0, MOST_CHARACTERS);
    }
}
