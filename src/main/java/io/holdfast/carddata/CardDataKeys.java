package io.holdfast.carddata;

import java.text.Normalizer;
import java.util.Set;

/**
 * Decides whether a key (of a JSON object, a header, a query parameter) names card data.
 *
 * <p>A key is split into words at anything that is no letter or digit and at a capital that follows a small letter or a
 * digit. It names card data when its last words, put together, are one of {@link #NAMES}: {@code cvc}, {@code cardCvc},
 * {@code x-card-number} and {@code Card Number} do; {@code company}, {@code cvc_check} and {@code call_center_id} do not.
 *
 * <p>Not in the list: {@code cid} (more often a correlation or conversation id), {@code expiry} and the holder's name (no
 * card data without the number, which is found by its digits), {@code number} (too common; again its digits tell).
 */
public final class CardDataKeys {

    private static final String THE_NUMBER = "pan fpan dpan fullpan cardpan pannumber primaryaccountnumber "
            + "cardnumber cardnum cardno cardnr ccnumber ccnum ccno encryptedcardnumber";

    /** Each card scheme has its own name for it. */
    private static final String THE_SECURITY_CODE = "cvv cvv2 icvv dcvv cvvcode cvv2code cvvnumber cvvvalue "
            + "cvc cvc2 cvccode cvc2code cvcnumber cvcvalue cvn cvn2 cvd cvd2 csc cav2 cardcode securitycode "
            + "cardsecuritycode cardverificationcode cardverificationvalue cardverificationnumber encryptedsecuritycode";

    /** The stripe, and its image on the chip. */
    private static final String THE_MAGNETIC_STRIPE = "track1 track2 track3 trackone tracktwo trackthree trackdata "
            + "track1data track2data track3data track2equivalentdata magstripe magstripedata magneticstripe "
            + "magneticstripedata";

    private static final String THE_PIN = "pin cardpin pinblock encryptedpinblock";

    /** What PCI DSS calls account data, as far as a name can tell. */
    private static final Set<String> NAMES =
            Set.of(String.join(" ", THE_NUMBER, THE_SECURITY_CODE, THE_MAGNETIC_STRIPE, THE_PIN)
                    .split(" "));

    private static final int LONGEST_NAME =
            NAMES.stream().mapToInt(String::length).max().orElseThrow();

    /** No key of the interface is near as long; what is longer is judged by its end. */
    private static final int LONGEST_KEY = 256;

    private CardDataKeys() {}

    /** Whether this key names card data. */
    public static boolean names(String key) {
        String plain = plain(key);
        char[] lastWords = new char[LONGEST_NAME];
        int begin = LONGEST_NAME;
        for (int i = plain.length() - 1; i >= 0; i--) {
            if (!Character.isLetterOrDigit(plain.charAt(i))) {
                continue;
            }
            if (begin == 0) {
                return false;
            }
            lastWords[--begin] = Character.toLowerCase(plain.charAt(i));
            if (beginsWord(plain, i) && NAMES.contains(new String(lastWords, begin, LONGEST_NAME - begin))) {
                return true;
            }
        }
        return false;
    }

    /** Full-width and other compatibility letters become plain ones, unseen characters go. */
    private static String plain(String key) {
        String end = key.substring(Math.max(0, key.length() - LONGEST_KEY));
        if (isAscii(end)) {
            return end;
        }
        StringBuilder seen = new StringBuilder(end.length());
        Normalizer.normalize(end, Normalizer.Form.NFKC)
                .codePoints()
                .filter(codePoint -> Symbol.of(codePoint) != Symbol.NOTHING)
                .forEach(seen::appendCodePoint);
        return seen.toString();
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 128) {
                return false;
            }
        }
        return true;
    }

    private static boolean beginsWord(String key, int index) {
        if (index == 0) {
            return true;
        }
        char before = key.charAt(index - 1);
        return !Character.isLetterOrDigit(before)
                || Character.isUpperCase(key.charAt(index)) && !Character.isUpperCase(before);
    }
}
