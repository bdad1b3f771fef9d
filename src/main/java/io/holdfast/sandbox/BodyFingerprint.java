package io.holdfast.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * Tells whether two requests are the same: the same path and the same JSON, whatever the order of the keys, the white
 * space or the spelling of the numbers. A digest has one size, so an idempotency key costs the same for any body.
 */
record BodyFingerprint(String sha256) {

    static BodyFingerprint of(String path, JsonNode body) {
        MessageDigest digest = sha256Digest();
        addText(digest, 'p', path);
        add(digest, body);
        return new BodyFingerprint(HexFormat.of().formatHex(digest.digest()));
    }

    // Every value begins with its kind and its length, so no two different bodies feed the same bytes.
    private static void add(MessageDigest digest, JsonNode node) {
        if (node.isObject()) {
            Map<String, JsonNode> sorted = new TreeMap<>();
            node.forEachEntry(sorted::put);
            addHead(digest, 'o', sorted.size());
            sorted.forEach((name, value) -> {
                addText(digest, 'k', name);
                add(digest, value);
            });
        } else if (node.isArray()) {
            addHead(digest, 'a', node.size());
            node.forEach(value -> add(digest, value));
        } else if (node.isNumber()) {
            BigDecimal number = node.decimalValue().stripTrailingZeros();
            addText(digest, 'n', number.unscaledValue() + "e" + number.scale());
        } else {
            addText(digest, node.isTextual() ? 't' : 'l', node.asText());
        }
    }

    private static void addText(MessageDigest digest, char kind, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        addHead(digest, kind, bytes.length);
        digest.update(bytes);
    }

    private static void addHead(MessageDigest digest, char kind, int length) {
        digest.update(ByteBuffer.allocate(6).putChar(kind).putInt(length).flip());
    }

    private static MessageDigest sha256Digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
