package io.holdfast.store.pages;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * Where a page ended. It belongs to the filters of its list: with others it is not understood, nor is one that was changed or cut. It is no secret
 * and grants nothing; the check keeps mistakes from looking like pages.
 */
final class Cursor {

    private static final String VERSION = "1";
    private static final int CHECK_BYTES = 8;

    /** A position is a UUID, a number, or a time and a UUID. */
    private static final int MAX_BYTES = CHECK_BYTES + 36 + 1 + 32;

    private Cursor() {}

    /**
     * @param position of the last row of the page: plain ASCII
     * @param filters what the list was asked for, the same text for the same list
     */
    static String after(String position, String filters) {
        byte[] text = position.getBytes(StandardCharsets.US_ASCII);
        byte[] bytes = Arrays.copyOf(check(position, filters), CHECK_BYTES + text.length);
        System.arraycopy(text, 0, bytes, CHECK_BYTES, text.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * The position that the cursor was made with.
     *
     * @throws UnknownCursor if it is no cursor of this list
     */
    static String position(String cursor, String filters) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(cursor);
        } catch (IllegalArgumentException malformed) {
            throw new UnknownCursor();
        }
        if (bytes.length <= CHECK_BYTES || bytes.length > MAX_BYTES) {
            throw new UnknownCursor();
        }
        String position = new String(bytes, CHECK_BYTES, bytes.length - CHECK_BYTES, StandardCharsets.US_ASCII);
        if (!Arrays.equals(bytes, 0, CHECK_BYTES, check(position, filters), 0, CHECK_BYTES)) {
            throw new UnknownCursor();
        }
        return position;
    }

    private static byte[] check(String position, String filters) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest((VERSION + "|" + position + "|" + filters).getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(hash, CHECK_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
