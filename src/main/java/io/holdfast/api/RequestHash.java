package io.holdfast.api;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * SHA-256 over a request as parsed JSON: the order of keys, white space, escapes and the way a number is written make no difference; a value, a type
 * or a key does.
 */
final class RequestHash {

    private RequestHash() {}

    static byte[] of(Map<String, Object> body) {
        StringBuilder canonical = new StringBuilder();
        append(canonical, body);
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(canonical.toString().getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    private static void append(StringBuilder canonical, Object value) {
        if (value instanceof Map<?, ?> object) {
            canonical.append('{');
            new TreeMap<>(object).forEach((key, element) -> {
                append(canonical, key);
                append(canonical, element);
            });
            canonical.append('}');
        } else if (value instanceof List<?> list) {
            canonical.append('[');
            list.forEach(element -> append(canonical, element));
            canonical.append(']');
        } else if (value instanceof String text) {
            // The length in front makes quoting unnecessary.
            canonical.append('"').append(text.length()).append(':').append(text);
        } else if (value instanceof BigDecimal number) {
            canonical.append('#').append(number.stripTrailingZeros()).append(';');
        } else if (value instanceof BigInteger number) {
            append(canonical, new BigDecimal(number));
        } else {
            canonical.append(value).append(';');
        }
    }
}
