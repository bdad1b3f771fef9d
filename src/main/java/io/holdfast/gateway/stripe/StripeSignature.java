package io.holdfast.gateway.stripe;

import io.holdfast.gateway.GatewayWebhooks.Refusal;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The {@code Stripe-Signature} header: {@code t=<epoch seconds>,v1=<hex>[,v1=<hex>]}, where each {@code v1} is the HMAC-SHA256 of time, dot and body
 * under one secret. Other schemes are ignored.
 */
final class StripeSignature {

    static final String HEADER = "Stripe-Signature";

    /** Either way. */
    private static final Duration TOLERANCE = Duration.ofSeconds(300);

    private static final String HMAC = "HmacSHA256";
    private static final Pattern EPOCH_SECONDS = Pattern.compile("[1-9][0-9]{0,11}");
    private static final int MAX_LENGTH = 8_192;

    private final Supplier<List<SecretKeySpec>> secrets;
    private final Clock clock;

    /** @param secrets as they are at the moment, the present one and, during rotation, others; made by {@link #key} */
    StripeSignature(Supplier<List<SecretKeySpec>> secrets, Clock clock) {
        this.secrets = secrets;
        this.clock = clock;
    }

    /** All of a secret is the key, its prefix too. */
    static SecretKeySpec key(String secret) {
        return new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), HMAC);
    }

    /** Whether one of our secrets made one of the signatures over this body, within the time window. */
    boolean matches(String header, byte[] body) {
        return header.length() <= MAX_LENGTH
                && Parts.of(header)
                        .filter(it -> isInWindow(it.sentAt()) && isSigned(it, body))
                        .isPresent();
    }

    /** Why it does not match, of a header that does not. */
    Refusal refusalOf(String header) {
        Optional<Parts> parts = header.length() <= MAX_LENGTH ? Parts.of(header) : Optional.empty();
        if (parts.isEmpty()) {
            return Refusal.MALFORMED;
        }
        return isInWindow(parts.get().sentAt()) ? Refusal.WRONG_SIGNATURE : Refusal.OUTSIDE_WINDOW;
    }

    private boolean isInWindow(String sentAt) {
        long seconds = Math.abs(clock.instant().getEpochSecond() - Long.parseLong(sentAt));
        return seconds <= TOLERANCE.toSeconds();
    }

    private boolean isSigned(Parts parts, byte[] body) {
        boolean signed = false;
        for (SecretKeySpec secret : secrets.get()) {
            byte[] ours = ascii(HexFormat.of().formatHex(hmac(secret, parts.sentAt(), body)));
            for (String theirs : parts.signatures()) {
                signed |= MessageDigest.isEqual(ours, ascii(theirs));
            }
        }
        return signed;
    }

    private static byte[] hmac(SecretKeySpec secret, String sentAt, byte[] body) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(secret);
            mac.update(ascii(sentAt + "."));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + HMAC, e);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private record Parts(String sentAt, List<String> signatures) {

        /** Empty if it is not one time and some signatures. */
        static Optional<Parts> of(String header) {
            List<String> times = new ArrayList<>();
            List<String> signatures = new ArrayList<>();
            for (String part : header.split(",")) {
                String[] pair = part.strip().split("=", 2);
                if (pair.length != 2) {
                    return Optional.empty();
                }
                if (pair[0].equals("t")) {
                    times.add(pair[1]);
                } else if (pair[0].equals("v1")) {
                    signatures.add(pair[1]);
                }
            }
            boolean isWhole =
                    times.size() == 1 && EPOCH_SECONDS.matcher(times.get(0)).matches() && !signatures.isEmpty();
            return isWhole ? Optional.of(new Parts(times.get(0), signatures)) : Optional.empty();
        }
    }
}
