package io.holdfast.api;

import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Of the paths and queries of addresses, in UTF-8. */
final class PercentEncoding {

    private PercentEncoding() {}

    /**
     * The library reads bytes that are no UTF-8 as characters that nobody sent, and so finds nothing where there is something.
     *
     * @param text in ASCII
     */
    static String decoded(String text) {
        try {
            byte[] bytes = URLDecoder.decode(text, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.ISO_8859_1);
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (IllegalArgumentException | CharacterCodingException malformed) {
            throw new Refusal(Problems.malformedAddress());
        }
    }

    /** A percent sign that is left after the first decoding may be only that. */
    static String decodedAgain(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        try {
            return URLDecoder.decode(keepingPlus(text), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException plain) {
            return text;
        }
    }

    static String keepingPlus(String text) {
        return text.replace("+", "%2B");
    }
}
