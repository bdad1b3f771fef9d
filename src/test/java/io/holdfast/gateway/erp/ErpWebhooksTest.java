package io.holdfast.gateway.erp;

import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.GatewayEvent;
import io.holdfast.gateway.GatewayWebhooks;
import io.holdfast.gateway.SettableClock;
import io.holdfast.gateway.WebhookRequest;
import io.holdfast.money.Money;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ErpWebhooksTest {

    private static final String DISPUTE = "018f3c2e-7a5b-7c1d-9e2f-1a2b3c4d5e6f";
    private static final String OLD = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String NEW = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
    private static final String BODY = "{\"id\":\"evt_7\",\"type\":\"authorization.updated\","
            + "\"created_at\":\"2026-11-22T10:00:00Z\",\"data\":{\"id\":\"auth_1\",\"status\":\"captured\","
            + "\"amount\":49.99,\"captured_amount\":20.00,\"currency\":\"USD\",\"metadata\":{\"dispute_id\":\""
            + DISPUTE
            + "\"},\"expires_at\":\"2026-11-29T10:00:00Z\"}}";

    private final Instant now = Instant.parse("2026-11-22T10:00:00Z");
    private final SettableClock clock = new SettableClock(now);
    private final ErpWebhooks webhooks =
            new ErpWebhooks(() -> List.of(ErpCase.secret(NEW), ErpCase.secret(OLD)), clock);

    @Test
    void theExampleOfTheSpecificationIsAuthentic() {
        // given
        SettableClock then = new SettableClock(Instant.ofEpochSecond(1614265330));
        WebhookRequest example = request(
                Map.of(
                        "webhook-id",
                        "msg_p5jXN8AQM9LWM0D4loKWxJek",
                        "webhook-timestamp",
                        "1614265330",
                        "webhook-signature",
                        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="),
                "{\"test\": 2432232314}");
        // when
        Optional<List<GatewayEvent>> events = new ErpWebhooks(
                        () -> List.of(ErpCase.secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")), then)
                .read(example);
        // then
        assertThat(events).contains(List.of());
    }

    @Test
    void aBodyThatIsNoUtf8IsAuthenticByItsBytes() {
        // given
        byte[] body = BODY.replace("evt_7", "ev\u00E9").getBytes(StandardCharsets.ISO_8859_1);
        String signature = ErpCase.secret(NEW).signature("msg_1", now.getEpochSecond(), body);
        Map<String, String> headers = Map.of(
                "webhook-id",
                "msg_1",
                "webhook-timestamp",
                Long.toString(now.getEpochSecond()),
                "webhook-signature",
                signature);
        // when
        Optional<List<GatewayEvent>> events =
                webhooks.read(new WebhookRequest(name -> Optional.ofNullable(headers.get(name)), body));
        // then
        assertThat(events).isEqualTo(webhooks.read(signed(NEW, BODY)));
        assertThat(events.orElseThrow()).hasSize(1);
    }

    @Test
    void anAuthenticOneTellsItsNews() {
        // when
        Optional<List<GatewayEvent>> events = webhooks.read(signed(NEW, BODY));
        // then
        DisputeId dispute = new DisputeId(UUID.fromString(DISPUTE));
        AuthorizationId authorization = new AuthorizationId("auth_1");
        assertThat(events)
                .contains(List.of(new GatewayEvent(
                        "msg_1",
                        "authorization.updated",
                        Optional.of(dispute),
                        Optional.of(authorization),
                        Optional.of(new AuthorizationView(
                                authorization,
                                AuthorizationView.Status.CAPTURED,
                                Optional.of(Money.of("49.99", "USD")),
                                Optional.of(Money.of("20.00", "USD")),
                                Optional.empty(),
                                false,
                                Instant.parse("2026-11-29T10:00:00Z"),
                                Optional.of(dispute))))));
    }

    @Test
    void theOldSecretIsTakenDuringRotation() {
        // when
        Optional<List<GatewayEvent>> events = webhooks.read(signed(OLD, BODY));
        // then
        assertThat(events.orElseThrow()).hasSize(1);
    }

    @Test
    void anotherSecretIsRefused() {
        // when
        Optional<List<GatewayEvent>> events = webhooks.read(signed("whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", BODY));
        // then
        assertThat(events).isEmpty();
    }

    @Test
    void aRefusalHasItsReason() {
        // given
        WebhookRequest unsigned = request(without("webhook-signature"), BODY);
        WebhookRequest nameless = request(without("webhook-id"), BODY);
        Map<String, String> stale = headers(NEW, BODY);
        stale.compute("webhook-timestamp", (name, sent) -> Long.toString(Long.parseLong(sent) - 301));
        // then
        assertThat(webhooks.refusalOf(unsigned)).isEqualTo(GatewayWebhooks.Refusal.NO_SIGNATURE);
        assertThat(webhooks.refusalOf(nameless)).isEqualTo(GatewayWebhooks.Refusal.MALFORMED);
        assertThat(webhooks.refusalOf(request(stale, BODY))).isEqualTo(GatewayWebhooks.Refusal.OUTSIDE_WINDOW);
        assertThat(webhooks.refusalOf(request(headers(NEW, BODY), BODY.replace("49.99", "49.98"))))
                .isEqualTo(GatewayWebhooks.Refusal.WRONG_SIGNATURE);
    }

    private Map<String, String> without(String header) {
        Map<String, String> headers = headers(NEW, BODY);
        headers.remove(header);
        return headers;
    }

    @Test
    void oneOfSeveralSignaturesIsEnough() {
        // given
        Map<String, String> headers = headers(NEW, BODY);
        headers.compute("webhook-signature", (name, it) -> "v1a,abc= v1,AAAA " + it + " v2,xyz");
        // when
        Optional<List<GatewayEvent>> events = webhooks.read(request(headers, BODY));
        // then
        assertThat(events.orElseThrow()).hasSize(1);
    }

    @Test
    void aSignatureOfAnotherSchemeIsNone() {
        for (String scheme : List.of("v1a,", "v2,", "V1,", ",", "")) {
            // given
            Map<String, String> headers = headers(NEW, BODY);
            headers.compute("webhook-signature", (name, it) -> it.replace("v1,", scheme));
            // when
            Optional<List<GatewayEvent>> events = webhooks.read(request(headers, BODY));
            // then
            assertThat(events).as(scheme).isEmpty();
        }
    }

    @Test
    void aTamperedBodyIsRefused() {
        // when
        Optional<List<GatewayEvent>> events =
                webhooks.read(request(headers(NEW, BODY), BODY.replace("49.99", "49.98")));
        // then
        assertThat(events).isEmpty();
    }

    @Test
    void aTamperedIdOrTimeIsRefused() {
        for (String name : List.of("webhook-id", "webhook-timestamp")) {
            // given
            Map<String, String> headers = headers(NEW, BODY);
            headers.compute(name, (key, it) -> it.substring(0, it.length() - 1) + (it.endsWith("1") ? "2" : "1"));
            // when
            Optional<List<GatewayEvent>> events = webhooks.read(request(headers, BODY));
            // then
            assertThat(events).as(name).isEmpty();
        }
    }

    @Test
    void aMissingHeaderIsRefused() {
        for (String name : List.of("webhook-id", "webhook-timestamp", "webhook-signature")) {
            // given
            Map<String, String> headers = headers(NEW, BODY);
            headers.remove(name);
            // when
            Optional<List<GatewayEvent>> events = webhooks.read(request(headers, BODY));
            // then
            assertThat(events).as(name).isEmpty();
        }
    }

    @Test
    void signaturesThatAreEndlessAreRefused() {
        // given
        Map<String, String> headers = headers(NEW, BODY);
        headers.merge("webhook-signature", " v1,x".repeat(2_000), String::concat);
        // when
        Optional<List<GatewayEvent>> events = webhooks.read(request(headers, BODY));
        // then
        assertThat(events).isEmpty();
    }

    @Test
    void aDisputeThatIsNoWholeUuidIsNobodys() {
        for (String dispute : List.of("1-1-1-1-1", "no uuid", "")) {
            // when
            Optional<List<GatewayEvent>> events = webhooks.read(signed(NEW, BODY.replace(DISPUTE, dispute)));
            // then
            GatewayEvent event = events.orElseThrow().get(0);
            assertThat(event.disputeId()).as(dispute).isEmpty();
            assertThat(event.authorizationId()).as(dispute).contains(new AuthorizationId("auth_1"));
        }
    }

    @Test
    void aTimeThatIsNoTimeIsRefused() {
        for (String time : List.of("", "now", "-1", "+1", "01", "99999999999999999999", "1.5")) {
            // given
            Map<String, String> headers = headers(NEW, BODY);
            headers.put("webhook-timestamp", time);
            // when
            Optional<List<GatewayEvent>> events = webhooks.read(request(headers, BODY));
            // then
            assertThat(events).as(time).isEmpty();
        }
    }

    @Test
    void fiveMinutesEitherWayAreTakenAndNoMore() {
        for (Duration off : List.of(Duration.ofMinutes(5), Duration.ofMinutes(-5))) {
            // given
            WebhookRequest request = signed(NEW, BODY, now.plus(off));
            WebhookRequest further = signed(NEW, BODY, now.plus(off).plusSeconds(off.isNegative() ? -1 : 1));
            // when
            List<Boolean> taken = List.of(
                    webhooks.read(request).isPresent(), webhooks.read(further).isPresent());
            // then
            assertThat(taken).as(off.toString()).containsExactly(true, false);
        }
    }

    @Test
    void anAuthenticOneThatIsNotUnderstoodTellsNothing() {
        List<String> bodies = List.of(
                "",
                "hello",
                "[]",
                "{}",
                "{\"type\":\"authorization.updated\"}",
                "{\"type\":\"authorization.updated\",\"data\":7}",
                "{\"type\":\"authorization.updated\",\"data\":{\"status\":\"authorized\"}}",
                "{\"type\":7,\"data\":{\"id\":\"auth_1\"}}",
                BODY.replace("authorization.updated", "customer.updated"));
        for (String body : bodies) {
            // when
            Optional<List<GatewayEvent>> events = webhooks.read(signed(NEW, body));
            // then
            assertThat(events).as(body).contains(List.of());
        }
    }

    @Test
    void anAuthorizationInAStrangeStateIsStillNamed() {
        // when
        Optional<List<GatewayEvent>> events = webhooks.read(signed(NEW, BODY.replace("captured\"", "frozen\"")));
        // then
        GatewayEvent event = events.orElseThrow().get(0);
        assertThat(event.authorizationId()).contains(new AuthorizationId("auth_1"));
        assertThat(event.view()).isEmpty();
    }

    @Test
    void aCardNumberIsNoIdAndTheNewsIsOfTheDispute() {
        // when
        Optional<List<GatewayEvent>> events = webhooks.read(signed(NEW, BODY.replace("auth_1", "4111111111111111")));
        // then
        assertThat(events)
                .contains(List.of(new GatewayEvent(
                        "msg_1",
                        "authorization.updated",
                        Optional.of(new DisputeId(UUID.fromString(DISPUTE))),
                        Optional.empty(),
                        Optional.empty())));
    }

    @Test
    void bytesThatAreNoTextAreRefused() {
        // given
        WebhookRequest text = signed(NEW, "\uFFFD");
        WebhookRequest bytes = new WebhookRequest(text.header(), new byte[] {(byte) 0xFF});
        // when
        Optional<List<GatewayEvent>> events = webhooks.read(bytes);
        // then
        assertThat(events).isEmpty();
    }

    private WebhookRequest signed(String secret, String body) {
        return request(headers(secret, body), body);
    }

    private static WebhookRequest signed(String secret, String body, Instant at) {
        return request(headers(secret, body, at), body);
    }

    private Map<String, String> headers(String secret, String body) {
        return headers(secret, body, now);
    }

    private static Map<String, String> headers(String secret, String body, Instant at) {
        try {
            Map<String, String> headers = new HashMap<>();
            headers.put("webhook-id", "msg_1");
            headers.put("webhook-timestamp", Long.toString(at.getEpochSecond()));
            headers.put("webhook-signature", new Webhook(secret).sign("msg_1", at.getEpochSecond(), body));
            return headers;
        } catch (com.standardwebhooks.exceptions.WebhookSigningException e) {
            throw new AssertionError(e);
        }
    }

    private static WebhookRequest request(Map<String, String> headers, String body) {
        return new WebhookRequest(
                name -> Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT))),
                body.getBytes(StandardCharsets.UTF_8));
    }
}
