package io.holdfast.gateway.wire;

import io.holdfast.carddata.CardDataMask;
import io.holdfast.carddata.CardNumberSpan;
import io.holdfast.carddata.CardNumbers;
import io.holdfast.dispute.model.DisputeId;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Ids that others made up and that go into an address. Percent-encoding alone would not do: servers resolve dots and some decode slashes, and the
 * call would arrive at another resource.
 */
public final class WireId {

    /** Why nothing is sent or read by the name of something whose id is none. */
    public static final String UNUSABLE = "unusable id";

    private static final int LONGEST = 255;

    /** They end a segment or begin something else, in an address or in what some servers make of it. */
    private static final String SEPARATORS = "/\\?#%";

    /** Drawn by lot, as UUIDs without their dashes are, and many other ids: in capital or small letters, and longer than most card numbers. */
    private static final Pattern DRAWN = Pattern.compile("(?:[0-9a-f]{16,}|[0-9A-F]{16,})$");

    private static final int MOST_SHOWN = 8;

    private WireId() {}

    /**
     * Whether it can be used in an address, and kept: what a gateway names an authorization or a token by is stored, logged and shown, and a card number
     * must not be. An answer without a usable id is one that cannot be read, so what it speaks of is asked after and never taken for a no.
     */
    public static boolean isUsable(String id) {
        return fitsInPath(id) && (!CardNumbers.contains(id) || isDrawn(id));
    }

    /** The dispute of that id. Only the full form: {@link UUID#fromString} takes shorter ones too and would make another id of them. */
    public static Optional<DisputeId> dispute(String text) {
        try {
            return Optional.of(UUID.fromString(text))
                    .filter(it -> it.toString().equalsIgnoreCase(text))
                    .map(DisputeId::new);
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }

    /** What cannot be read, as far as a person needs to find it at the gateway. */
    public static String named(Optional<String> id, Optional<DisputeId> dispute) {
        return id.map(it -> "an id that begins with " + beginning(it)).orElse("no id")
                + dispute.map(it -> ", of dispute " + it).orElse("");
    }

    /** How it begins, without a card number. */
    private static String beginning(String id) {
        String masked = CardDataMask.mask(id.length() <= LONGEST ? id : id.substring(0, LONGEST));
        String clean = masked.replaceAll("[^!-~]", "?");
        return clean.length() <= MOST_SHOWN ? clean : clean.substring(0, MOST_SHOWN) + "...";
    }

    /**
     * Whether it ends in hexadecimal digits of which some in a row look like a card number, and others, letters and digits, stand beside them: of ids drawn by lot one in some
     * thousands has such a row, and a hold must not depend on that. A card number with nothing but letters beside it is one.
     */
    private static boolean isDrawn(String id) {
        Matcher drawn = DRAWN.matcher(id);
        if (!drawn.find() || (drawn.start() > 0 && Character.isLetterOrDigit(id.charAt(drawn.start() - 1)))) {
            return false;
        }
        StringBuilder beside = new StringBuilder(id.substring(drawn.start()));
        for (CardNumberSpan span : CardNumbers.all(id)) {
            if (span.start() < drawn.start()) {
                return false;
            }
            for (int i = span.start(); i < span.end(); i++) {
                beside.setCharAt(i - drawn.start(), ' ');
            }
        }
        return beside.chars().anyMatch(Character::isDigit) && beside.chars().anyMatch(Character::isLetter);
    }

    /** Whether it can be one segment of a path, and only that. */
    public static boolean fitsInPath(String id) {
        if (id.length() > LONGEST) {
            return false;
        }
        boolean onlyDots = true;
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if (c <= ' ' || c > '~' || SEPARATORS.indexOf(c) >= 0) {
                return false;
            }
            onlyDots &= c == '.';
        }
        return !onlyDots;
    }
}
