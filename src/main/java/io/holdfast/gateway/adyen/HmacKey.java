package io.holdfast.gateway.adyen;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A key that Adyen signs webhooks with: HMAC-SHA256, in base64 (docs.adyen.com/development-resources/webhooks/verify-hmac-signatures). */
final class HmacKey {

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    private HmacKey(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /** @throws IllegalArgumentException if it is empty or not hexadecimal */
    static HmacKey ofHex(String hex) {
        return new HmacKey(HexFormat.of().parseHex(hex));
    }

    boolean signed(byte[] data, String signature) {
        byte[] ours = Base64.getEncoder().encode(sign(data));
        return MessageDigest.isEqual(ours, signature.getBytes(StandardCharsets.UTF_8));
    }

    private byte[] sign(byte[] data) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(data);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has " + ALGORITHM, impossible);
        }
    }

    @Override
    public String toString() {
        return "HmacKey[***]";
    }
}
