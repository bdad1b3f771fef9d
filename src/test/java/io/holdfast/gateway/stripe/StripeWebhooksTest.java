package io.holdfast.gateway.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.exception.SignatureVerificationException;
import com.stripe.net.Webhook;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.TokenFingerprint;
import io.holdfast.gateway.AuthorizationView.Status;
import io.holdfast.gateway.GatewayEvent;
import io.holdfast.gateway.GatewayWebhooks;
import io.holdfast.gateway.SettableClock;
import io.holdfast.gateway.TokenNews;
import io.holdfast.gateway.WebhookRequest;
import io.holdfast.money.Money;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** Webhooks as Stripe's own library signs them. */
class StripeWebhooksTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final String SECRET = "whsec_5WbX5kEWLlfzsGNjH64I8lOOqUB6e8FH";
    private static final String NEXT_SECRET = "whsec_the_next_one";
    private static final DisputeId DISPUTE = new DisputeId(UUID.fromString("018f3c2e-7a5b-7c1d-9e2f-1a2b3c4d5e6f"));
    private static final String BODY = event("payment_intent.amount_capturable_updated", intent("requires_capture"));

    private final SettableClock clock = new SettableClock(NOW);
    private final StripeWebhooks webhooks = webhooks(List.of(SECRET, NEXT_SECRET));

    @Test
    void whatTheLibrarySignsIsTaken() {
        // when
        Optional<List<GatewayEvent>> events = read(signed(BODY, SECRET, NOW), BODY);
        // then
        assertThat(events).isPresent();
        GatewayEvent event = events.get().get(0);
        assertThat(event.id()).isEqualTo("evt_1");
        assertThat(event.type()).isEqualTo("payment_intent.amount_capturable_updated");
        assertThat(event.disputeId()).contains(DISPUTE);
        assertThat(event.authorizationId()).contains(new AuthorizationId("pi_1"));
        assertThat(event.view().orElseThrow().status()).isEqualTo(Status.AUTHORIZED);
        assertThat(event.view().orElseThrow().echoes(Money.of("49.99", "USD"))).isTrue();
    }

    @Test
    void whatIsTakenHereTheLibraryTakesToo() throws SignatureVerificationException {
        // given
        String header = signed(BODY, SECRET, NOW);
        // when
        com.stripe.model.Event theirs = Webhook.constructEvent(BODY, header, SECRET, 300, clock);
        // then
        assertThat(read(header, BODY).orElseThrow().get(0).id()).isEqualTo(theirs.getId());
    }

    @Test
    void eitherSecretWillDoWhileTheyAreChanged() {
        assertThat(read(signed(BODY, NEXT_SECRET, NOW), BODY)).isPresent();
    }

    @Test
    void anyOfSeveralSignaturesWillDo() {
        // given
        String wrong = hmac(BODY, "whsec_of_somebody_else", NOW);
        String right = hmac(BODY, SECRET, NOW);
        // when
        Optional<List<GatewayEvent>> events =
                read("t=" + NOW.getEpochSecond() + ",v1=" + wrong + ",v1=" + right + ",v0=" + wrong, BODY);
        // then
        assertThat(events).isPresent();
    }

    @Test
    void anotherSecretIsRefused() {
        assertThat(read(signed(BODY, "whsec_of_somebody_else", NOW), BODY)).isEmpty();
    }

    @Test
    void aSecretWithoutItsPrefixIsAnotherOne() {
        assertThat(read(signed(BODY, SECRET.substring("whsec_".length()), NOW), BODY))
                .isEmpty();
    }

    @Test
    void anotherSchemeIsNoSignature() {
        // given
        String right = hmac(BODY, SECRET, NOW);
        // when
        List<String> headers = List.of(
                "t=" + NOW.getEpochSecond() + ",v0=" + right,
                "t=" + NOW.getEpochSecond() + ",v2=" + right,
                "t=" + NOW.getEpochSecond() + ",V1=" + right);
        // then
        assertThat(headers).allSatisfy(it -> assertThat(read(it, BODY)).isEmpty());
    }

    @Test
    void aChangedBodyIsRefused() {
        assertThat(read(signed(BODY, SECRET, NOW), BODY.replace("4999", "4998")))
                .isEmpty();
    }

    @Test
    void aChangedTimeIsRefused() {
        // given
        String header = signed(BODY, SECRET, NOW);
        // when
        String later = header.replace("t=" + NOW.getEpochSecond(), "t=" + (NOW.getEpochSecond() + 1));
        // then
        assertThat(read(later, BODY)).isEmpty();
    }

    @Test
    void fiveMinutesEitherWayAreAllowedAndNoMore() {
        assertThat(read(signed(BODY, SECRET, NOW.minusSeconds(300)), BODY)).isPresent();
        assertThat(read(signed(BODY, SECRET, NOW.plusSeconds(300)), BODY)).isPresent();
        assertThat(read(signed(BODY, SECRET, NOW.minusSeconds(301)), BODY)).isEmpty();
        assertThat(read(signed(BODY, SECRET, NOW.plusSeconds(301)), BODY)).isEmpty();
        assertThat(read(signed(BODY, SECRET, NOW.plus(Duration.ofDays(3_650))), BODY))
                .isEmpty();
    }

    @Test
    void aHeaderThatIsMalformedIsRefused() {
        // given
        String time = "t=" + NOW.getEpochSecond();
        String signature = "v1=" + hmac(BODY, SECRET, NOW);
        // when
        List<String> headers = List.of(
                "",
                " ",
                "t",
                time,
                signature,
                time + "," + signature + "," + time,
                time + "," + signature + ",nonsense",
                time + ";" + signature,
                "t=," + signature,
                "t=-1," + signature,
                "t=0" + NOW.getEpochSecond() + "," + signature,
                "t=" + NOW.getEpochSecond() + ".0," + signature,
                "t=99999999999999999999," + signature,
                "t=soon," + signature,
                time + ",v1=",
                time + "," + signature.toUpperCase(Locale.ROOT).replace("V1", "v1"),
                time + "," + signature.substring(0, signature.length() - 1),
                time + "," + signature + "0",
                time + "," + signature + ",v1=" + "0".repeat(9_000));
        // then
        assertThat(headers).allSatisfy(it -> assertThat(read(it, BODY)).as(it).isEmpty());
    }

    @Test
    void aMissingHeaderIsRefused() {
        assertThat(webhooks.read(new WebhookRequest(name -> Optional.empty(), bytes(BODY))))
                .isEmpty();
    }

    @Test
    void aRefusalHasItsReason() {
        assertThat(webhooks.refusalOf(new WebhookRequest(name -> Optional.empty(), bytes(BODY))))
                .isEqualTo(GatewayWebhooks.Refusal.NO_SIGNATURE);
        assertThat(refusal("t=soon,v1=00")).isEqualTo(GatewayWebhooks.Refusal.MALFORMED);
        assertThat(refusal(signed(BODY, SECRET, NOW.minusSeconds(301))))
                .isEqualTo(GatewayWebhooks.Refusal.OUTSIDE_WINDOW);
        assertThat(refusal(signed(BODY, "whsec_of_somebody_else", NOW)))
                .isEqualTo(GatewayWebhooks.Refusal.WRONG_SIGNATURE);
    }

    private GatewayWebhooks.Refusal refusal(String header) {
        return webhooks.refusalOf(new WebhookRequest(name -> Optional.of(header), bytes(BODY)));
    }

    @Test
    void everyPieceOfNewsAboutAnIntentIsTaken() {
        for (String type : List.of(
                "payment_intent.amount_capturable_updated",
                "payment_intent.succeeded",
                "payment_intent.canceled",
                "payment_intent.payment_failed",
                "payment_intent.requires_action",
                "payment_intent.processing")) {
            // given
            String body = event(type, intent("processing"));
            // when
            List<GatewayEvent> events = authentic(body);
            // then
            assertThat(events).as(type).hasSize(1);
            assertThat(events.get(0).type()).isEqualTo(type);
        }
    }

    @Test
    void newsAboutAChargeNamesItsIntent() {
        for (String type : List.of("charge.expired", "charge.captured")) {
            // given
            String body = event(
                    type,
                    "{\"id\":\"ch_1\",\"object\":\"charge\",\"payment_intent\":\"pi_1\",\"metadata\":{\"dispute_id\":\""
                            + DISPUTE + "\"}}");
            // when
            List<GatewayEvent> events = authentic(body);
            // then
            assertThat(events)
                    .containsExactly(new GatewayEvent(
                            "evt_1",
                            type,
                            Optional.of(DISPUTE),
                            Optional.of(new AuthorizationId("pi_1")),
                            Optional.empty()));
        }
    }

    @Test
    void newsOfACaptureOfAPartTellsTheAmount() {
        // given
        String intent = intent("succeeded").replace("\"amount\":4999", "\"amount\":4999,\"amount_received\":2000");
        // when
        List<GatewayEvent> events = authentic(event("payment_intent.succeeded", intent));
        // then
        assertThat(events.get(0).view().orElseThrow().captured()).contains(Money.of("20.00", "USD"));
    }

    @Test
    void anIntentThatCannotBeReadIsStillNamed() {
        // when
        List<GatewayEvent> events = authentic(event("payment_intent.succeeded", intent("something_new")));
        // then
        assertThat(events)
                .containsExactly(new GatewayEvent(
                        "evt_1",
                        "payment_intent.succeeded",
                        Optional.of(DISPUTE),
                        Optional.of(new AuthorizationId("pi_1")),
                        Optional.empty()));
    }

    @Test
    void aCardNumberNamesNoIntent() {
        for (String body : List.of(
                event("payment_intent.succeeded", intent("succeeded").replace("pi_1", "pi_4111111111111111")),
                event(
                        "charge.captured",
                        "{\"id\":\"ch_1\",\"payment_intent\":\"4111111111111111\",\"metadata\":{\"dispute_id\":\""
                                + DISPUTE + "\"}}"))) {
            // when
            List<GatewayEvent> events = authentic(body);
            // then
            assertThat(events).as(body).singleElement().satisfies(event -> {
                assertThat(event.disputeId()).contains(DISPUTE);
                assertThat(event.authorizationId()).isEmpty();
                assertThat(event.view()).isEmpty();
            });
        }
    }

    @Test
    void newsThatNamesNoDisputeIsOfItsIntent() {
        for (String body : List.of(
                event("charge.captured", "{\"id\":\"ch_1\",\"payment_intent\":\"pi_1\"}"),
                event("charge.captured", "{\"id\":\"ch_1\",\"payment_intent\":{\"id\":\"pi_1\"}}"))) {
            // when
            List<GatewayEvent> events = authentic(body);
            // then
            assertThat(events).as(body).singleElement().satisfies(event -> {
                assertThat(event.disputeId()).isEmpty();
                assertThat(event.authorizationId()).contains(new AuthorizationId("pi_1"));
            });
        }
    }

    @Test
    void anEventThatCannotBeNamedIsTakenAndTellsNothing() {
        // given
        String body = event("payment_intent.succeeded", intent("succeeded"));
        for (String id : List.of("", "evt 1", "e".repeat(256))) {
            String named = body.replace("\"evt_1\"", "\"" + id + "\"");
            // when
            List<GatewayEvent> events = authentic(named);
            // then
            assertThat(named).isNotEqualTo(body);
            assertThat(events).as(id).isEmpty();
        }
    }

    @Test
    void newsOfAPaymentMethodIsTakenWithoutItsName() {
        // given
        String updated =
                event("payment_method.automatically_updated", "{\"id\":\"pm_1\",\"object\":\"payment_method\"}");
        String detached = event("payment_method.detached", "{\"id\":\"pm_1\",\"object\":\"payment_method\"}");
        TokenFingerprint token = TokenFingerprint.of("stripe", "pm_1");
        // when
        List<GatewayEvent> events = Stream.of(updated, detached)
                .flatMap(body -> read(signed(body, SECRET, NOW), body).orElseThrow().stream())
                .toList();
        // then
        assertThat(events.stream().map(it -> it.token().orElseThrow()))
                .containsExactly(
                        new TokenNews(token, TokenNews.Change.UPDATED),
                        new TokenNews(token, TokenNews.Change.DISABLED));
    }

    @Test
    void authenticNewsOfNoInterestIsTakenAndTellsNothing() {
        for (String body : List.of(
                event("payment_method.attached", "{\"id\":\"pm_1\",\"object\":\"payment_method\"}"),
                event("customer.created", "{\"id\":\"cus_1\"}"),
                event("payment_intent.created", intent("requires_payment_method")),
                event("charge.expired", "{\"id\":\"ch_1\",\"payment_intent\":null}"),
                "{\"id\":\"evt_1\"}",
                "{\"type\":\"payment_intent.succeeded\",\"data\":{\"object\":" + intent("succeeded") + "}}",
                "[]",
                "not JSON",
                "")) {
            // when
            Optional<List<GatewayEvent>> events = read(signed(body, SECRET, NOW), body);
            // then
            assertThat(events).as(body).contains(List.of());
        }
    }

    private List<GatewayEvent> authentic(String body) {
        return read(signed(body, SECRET, NOW), body).orElseThrow();
    }

    private Optional<List<GatewayEvent>> read(String header, String body) {
        return webhooks.read(new WebhookRequest(
                name -> name.equalsIgnoreCase("stripe-signature") ? Optional.of(header) : Optional.empty(),
                bytes(body)));
    }

    private StripeWebhooks webhooks(List<String> secrets) {
        List<SecretKeySpec> keys = secrets.stream().map(StripeSignature::key).toList();
        return new StripeWebhooks(new StripeSignature(() -> keys, clock), new StripeIntents(clock));
    }

    private static String signed(String body, String secret, Instant at) {
        return "t=" + at.getEpochSecond() + ",v1=" + hmac(body, secret, at);
    }

    private static String hmac(String body, String secret, Instant at) {
        try {
            return Webhook.Util.computeHmacSha256(secret, at.getEpochSecond() + "." + body);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String event(String type, String object) {
        return "{\"id\":\"evt_1\",\"object\":\"event\",\"api_version\":\"" + StripeApi.VERSION + "\",\"type\":\"" + type
                + "\",\"data\":{\"object\":" + object + "}}";
    }

    private static String intent(String status) {
        return "{\"id\":\"pi_1\",\"object\":\"payment_intent\",\"status\":\"" + status
                + "\",\"amount\":4999,\"currency\":\"usd\",\"created\":" + NOW.getEpochSecond()
                + ",\"latest_charge\":\"ch_1\",\"metadata\":{\"dispute_id\":\"" + DISPUTE + "\"}}";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
