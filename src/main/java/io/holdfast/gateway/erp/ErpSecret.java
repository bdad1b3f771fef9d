package io.holdfast.gateway.erp;

import com.standardwebhooks.Webhook;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A secret that webhooks are signed with by Standard Webhooks 1.0.0: HMAC-SHA256 over id, time and body. What was signed are the bytes of the body, whatever text
 * they are; the library signs text only.
 */
final class ErpSecret {

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    /** @throws IllegalArgumentException if it is empty */
    ErpSecret(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /**
     * @param secret {@code whsec_} and base64, or the base64 alone
     * @throws IllegalArgumentException if it is no base64
     */
    static byte[] bytes(String secret) {
        String text = secret.strip();
        String base64 = text.startsWith(Webhook.SECRET_PREFIX) ? text.substring(Webhook.SECRET_PREFIX.length()) : text;
        return Base64.getDecoder().decode(base64);
    }

    /** As it stands in the header, its version before it. */
    String signature(String id, long sentAt, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update((id + "." + sentAt + ".").getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    @Override
    public String toString() {
        return "ErpSecret[***]";
    }
}
