package io.holdfast.gateway.adyen;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.TokenFingerprint;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.AuthorizationView.Status;
import io.holdfast.gateway.GatewayEvent;
import io.holdfast.gateway.GatewayWebhooks;
import io.holdfast.gateway.SettableClock;
import io.holdfast.gateway.TokenNews;
import io.holdfast.gateway.WebhookRequest;
import io.holdfast.gateway.wire.WireJson;
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

/** The other side is the vendor's own SDK: it makes the signatures. */
class AdyenWebhooksTest {

    private static final String DISPUTE = "018f3c2e-7a5b-7c1d-9e2f-1a2b3c4d5e6f";
    private static final String PAYMENT = "NC6HT9CRT65ZGN82";
    private static final String CHANGE = "QFQTPCQ8HXSKGK82";
    private static final String OLD = "0f0e0d0c0b0a09080706050403020100ffeeddccbbaa99887766554433221100";

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-22T10:00:00Z"));
    private final AdyenWebhooks webhooks = new AdyenWebhooks(
            () -> List.of(HmacKey.ofHex(AdyenNews.KEY), HmacKey.ofHex(OLD)), new HoldLife(Duration.ofDays(7), clock));

    @Test
    void anAuthenticOneTellsItsNews() {
        // when
        Optional<List<GatewayEvent>> events = webhooks.read(batch(signed(authorisation(true))));
        // then
        DisputeId dispute = new DisputeId(UUID.fromString(DISPUTE));
        AuthorizationId authorization = new AuthorizationId(PAYMENT);
        assertThat(events)
                .contains(List.of(new GatewayEvent(
                        PAYMENT + ":AUTHORISATION:true",
                        "AUTHORISATION",
                        Optional.of(dispute),
                        Optional.of(authorization),
                        Optional.of(DISPUTE),
                        Optional.of(new AuthorizationView(
                                authorization,
                                Status.AUTHORIZED,
                                Optional.of(Money.of("49.99", "USD")),
                                Optional.empty(),
                                Optional.empty(),
                                false,
                                Instant.parse("2026-11-29T09:00:00Z"),
                                Optional.of(dispute))),
                        Optional.empty())));
    }

    @Test
    void aCaptureIsOldOnceItsFailureHasCome() {
        // given
        ObjectNode capture = AdyenNews.change(DISPUTE + ":capture:1", "M", PAYMENT, "CAPTURE", "true");
        ObjectNode again = AdyenNews.change(DISPUTE + ":capture:1", "M", PAYMENT, "CAPTURE", "true");
        again.put("reason", "recaptured");
        ObjectNode failed = AdyenNews.change(DISPUTE + ":capture:1", "M", PAYMENT, "CAPTURE_FAILED", "true");
        // when
        GatewayEvent told = only(capture);
        // then
        assertThat(told.reference()).contains(DISPUTE + ":capture:1");
        assertThat(AdyenWebhooks.overtakenBy(told)).contains(only(failed).id());
        assertThat(AdyenWebhooks.overtakenBy(only(again))).isEmpty();
    }

    @Test
    void aPaymentIsKnownByTheNewsOfItsYes() {
        // given
        GatewayEvent placed = only(authorisation(true));
        // when
        String name = AdyenWebhooks.placedBy(placed.authorizationId().orElseThrow());
        // then
        assertThat(name).isEqualTo(placed.id());
    }

    @Test
    void aFailureIsOldOnceTheCaptureWasDoneAgain() {
        // given
        ObjectNode again = AdyenNews.change(DISPUTE + ":capture:1", "M", PAYMENT, "CAPTURE", "true");
        again.put("reason", "recaptured");
        for (String success : List.of("true", "false")) {
            ObjectNode failed = AdyenNews.change(DISPUTE + ":capture:1", "M", PAYMENT, "CAPTURE_FAILED", success);
            // when
            GatewayEvent told = only(failed);
            // then
            assertThat(AdyenWebhooks.overtakenBy(told))
                    .as(success)
                    .containsExactly(only(again).id());
        }
    }

    @Test
    void whatWasToBeCancelledOrRefundedIsAnEndIfItWasCancelled() {
        for (String action : List.of("cancel", "refund")) {
            // given
            ObjectNode item = signed(change("CANCEL_OR_REFUND", "true"));
            ((ObjectNode) item.get("additionalData")).put("modification.action", action);
            // when
            List<GatewayEvent> events = webhooks.read(batch(item)).orElseThrow();
            // then
            assertThat(events)
                    .extracting(it -> it.view().orElseThrow().status())
                    .isEqualTo(action.equals("cancel") ? List.of(Status.VOIDED) : List.of());
        }
    }

    @Test
    void aPaymentThatNobodyCompletedIsANo() {
        // given
        ObjectNode item = authorisation(true).put("eventCode", "OFFER_CLOSED");
        // when
        GatewayEvent event = only(item);
        // then
        assertThat(event.authorizationId()).contains(new AuthorizationId(PAYMENT));
        assertThat(event.view().orElseThrow().status()).isEqualTo(Status.DECLINED);
    }

    @Test
    void aReferenceOfOursIsKnownInWhateverCaseItComes() {
        // given
        String shouted = DISPUTE.toUpperCase(Locale.ROOT) + ":CAPTURE:1";
        // then
        assertThat(only(AdyenNews.change(shouted, "M", PAYMENT, "CAPTURE", "true"))
                        .reference())
                .contains(DISPUTE + ":capture:1");
        assertThat(only(AdyenNews.change("By Hand", "M", PAYMENT, "CAPTURE", "true"))
                        .reference())
                .contains("By Hand");
    }

    @Test
    void aReferenceThatIsNotOursIsAnotherNameHoweverLongOrOdd() {
        for (String reference : List.of("7".repeat(300), "order\u00007", "order\n7")) {
            // when
            GatewayEvent event = only(AdyenNews.change(reference, "M", PAYMENT, "CAPTURE", "true"));
            // then
            assertThat(event.reference())
                    .hasValueSatisfying(name -> assertThat(name)
                            .hasSizeLessThanOrEqualTo(255)
                            .doesNotContainPattern("\\p{Cntrl}")
                            .startsWith(reference.substring(0, 5)));
        }
    }

    private GatewayEvent only(ObjectNode item) {
        return webhooks.read(batch(signed(item))).orElseThrow().get(0);
    }

    @Test
    void theExampleOfTheVendorIsAuthentic() {
        // given
        ObjectNode item = WireJson.object()
                .put("pspReference", "7914073381342284")
                .put("merchantAccountCode", "TestMerchant")
                .put("merchantReference", "TestPayment-1407325143704")
                .put("eventCode", "AUTHORISATION")
                .put("success", "true");
        item.putObject("amount").put("value", 1130).put("currency", "EUR");
        item.putObject("additionalData").put("hmacSignature", "coqCmt/IZ4E3CzPvMY8zTjQVL5hYJUiBRg8UU+iCWo0=");
        // when
        Optional<List<GatewayEvent>> events = webhooks.read(batch(item));
        // then
        assertThat(events.orElseThrow())
                .singleElement()
                .satisfies(event -> assertThat(event.disputeId()).isEmpty());
    }

    @Test
    void everyKindOfNewsSaysWhatBecameOfThePayment() {
        Map<String, Status> kinds = new HashMap<>();
        kinds.put("CAPTURE:true", Status.CAPTURED);
        kinds.put("CAPTURE:false", Status.CAPTURE_REFUSED);
        kinds.put("CAPTURE_FAILED:true", Status.CAPTURE_FAILED);
        kinds.put("CANCELLATION:true", Status.VOIDED);
        kinds.put("CANCELLATION:false", Status.VOID_REFUSED);
        kinds.put("TECHNICAL_CANCEL:true", Status.VOIDED);
        kinds.put("EXPIRE:true", Status.EXPIRED);
        kinds.forEach((kind, status) -> {
            // given
            String[] parts = kind.split(":");
            // when
            GatewayEvent event = only(webhooks.read(batch(signed(change(parts[0], parts[1])))));
            // then
            assertThat(event.id()).isEqualTo(CHANGE + ":" + kind);
            assertThat(event.authorizationId()).contains(new AuthorizationId(PAYMENT));
            assertThat(event.disputeId()).contains(new DisputeId(UUID.fromString(DISPUTE)));
            assertThat(event.view().orElseThrow().status()).as(kind).isEqualTo(status);
            assertThat(event.view().orElseThrow().id()).isEqualTo(new AuthorizationId(PAYMENT));
        });
    }

    @Test
    void aCaptureTellsHowMuch() {
        // when
        GatewayEvent event = only(webhooks.read(batch(signed(change("CAPTURE", "true")))));
        // then
        assertThat(event.view().orElseThrow().captured()).contains(Money.of("20.00", "USD"));
        assertThat(event.view().orElseThrow().amount()).isEmpty();
    }

    @Test
    void aCaptureThatAdyenTriedAgainByItselfIsOtherNews() {
        // given
        ObjectNode item = change("CAPTURE", "true").put("reason", "Transaction Recaptured");
        // when
        GatewayEvent event = only(webhooks.read(batch(signed(item))));
        // then
        assertThat(event.id()).isEqualTo(CHANGE + ":CAPTURE:true:recaptured");
    }

    @Test
    void aCaptureWithAnotherRemarkIsNoOtherNews() {
        // given
        ObjectNode item = change("CAPTURE", "true").put("reason", "Approved");
        // when
        GatewayEvent event = only(webhooks.read(batch(signed(item))));
        // then
        assertThat(event.id()).isEqualTo(CHANGE + ":CAPTURE:true");
    }

    @Test
    void aDeclineSaysWhy() {
        Map<String, String> codes = Map.of(
                "Refused", "card_declined",
                "Expired Card", "expired_card",
                "Not enough balance", "insufficient_funds",
                "FRAUD", "fraud_suspected",
                "something else", "card_declined");
        codes.forEach((reason, failureCode) -> {
            // when
            GatewayEvent event =
                    only(webhooks.read(batch(signed(authorisation(false).put("reason", reason)))));
            // then
            AuthorizationView view = event.view().orElseThrow();
            assertThat(view.status()).isEqualTo(Status.DECLINED);
            assertThat(view.failureCode()).as(reason).contains(failureCode);
        });
    }

    @Test
    void aValueMayBeText() {
        // given
        ObjectNode item = authorisation(true);
        item.putObject("amount").put("value", "4999").put("currency", "USD");
        // when
        GatewayEvent event = only(webhooks.read(batch(signed(item))));
        // then
        assertThat(event.view().orElseThrow().echoes(Money.of("49.99", "USD"))).isTrue();
    }

    @Test
    void colonsAndBackslashesAreSignedAsTheyAre() {
        // given
        ObjectNode item = change("CAPTURE", "true").put("merchantReference", DISPUTE + ":capture:1\\:é");
        // when
        GatewayEvent event = only(webhooks.read(batch(signed(item))));
        // then
        assertThat(event.disputeId()).contains(new DisputeId(UUID.fromString(DISPUTE)));
    }

    @Test
    void theOldKeyIsTakenDuringRotation() {
        // when
        Optional<List<GatewayEvent>> events = webhooks.read(batch(AdyenNews.signed(authorisation(true), OLD)));
        // then
        assertThat(events.orElseThrow()).hasSize(1);
    }

    @Test
    void anotherKeyIsRefused() {
        // when
        Optional<List<GatewayEvent>> events =
                webhooks.read(batch(AdyenNews.signed(authorisation(true), "00".repeat(32))));
        // then
        assertThat(events).isEmpty();
    }

    @Test
    void aRefusalHasItsReason() {
        assertThat(webhooks.refusalOf(batch(authorisation(true)))).isEqualTo(GatewayWebhooks.Refusal.NO_SIGNATURE);
        assertThat(webhooks.refusalOf(request(Map.of(), "{}"))).isEqualTo(GatewayWebhooks.Refusal.NO_SIGNATURE);
        assertThat(webhooks.refusalOf(request(Map.of(), "no JSON"))).isEqualTo(GatewayWebhooks.Refusal.MALFORMED);
        assertThat(webhooks.refusalOf(batch(AdyenNews.signed(authorisation(true), "00".repeat(32)))))
                .isEqualTo(GatewayWebhooks.Refusal.WRONG_SIGNATURE);
    }

    @Test
    void anyChangeOfWhatIsSignedIsRefused() {
        Map<String, String> changes = Map.of(
                "pspReference", "XXXXXXXXXXXXXXXX",
                "originalReference", "XXXXXXXXXXXXXXXX",
                "merchantAccountCode", "Another",
                "merchantReference", DISPUTE + ":capture:2",
                "eventCode", "CANCELLATION",
                "success", "false");
        changes.forEach((field, value) -> {
            // given
            ObjectNode item = signed(change("CAPTURE", "true")).put(field, value);
            // when
            Optional<List<GatewayEvent>> events = webhooks.read(batch(item));
            // then
            assertThat(events).as(field).isEmpty();
        });
    }

    @Test
    void aChangedAmountIsRefused() {
        for (String field : List.of("value", "currency")) {
            // given
            ObjectNode item = signed(change("CAPTURE", "true"));
            ((ObjectNode) item.get("amount")).put(field, field.equals("value") ? "2001" : "EUR");
            // when
            Optional<List<GatewayEvent>> events = webhooks.read(batch(item));
            // then
            assertThat(events).as(field).isEmpty();
        }
    }

    @Test
    void oneForgedItemMakesTheWholeBatchUnbelievable() {
        // given
        ObjectNode forged = signed(change("CAPTURE", "true")).put("pspReference", "XXXXXXXXXXXXXXXX");
        // when
        Optional<List<GatewayEvent>> first = webhooks.read(batch(forged, signed(authorisation(true))));
        Optional<List<GatewayEvent>> last = webhooks.read(batch(signed(authorisation(true)), forged));
        // then
        assertThat(first).isEmpty();
        assertThat(last).isEmpty();
    }

    @Test
    void aBatchOfAuthenticItemsIsTakenInItsOrder() {
        // when
        Optional<List<GatewayEvent>> events = webhooks.read(batch(
                signed(authorisation(true)),
                signed(change("REPORT_AVAILABLE", "true")),
                signed(change("CAPTURE", "true"))));
        // then
        assertThat(events.orElseThrow()).map(GatewayEvent::type).containsExactly("AUTHORISATION", "CAPTURE");
    }

    @Test
    void whatIsSignedByNobodyIsRefused() {
        ObjectNode unsigned = authorisation(true);
        ObjectNode emptySignature = authorisation(true);
        emptySignature.putObject("additionalData").put("hmacSignature", "");
        List<WebhookRequest> requests = List.of(
                batch(),
                batch(unsigned),
                batch(emptySignature),
                request(Map.of(), "{\"notificationItems\":\"none\"}"),
                request(Map.of(), "{\"notificationItems\":[null]}"),
                request(Map.of(), "{}"),
                request(Map.of(), "[]"),
                request(Map.of(), ""),
                request(Map.of("HmacSignature", ""), "{}"));
        for (WebhookRequest request : requests) {
            // when
            Optional<List<GatewayEvent>> events = webhooks.read(request);
            // then
            assertThat(events).isEmpty();
        }
    }

    @Test
    void authenticNewsOfNoInterestTellsNothing() {
        for (String kind : List.of(
                "REFUND:true",
                "CANCEL_OR_REFUND:true",
                "OFFER_CLOSED:false",
                "TECHNICAL_CANCEL:false",
                "EXPIRE:false",
                "CAPTURE:maybe")) {
            // given
            String[] parts = kind.split(":");
            // when
            Optional<List<GatewayEvent>> events =
                    webhooks.read(batch(AdyenNews.signedAsText(change(parts[0], parts[1]))));
            // then
            assertThat(events).as(kind).contains(List.of());
        }
    }

    @Test
    void authenticNewsThatCannotBeNamedOrKeptTellsNothing() {
        // given
        ObjectNode ofNothing = change("CAPTURE", "true");
        ofNothing.remove("originalReference");
        List<ObjectNode> items = List.of(
                ofNothing,
                change("CAPTURE", "true").put("pspReference", "P".repeat(151)),
                change("CAPTURE", "true").put("pspReference", "no/path"),
                authorisation(true).put("eventCode", "authorisation"));
        for (ObjectNode item : items) {
            // when
            Optional<List<GatewayEvent>> events = webhooks.read(batch(signed(item)));
            // then
            assertThat(events).as(item.toString()).contains(List.of());
        }
    }

    @Test
    void namesAreKeptAsFarAsTheyFit() {
        // given
        String longest = "P".repeat(150);
        String reference = "r".repeat(255);
        ObjectNode fits = change("CAPTURE", "true").put("pspReference", longest).put("merchantReference", reference);
        ObjectNode tooLong = change("CAPTURE", "true").put("merchantReference", reference + "r");
        // when
        GatewayEvent kept = only(webhooks.read(batch(signed(fits))));
        GatewayEvent left = only(webhooks.read(batch(signed(tooLong))));
        // then
        assertThat(kept.id()).isEqualTo(longest + ":CAPTURE:true");
        assertThat(kept.reference()).contains(reference);
        assertThat(left.reference()).contains(reference);
        assertThat(left.authorizationId()).contains(new AuthorizationId(PAYMENT));
    }

    @Test
    void aLapseMayCarryThePaymentsNameOnly() {
        // given
        ObjectNode item = change("EXPIRE", "true").put("pspReference", PAYMENT);
        item.remove("originalReference");
        // when
        GatewayEvent event = only(webhooks.read(batch(signed(item))));
        // then
        assertThat(event.authorizationId()).contains(new AuthorizationId(PAYMENT));
    }

    @Test
    void anUnbelievableDateIsNow() {
        for (String date :
                List.of("yesterday", "2036-01-01T00:00:00+01:00", "0001-01-01T00:00:00Z", "-999999-01-01T00:00:00Z")) {
            // when
            GatewayEvent event =
                    only(webhooks.read(batch(signed(authorisation(true).put("eventDate", date)))));
            // then
            assertThat(event.view().orElseThrow().expiresAt()).isEqualTo(Instant.parse("2026-11-29T10:00:00Z"));
        }
    }

    @Test
    void aTokenWebhookIsSignedAsAWhole() {
        // given
        String body = "{\"createdAt\":\"2026-11-22T10:00:00Z\",\"data\":{\"merchantAccount\":\"HoldfastECOM\","
                + "\"shopperReference\":\"ACC-1001\",\"storedPaymentMethodId\":\"8415736344108917\"},"
                + "\"environment\":\"test\",\"eventId\":\"QBQQ9DLNRHHKGK38\",\"type\":\"recurring.token.disabled\"}";
        String signature = AdyenNews.signature(body, OLD);
        // when
        Optional<List<GatewayEvent>> authentic = webhooks.read(request(Map.of("HmacSignature", signature), body));
        Optional<List<GatewayEvent>> forged =
                webhooks.read(request(Map.of("HmacSignature", signature), body.replace("disabled", "updated")));
        // then
        assertThat(authentic.orElseThrow()).singleElement().satisfies(event -> {
            assertThat(event.id()).isEqualTo("QBQQ9DLNRHHKGK38:recurring.token.disabled");
            assertThat(event.token())
                    .contains(
                            new TokenNews(TokenFingerprint.of("adyen", "8415736344108917"), TokenNews.Change.DISABLED));
            assertThat(event.toString()).doesNotContain("8415736344108917");
        });
        assertThat(forged).isEmpty();
    }

    @Test
    void aTokenThatWasBroughtUpToDateIsNewsAndOtherTokenWebhooksAreTakenAndTellNothing() {
        // given
        String body = "{\"data\":{\"storedPaymentMethodId\":\"M5N7TQ4TG5PFWR50\"},\"eventId\":\"QBQQ9DLNRHHKGK39\","
                + "\"type\":\"recurring.token.updated\"}";
        String created = body.replace("updated", "created");
        // when
        Optional<List<GatewayEvent>> updated =
                webhooks.read(request(Map.of("HmacSignature", AdyenNews.signature(body, OLD)), body));
        Optional<List<GatewayEvent>> other =
                webhooks.read(request(Map.of("HmacSignature", AdyenNews.signature(created, OLD)), created));
        // then
        assertThat(updated.orElseThrow())
                .singleElement()
                .satisfies(event ->
                        assertThat(event.token().orElseThrow().change()).isEqualTo(TokenNews.Change.UPDATED));
        assertThat(other).contains(List.of());
    }

    @Test
    void aTokenWebhookWithoutATokenOrAnEventThatCanBeNamedIsTakenAndTellsNothing() {
        // given
        String body = "{\"data\":{\"storedPaymentMethodId\":\"M5N7TQ4TG5PFWR50\"},\"eventId\":\"QBQQ9DLNRHHKGK39\","
                + "\"type\":\"recurring.token.disabled\"}";
        List<String> bodies = List.of(
                body.replace("storedPaymentMethodId", "another"),
                body.replace("eventId", "another"),
                body.replace("QBQQ9DLNRHHKGK39", "Q".repeat(151)),
                body.replace("QBQQ9DLNRHHKGK39", "no/path"));
        for (String each : bodies) {
            // when
            Optional<List<GatewayEvent>> events =
                    webhooks.read(request(Map.of("HmacSignature", AdyenNews.signature(each, OLD)), each));
            // then
            assertThat(events).as(each).contains(List.of());
        }
    }

    @Test
    void aHeaderDoesNotMakeABatchAuthentic() {
        // given
        String body = "{\"notificationItems\":[]}";
        // when
        Optional<List<GatewayEvent>> events =
                webhooks.read(request(Map.of("HmacSignature", AdyenNews.signature(body, AdyenNews.KEY)), body));
        // then
        assertThat(events).isEmpty();
    }

    @Test
    void theAnswerIsTheWordAdyenInsistsOn() {
        assertThat(webhooks.acknowledgement()).contains("[accepted]");
    }

    private static ObjectNode authorisation(boolean success) {
        return AdyenNews.authorisation(DISPUTE, PAYMENT, 4_999, success);
    }

    private static ObjectNode change(String eventCode, String success) {
        return AdyenNews.change(DISPUTE, CHANGE, PAYMENT, eventCode, success);
    }

    private static ObjectNode signed(ObjectNode item) {
        return AdyenNews.signed(item);
    }

    private static WebhookRequest batch(ObjectNode... items) {
        return request(Map.of(), AdyenNews.batch(items));
    }

    private static WebhookRequest request(Map<String, String> headers, String body) {
        return new WebhookRequest(
                name -> Optional.ofNullable(headers.get(name)), body.getBytes(StandardCharsets.UTF_8));
    }

    private static GatewayEvent only(Optional<List<GatewayEvent>> events) {
        assertThat(events).isPresent();
        assertThat(events.get()).hasSize(1);
        return events.get().get(0);
    }
}
