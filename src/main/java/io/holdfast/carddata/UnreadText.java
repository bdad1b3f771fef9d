package io.holdfast.carddata;

import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A body that is not what was asked for: broken JSON, a form, XML, another encoding. Nobody knows what its parts are, so it is looked at as text, with
 * what commonly hides digits in such text undone, and with what stands where a key would stand taken for one.
 */
final class UnreadText {

    /** Quoted and followed by a colon as in JSON, the name of a multipart's part, before an equals sign as in a form, in angle brackets as in XML. */
    private static final Pattern KEY = Pattern.compile("[\"']([^\"'\\p{Cntrl}]{1,256})[\"']\\s*:"
            // Before a form's, which would take the word before the equals sign for the key.
            + "|(?i:name)=\"([^\"\\p{Cntrl}]{1,256})\""
            + "|(?<![^&\\s?;\"'])([^&\\s=?;\"'<>]{1,256})="
            + "|<([A-Za-z_][\\w:.-]{0,255})[\\s>]");

    private static final Pattern ESCAPE = Pattern.compile("\\\\u([0-9A-Fa-f]{4})");

    private UnreadText() {}

    /** @return what was found first; the field is {@link CardDataFinding#THE_VALUE} or the key's name */
    static Optional<CardDataFinding> inspect(CardDataGuard guard, byte[] bytes) {
        // UTF-16 and 32 have the digits of ASCII with zeros in between.
        String text = withoutZeros(bytes, StandardCharsets.UTF_8);
        return inspectText(guard, text)
                .or(() -> inspectWide(guard, bytes))
                .or(() -> inspectIfOther(guard, text, withoutEscapes(text)))
                .or(() -> inspectIfOther(guard, text, withoutPercents(text)));
    }

    /** For digits and dashes of other scripts; where there is no zero, nothing is in UTF-16 or 32, which have one in each sign of JSON's own. */
    private static Optional<CardDataFinding> inspectWide(CardDataGuard guard, byte[] bytes) {
        for (byte one : bytes) {
            if (one == 0) {
                return inspectText(guard, withoutZeros(bytes, StandardCharsets.UTF_16LE))
                        .or(() -> inspectText(guard, withoutZeros(bytes, StandardCharsets.UTF_16BE)));
            }
        }
        return Optional.empty();
    }

    private static String withoutZeros(byte[] bytes, Charset charset) {
        return new String(bytes, charset).replace("\0", "");
    }

    private static Optional<CardDataFinding> inspectIfOther(CardDataGuard guard, String before, String after) {
        return after.equals(before) ? Optional.empty() : inspectText(guard, after);
    }

    private static Optional<CardDataFinding> inspectText(CardDataGuard guard, String text) {
        if (CardNumbers.contains(text)) {
            return Optional.of(new CardDataFinding(CardDataFinding.THE_VALUE, CardDataFinding.Reason.CARD_NUMBER));
        }
        Matcher key = KEY.matcher(text);
        while (key.find()) {
            for (int group = 1; group <= key.groupCount(); group++) {
                Optional<CardDataFinding> found =
                        key.group(group) == null ? Optional.empty() : guard.inspect(key.group(group), "");
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private static String withoutEscapes(String text) {
        return ESCAPE.matcher(text)
                .replaceAll(escape ->
                        Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(escape.group(1), 16))));
    }

    private static String withoutPercents(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }
}
