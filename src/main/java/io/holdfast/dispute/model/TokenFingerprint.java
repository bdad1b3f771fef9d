package io.holdfast.dispute.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;

/**
 * By what a payment token is known again without being kept: a hash of it. Gateways make tokens too random to be guessed.
 *
 * @param hex SHA-256 of the gateway's name and the token, in lower case
 */
public record TokenFingerprint(String hex) {

    public TokenFingerprint {
        Objects.requireNonNull(hex, "hex");
    }

    /** @param token in clear */
    public static TokenFingerprint of(String gateway, String token) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(gateway.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            return of(digest.digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    public static TokenFingerprint of(byte[] bytes) {
        return new TokenFingerprint(HexFormat.of().formatHex(bytes));
    }

    public byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }
}
