package io.holdfast.gateway.adyen;

import io.holdfast.dispute.model.DisputeId;
import io.holdfast.gateway.wire.WireId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * Our name for a payment or a modification at Adyen, which its webhooks repeat. It is the operation's idempotency key: for the first authorization the
 * dispute's id, for all others the dispute's id, what it is, and its number. So each authorization can be cancelled by a name of its own.
 */
final class AdyenReference {

    /** Longer idempotency keys Adyen refuses. */
    private static final int LONGEST_KEY = 64;

    private static final int UUID_LENGTH = 36;

    private AdyenReference() {}

    /** The dispute that a reference leads back to. */
    static Optional<DisputeId> dispute(String reference) {
        boolean alone = reference.length() == UUID_LENGTH;
        boolean followed = reference.length() > UUID_LENGTH && reference.charAt(UUID_LENGTH) == ':';
        if (!alone && !followed) {
            return Optional.empty();
        }
        return WireId.dispute(reference.substring(0, UUID_LENGTH));
    }

    /** Ours has small letters only, in whatever case it comes back; what is not ours stays as it is. */
    static String asSent(String reference) {
        return dispute(reference).isPresent() ? reference.toLowerCase(Locale.ROOT) : reference;
    }

    /** The idempotency key as it is sent: itself, or its SHA-256 if it is too long. */
    static String sentKey(String idempotencyKey) {
        return idempotencyKey.length() <= LONGEST_KEY ? idempotencyKey : sha256(idempotencyKey);
    }

    private static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
