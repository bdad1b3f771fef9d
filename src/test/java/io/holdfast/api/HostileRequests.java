package io.holdfast.api;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookSigningException;
import io.holdfast.testing.InstallationResource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Whole requests as bytes: lines, headers, paths and bodies of all endpoints, random, mutated, and, of webhooks, authentic with whatever in them. The same
 * ones for the same seed, but for the time in signatures.
 */
final class HostileRequests {

    static final String ERP_SECRET = "whsec_" + Base64.getEncoder().encodeToString(new byte[32]);
    static final String STRIPE_SECRET = "whsec_hostile";
    static final String ADYEN_KEY = "00112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF";

    private static final int MOST_ANSWER_BYTES = 65_536;

    private static final String[] PATHS = {
        "/v1/disputes",
        "/v1/disputes",
        "/v1/disputes/../../etc/passwd",
        "/v1/disputes/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "/v1/disputes/%252e%252e",
        "/v1//disputes",
        "/v1/disputes;jsessionid=1",
        "/v1/disputes/\u0000",
        "/v1/disputes?status=HELD'--",
        "/v1/disputes?customer_account_id=%27;drop%20table%20dispute;--",
        "/v1/disputes?from=%00&to=\u00ff",
        "/v1/disputes?limit=-1&cursor=%ff%fe",
        "/v1/disputes?limit=99999999999999999999&from=2026-13-45",
        "/v1/disputes?cursor=AAAA&cursor=BBBB&gateway=erp&gateway=x",
        "/v1/disputes/00000000-0000-0000-0000-000000000000",
        "/v1/disputes/00000000-0000-0000-0000-000000000000/release",
        "/v1/disputes/00000000-0000-0000-0000-000000000000/charge",
        "/v1/disputes/00000000-0000-0000-0000-000000000000/events?cursor=1'%20or%20'1'='1",
        "/v1/conversations/%0d%0aX-Injected:%201/dispute",
        "/v1/operations?state=RUNNING'",
        "/v1/operations/1/retry",
        "/v1/operations/00000000-0000-0000-0000-000000000000/resolve",
        "/v1/webhooks/erp",
        "/v1/webhooks/../disputes",
        "/v1/webhooks/stripe%00",
        "/v1/webhooks/nobody",
        "/desk/../v1/disputes",
        "/q/openapi?x=%0d%0aX-Injected:%201",
        "http://169.254.169.254/latest/meta-data",
        "//evil.example.com/v1/disputes",
        "*"
    };

    private static final String[] METHODS = {
        "GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "TRACE", "CONNECT", "PROPFIND", "G\u0001T"
    };

    private static final String[] VERSIONS = {
        "HTTP/1.1", "HTTP/1.0", "HTTP/0.9", "HTTP/2.0", "HTTP/9.9", "HTTPS/1.1", ""
    };

    private static final String[] HEADERS = {
        "Idempotency-Key: a\r\n",
        "Idempotency-Key: \u00ff\u00fe\r\n",
        "Prefer: wait=99999999999999999999\r\n",
        "Prefer: wait=\"1\r\n",
        "X-Request-Id: <script>\r\n",
        "X-Request-Id: a\tb\r\n",
        "X-Request-Id: a%0d%0aX-Injected: 1\r\n",
        "X-Forwarded-For: 127.0.0.1, 10.0.0.1\r\n",
        "X-HTTP-Method-Override: DELETE\r\n",
        "Accept: application/pdf\r\n",
        "Accept: */*;q=9\r\n",
        "Accept-Encoding: gzip, \r\n",
        "Accept-Language: \u0001\r\n",
        "Content-Type: application/json; charset=utf-16\r\n",
        "Content-Type: multipart/form-data\r\n",
        "Content-Type: applicationLjson\r\n",
        "Content-Type: \r\n",
        "Content-Encoding: gzip\r\n",
        "Transfer-Encoding: chunked\r\n",
        "Authorization: Bearer a.b.c\r\n",
        "Authorization: Basic Og==\r\n",
        "Cookie: q_session=\"; hf=1; =\r\n",
        "Last-Event-ID: -1\r\n",
        "Expect: 100-continue\r\n",
        "Origin: null\r\nReferer: javascript:alert(1)\r\n",
        "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABk\r\n",
        "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: x\r\nSec-WebSocket-Version: 99\r\n",
        "webhook-id: x\r\nwebhook-timestamp: 99999999999\r\nwebhook-signature: v1,AAAA\r\n",
        "Stripe-Signature: t=1,v1=00,v1=zz\r\n"
    };

    /** A good one of each kind, to be spoiled. */
    private static final String[] BODIES = {
        "{\"customer_account_id\":\"ACC-1\",\"hold_amount\":1.00,\"payment_method_id\":\"pm_declined\",\"conversation_id\":\"c\"}",
        "{\"amount\":20.00}",
        "{\"said\":\"voided\",\"note\":\"by telephone\",\"amount\":1,\"expires_at\":\"2026-11-29T10:00:00Z\"}"
    };

    private static final String AUTHORIZATION =
            "{\"id\":\"auth_1\",\"status\":\"authorized\",\"amount\":49.99,\"currency\":\"USD\",\"capture_method\":\"manual\","
                    + "\"captured_amount\":0,\"metadata\":{\"dispute_id\":\"018f3c2e-7a5b-7c1d-9e2f-1a2b3c4d5e6f\"},"
                    + "\"created_at\":\"2026-11-22T10:00:00Z\",\"expires_at\":\"2026-11-29T10:00:00Z\"}";

    private static final String ERP_NEWS =
            "{\"id\":\"evt_1\",\"type\":\"authorization.updated\",\"created_at\":\"2026-11-22T10:00:00Z\",\"data\":"
                    + AUTHORIZATION + "}";

    private static final String STRIPE_NEWS =
            "{\"id\":\"evt_1\",\"object\":\"event\",\"type\":\"payment_intent.amount_capturable_updated\",\"data\":{\"object\":"
                    + "{\"id\":\"pi_1\",\"object\":\"payment_intent\",\"amount\":4999,\"amount_capturable\":4999,\"currency\":\"usd\","
                    + "\"capture_method\":\"manual\",\"status\":\"requires_capture\",\"metadata\":{\"dispute_id\":"
                    + "\"018f3c2e-7a5b-7c1d-9e2f-1a2b3c4d5e6f\"},\"latest_charge\":{\"payment_method_details\":{\"card\":"
                    + "{\"capture_before\":1796000000}}}}}}";

    private static final String ADYEN_BATCH =
            "{\"live\":\"false\",\"notificationItems\":[{\"NotificationRequestItem\":{\"pspReference\":\"8PEZ\",\"eventCode\":"
                    + "\"AUTHORISATION\",\"success\":\"true\",\"amount\":{\"value\":4999,\"currency\":\"USD\"},\"additionalData\":"
                    + "{\"hmacSignature\":\"AAAA\"}}}]}";

    private static final String ADYEN_TOKEN_NEWS =
            "{\"eventId\":\"8PEZ\",\"type\":\"recurring.token.updated\",\"data\":{\"storedPaymentMethodId\":\"M5N7\"}}";

    private static final String[] VALUES = {
        "null",
        "-1",
        "1e400",
        "1e2147483647",
        "1E-2147483648",
        "[]",
        "{}",
        "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
        "\"\"",
        "\"\\u0000\"",
        "\"\\ud800\"",
        "\"'; drop table dispute;--\"",
        "\"${jndi:ldap://127.0.0.1/x}\"",
        "\"http://169.254.169.254/\"",
        "\"../../..\"",
        "\"\\r\\nX-Injected: 1\"",
        "99999999999999999999999999999999",
        "\"2026-99-99T99:99:99Z\"",
        "true"
    };

    private final Random random;

    HostileRequests(Random random) {
        this.random = random;
    }

    /** @param bytes of the whole request */
    record Call(byte[] bytes) {

        /** @return what is wrong with the answer, if anything is; to be cut off without one is an answer, too */
        Optional<String> fault(String answer) {
            boolean failed = answer.matches("(?s)HTTP/\\S+ 5\\d\\d .*");
            boolean tells = Stream.of("\tat ", "Exception", "io.holdfast", "io.vertx", "org.postgresql", "\nX-Injected")
                    .anyMatch(answer::contains);
            return failed || tells
                    ? Optional.of(answer + "\n--- to ---\n" + new String(bytes, StandardCharsets.ISO_8859_1))
                    : Optional.empty();
        }
    }

    List<Call> next(int count) {
        return Stream.generate(this::next).limit(count).toList();
    }

    private Call next() {
        return new Call(
                switch (random.nextInt(8)) {
                    case 0 -> post("/v1/webhooks/erp", this::signedByErp, spoiled(ERP_NEWS));
                    case 1 -> post("/v1/webhooks/stripe", this::signedByStripe, spoiled(STRIPE_NEWS));
                    case 2 ->
                        random.nextBoolean()
                                ? post("/v1/webhooks/adyen", body -> "", spoiled(ADYEN_BATCH))
                                : post("/v1/webhooks/adyen", this::signedByAdyen, spoiled(ADYEN_TOKEN_NEWS));
                    case 3 ->
                        post(
                                "/v1/disputes",
                                body -> "X-API-Key: " + InstallationResource.ARCHITECT_KEY + "\r\n",
                                spoiled(BODIES[0]));
                    default -> mutated(anything());
                });
    }

    private byte[] anything() {
        String method = METHODS[random.nextInt(random.nextBoolean() ? 2 : METHODS.length)];
        String version = VERSIONS[random.nextInt(random.nextInt(8) > 0 ? 1 : VERSIONS.length)];
        StringBuilder head = new StringBuilder(method + " " + PATHS[random.nextInt(PATHS.length)] + " " + version
                + "\r\n" + "Host: localhost\r\nConnection: close\r\n");
        if (random.nextInt(4) > 0) {
            String key = random.nextBoolean() ? InstallationResource.NORTH_KEY : InstallationResource.ADMIN_KEY;
            head.append("X-API-Key: ").append(key).append("\r\n");
        }
        for (int n = random.nextInt(4); n > 0; n--) {
            head.append(HEADERS[random.nextInt(HEADERS.length)]);
        }
        byte[] body = random.nextBoolean() ? spoiled(BODIES[random.nextInt(BODIES.length)]) : noise();
        head.append("Content-Type: application/json\r\nContent-Length: ")
                .append(body.length)
                .append("\r\n\r\n");
        return together(head.toString(), body);
    }

    private interface Signing {

        /** @return the header lines that a body is sent with */
        String of(byte[] body);
    }

    private static byte[] post(String path, Signing signing, byte[] body) {
        return together(
                "POST " + path
                        + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n"
                        + signing.of(body) + "Content-Length: " + body.length + "\r\n\r\n",
                body);
    }

    private String signedByErp(byte[] body) {
        String id = "msg_" + new UUID(random.nextLong(), random.nextLong());
        long now = now();
        try {
            String signature = new Webhook(ERP_SECRET).sign(id, now, new String(body, StandardCharsets.UTF_8));
            return "webhook-id: " + id + "\r\nwebhook-timestamp: " + now + "\r\nwebhook-signature: " + signature
                    + "\r\n";
        } catch (WebhookSigningException e) {
            throw new IllegalStateException(e);
        }
    }

    private String signedByStripe(byte[] body) {
        long now = now();
        byte[] signed = together(now + ".", body);
        return "Stripe-Signature: t=" + now + ",v1="
                + HexFormat.of().formatHex(hmac(STRIPE_SECRET.getBytes(StandardCharsets.UTF_8), signed)) + "\r\n";
    }

    private String signedByAdyen(byte[] body) {
        return "HmacSignature: "
                + Base64.getEncoder().encodeToString(hmac(HexFormat.of().parseHex(ADYEN_KEY), body)) + "\r\n";
    }

    private static long now() {
        return Clock.systemUTC().instant().getEpochSecond();
    }

    private static byte[] hmac(byte[] key, byte[] data) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Another value here and there, or a byte, or none. */
    private byte[] spoiled(String json) {
        List<Integer> colons = new ArrayList<>();
        for (int at = json.indexOf("\":"); at >= 0; at = json.indexOf("\":", at + 1)) {
            colons.add(at + 2);
        }
        String spoiled = json;
        if (random.nextInt(3) > 0) {
            int start = colons.get(random.nextInt(colons.size()));
            int end = start;
            while (end < json.length() && ",}".indexOf(json.charAt(end)) < 0) {
                end++;
            }
            spoiled = json.substring(0, start) + VALUES[random.nextInt(VALUES.length)] + json.substring(end);
        }
        byte[] bytes = spoiled.getBytes(StandardCharsets.UTF_8);
        return random.nextInt(3) == 0 ? mutated(bytes) : bytes;
    }

    private byte[] mutated(byte[] bytes) {
        byte[] mutated = bytes.clone();
        if (random.nextInt(3) == 0 && mutated.length > 0) {
            for (int n = random.nextInt(4); n >= 0; n--) {
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
            }
        }
        return mutated;
    }

    private byte[] noise() {
        byte[] bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] together(String start, byte[] end) {
        byte[] head = start.getBytes(StandardCharsets.ISO_8859_1);
        byte[] whole = new byte[head.length + end.length];
        System.arraycopy(head, 0, whole, 0, head.length);
        System.arraycopy(end, 0, whole, head.length, end.length);
        return whole;
    }

    static String read(InputStream in) {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        byte[] buffer = new byte[8_192];
        try {
            for (int n = in.read(buffer); n >= 0 && answer.size() < MOST_ANSWER_BYTES; n = in.read(buffer)) {
                answer.write(buffer, 0, n);
            }
        } catch (IOException overOrReset) {
            // what there is tells
        }
        return answer.toString(StandardCharsets.ISO_8859_1);
    }
}
