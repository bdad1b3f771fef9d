package io.holdfast.gateway.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.stripe.model.Charge;
import com.stripe.model.PaymentIntent;
import com.stripe.model.StripeError;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.AuthorizationView.Status;
import io.holdfast.gateway.SettableClock;
import io.holdfast.gateway.wire.WireJson;
import io.holdfast.money.Money;
import io.holdfast.testing.LogLines;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Intents as Stripe's own library writes them. */
class StripeIntentsTest {

    private static final Instant CREATED = Instant.parse("2026-11-22T10:00:00Z");
    private static final Instant CAPTURE_BEFORE = Instant.parse("2026-11-29T09:30:00Z");
    private static final DisputeId DISPUTE = new DisputeId(UUID.fromString("018f3c2e-7a5b-7c1d-9e2f-1a2b3c4d5e6f"));
    private static final Money AMOUNT = Money.of("49.99", "USD");

    private final SettableClock clock = new SettableClock(CREATED.plusSeconds(3));
    private final StripeIntents intents = new StripeIntents(clock);

    @Test
    void aLiveHoldTellsWhatAndUntilWhen() {
        // when
        AuthorizationView view = view("requires_capture", it -> it.setLatestChargeObject(heldCharge()));
        // then
        assertThat(view)
                .isEqualTo(new AuthorizationView(
                        new AuthorizationId("pi_1"),
                        Status.AUTHORIZED,
                        Optional.of(AMOUNT),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        CAPTURE_BEFORE,
                        Optional.of(DISPUTE),
                        Optional.of(CREATED)));
    }

    @Test
    void aLiveHoldTellsWhatSomebodyTookOfIt() {
        // when
        AuthorizationView view = view("requires_capture", it -> {
            it.setAmountReceived(1000L);
            it.setAmountCapturable(3999L);
        });
        // then
        assertThat(view.status()).isEqualTo(Status.AUTHORIZED);
        assertThat(view.amount()).contains(AMOUNT);
        assertThat(view.captured()).contains(Money.of("10.00", "USD"));
    }

    @Test
    void aLiveHoldTellsThatItIsCapturedWithoutBeingAsked() {
        // when
        AuthorizationView view = view("requires_capture", it -> it.setCaptureMethod("automatic_async"));
        // then
        assertThat(view.captured()).contains(Money.of("0.00", "USD"));
    }

    @ParameterizedTest
    @CsvSource({"4999, 2500", "4999, 5999", "5999, 4999", "4998, 4999", ", 4999"})
    void aHoldOfWhichAnotherAmountCanBeCapturedThanWasAskedForIsNoEchoOfEither(Long amount, Long capturable) {
        // when
        AuthorizationView view = view("requires_capture", it -> {
            it.setAmount(amount);
            it.setAmountReceived(0L);
            it.setAmountCapturable(capturable);
        });
        // then
        assertThat(view.status()).isEqualTo(Status.AUTHORIZED);
        assertThat(view.amount()).isEmpty();
        assertThat(view.captured()).isEmpty();
    }

    @Test
    void theLogNamesBothAmountsOfAHoldThatContradictsItself() {
        try (LogLines told = new LogLines(StripeIntents.class.getName())) {
            // when
            view("requires_capture", it -> {
                it.setAmountReceived(1000L);
                it.setAmountCapturable(1500L);
            });
            // then
            assertThat(told.lines())
                    .singleElement()
                    .satisfies(line -> assertThat(line)
                            .startsWith("WARN")
                            .contains(
                                    "pi_1",
                                    AMOUNT.toString(),
                                    Money.of("25.00", "USD").toString()));
        }
    }

    @Test
    void theLogSaysNothingOfAHoldThatDoesNot() {
        try (LogLines told = new LogLines(StripeIntents.class.getName())) {
            // when
            view("requires_capture", it -> {
                it.setAmountReceived(1000L);
                it.setAmountCapturable(3999L);
            });
            // then
            assertThat(told.lines()).isEmpty();
        }
    }

    @Test
    void aCancelledHoldOfWhichSomebodyTookMoneyIsCaptured() {
        // when
        AuthorizationView view = view("canceled", it -> {
            it.setCancellationReason("requested_by_customer");
            it.setAmountReceived(1000L);
        });
        // then
        assertThat(view.status()).isEqualTo(Status.CAPTURED);
        assertThat(view.captured()).contains(Money.of("10.00", "USD"));
    }

    @Test
    void aHoldThatDoesNotTellItsEndHasTheShortestLife() {
        // when
        AuthorizationView view = view("requires_capture", it -> it.setLatestCharge("ch_1"));
        // then
        assertThat(view.expiresAt()).isEqualTo(CREATED.plus(Duration.ofDays(4).plusHours(18)));
    }

    @Test
    void aHoldThatTellsNoTimeAtAllLivesFromNow() {
        // when
        AuthorizationView view = view("requires_capture", it -> it.setCreated(null));
        // then
        assertThat(view.expiresAt()).isEqualTo(clock.instant().plus(StripeIntents.SHORTEST_LIFE));
    }

    @Test
    void anEndThatCannotBeTrueIsNotBelieved() {
        // given
        Charge charge = heldCharge();
        charge.getPaymentMethodDetails().getCard().setCaptureBefore(99_999_999_999L);
        // when
        AuthorizationView view = view("requires_capture", it -> it.setLatestChargeObject(charge));
        // then
        assertThat(view.expiresAt()).isEqualTo(CREATED.plus(StripeIntents.SHORTEST_LIFE));
    }

    @Test
    void whatWasReceivedIsWhatWasCaptured() {
        // when
        AuthorizationView view = view("succeeded", it -> it.setAmountReceived(2000L));
        // then
        assertThat(view.status()).isEqualTo(Status.CAPTURED);
        assertThat(view.amount()).contains(AMOUNT);
        assertThat(view.captured()).contains(Money.of("20.00", "USD"));
    }

    @Test
    void aChargeTellsWhatWasCapturedIfTheIntentDoesNot() {
        // given
        Charge charge = heldCharge();
        charge.setAmountCaptured(2000L);
        // when
        AuthorizationView view = view("succeeded", it -> it.setLatestChargeObject(charge));
        // then
        assertThat(view.captured()).contains(Money.of("20.00", "USD"));
    }

    @Test
    void aHoldThatWasCancelledIsGivenBack() {
        for (String reason : List.of("requested_by_customer", "abandoned", "duplicate", "fraudulent")) {
            // when
            AuthorizationView view = view("canceled", it -> {
                it.setCancellationReason(reason);
                it.setLatestChargeObject(heldCharge());
            });
            // then
            assertThat(view.status()).as(reason).isEqualTo(Status.VOIDED);
        }
    }

    @Test
    void aCancelledHoldIsGivenBackWhetherItsChargeIsSentAlongOrNot() {
        // when
        AuthorizationView view = view("canceled", it -> it.setLatestCharge("ch_1"));
        // then
        assertThat(view.status()).isEqualTo(Status.VOIDED);
    }

    @Test
    void aHoldThatStripeCancelledLapsed() {
        for (String reason : List.of("automatic", "expired")) {
            // when
            AuthorizationView view = view("canceled", it -> {
                it.setCancellationReason(reason);
                it.setLatestChargeObject(heldCharge());
            });
            // then
            assertThat(view.status()).as(reason).isEqualTo(Status.EXPIRED);
        }
    }

    @Test
    void anIntentThatWasCancelledBeforeThereWasAChargeNeededTheCustomer() {
        // when
        AuthorizationView view = view("canceled", it -> {});
        // then
        assertThat(view.status()).isEqualTo(Status.DECLINED);
        assertThat(view.failureCode()).contains("authentication_required");
        assertThat(view.actionRequired()).isTrue();
    }

    @Test
    void anIntentThatWasCancelledAfterADeclineWasDeclined() {
        // when
        AuthorizationView view = view("canceled", it -> {
            it.setCancellationReason("automatic");
            it.setLastPaymentError(error("card_declined", "insufficient_funds"));
            it.setLatestChargeObject(failedCharge());
        });
        // then
        assertThat(view.status()).isEqualTo(Status.DECLINED);
        assertThat(view.failureCode()).contains("insufficient_funds");
    }

    @Test
    void anIntentThatStripeCancelledAfterADeclineThatLeftNoChargeDidNotLapse() {
        // when
        AuthorizationView view = view("canceled", it -> {
            it.setCancellationReason("automatic");
            it.setLastPaymentError(error("card_declined", "insufficient_funds"));
        });
        // then
        assertThat(view.status()).isEqualTo(Status.DECLINED);
        assertThat(view.failureCode()).contains("insufficient_funds");
    }

    @Test
    void aFailedChargeTellsWhyIfTheIntentDoesNot() {
        // when
        AuthorizationView view = view("canceled", it -> it.setLatestChargeObject(failedCharge()));
        // then
        assertThat(view.status()).isEqualTo(Status.DECLINED);
        assertThat(view.failureCode()).contains("expired_card");
    }

    @Test
    void aRefusedCardIsDeclinedWithItsReason() {
        // when
        AuthorizationView view = view(
                "requires_payment_method", it -> it.setLastPaymentError(error("card_declined", "insufficient_funds")));
        // then
        assertThat(view.status()).isEqualTo(Status.DECLINED);
        assertThat(view.failureCode()).contains("insufficient_funds");
        assertThat(view.actionRequired()).isFalse();
    }

    @Test
    void aCardThatWantsItsOwnerIsSaidSo() {
        // when
        AuthorizationView view = view(
                "requires_payment_method",
                it -> it.setLastPaymentError(error("authentication_required", "authentication_required")));
        // then
        assertThat(view.failureCode()).contains("authentication_required");
        assertThat(view.actionRequired()).isTrue();
    }

    @Test
    void anIntentThatIsJustBeingConfirmedIsPending() {
        for (String status : List.of("requires_payment_method", "requires_confirmation", "processing")) {
            // when
            AuthorizationView view = view(status, it -> {});
            // then
            assertThat(view.status()).as(status).isEqualTo(Status.PENDING);
        }
    }

    @Test
    void anIntentThatIsBeingConfirmedIsPendingThoughOurClockIsAheadOfStripes() {
        // given
        clock.advance(StripeIntents.LONGEST_CONFIRMATION.plusDays(1));
        for (Optional<Instant> at :
                List.of(Optional.<Instant>empty(), Optional.of(CREATED.plus(StripeIntents.LONGEST_CONFIRMATION)))) {
            // when
            AuthorizationView view = view("requires_confirmation", at);
            // then
            assertThat(view.status()).as("%s", at).isEqualTo(Status.PENDING);
        }
    }

    @Test
    void anIntentThatWasNeverConfirmedIsDeclinedAfterAWhile() {
        // given
        Optional<Instant> at =
                Optional.of(CREATED.plus(StripeIntents.LONGEST_CONFIRMATION).plusSeconds(1));
        for (String status : List.of("requires_payment_method", "requires_confirmation")) {
            // when
            AuthorizationView view = view(status, at);
            // then
            assertThat(view.status()).as(status).isEqualTo(Status.DECLINED);
            assertThat(view.failureCode()).as(status).contains("processing_error");
            assertThat(view.actionRequired()).as(status).isFalse();
        }
    }

    @Test
    void aSlowDecisionStaysPending() {
        // given
        clock.advance(Duration.ofDays(2));
        // when
        AuthorizationView view = view("processing", it -> {});
        // then
        assertThat(view.status()).isEqualTo(Status.PENDING);
    }

    @Test
    void oneThatWaitsForTheCustomerIsNeitherYesNorNo() {
        // when
        StripeIntent intent = intents.read(json(intent("requires_action"))).orElseThrow();
        // then
        assertThat(intent.waitsForCustomer()).isTrue();
        assertThat(intent.view().status()).isEqualTo(Status.PENDING);
    }

    @Test
    void whatIsNoIntentIsNotRead() {
        for (String text : List.of(
                "{}",
                "{\"id\":\"pi_1\"}",
                "{\"status\":\"requires_capture\"}",
                "{\"id\":\"..\",\"status\":\"requires_capture\"}",
                "{\"id\":\"pi/1\",\"status\":\"requires_capture\"}",
                "{\"id\":7,\"status\":\"requires_capture\"}",
                "{\"id\":\"pi_1\",\"status\":\"approved\"}",
                "{\"id\":\"pi_1\",\"status\":7}")) {
            // when
            Optional<StripeIntent> read = intents.read(WireJson.readObject(text).orElseThrow());
            // then
            assertThat(read).as(text).isEmpty();
        }
    }

    @Test
    void anAmountThatCannotBeReadEchoesNothing() {
        // when
        AuthorizationView view = view("requires_capture", it -> it.setCurrency("zzz"));
        // then
        assertThat(view.echoes(AMOUNT)).isFalse();
    }

    @Test
    void aDisputeThatIsNoUuidIsNobodys() {
        // when
        AuthorizationView view = view("requires_capture", it -> it.setMetadata(Map.of("dispute_id", "1-2-3-4-5")));
        // then
        assertThat(view.disputeId()).isEmpty();
    }

    private AuthorizationView view(String status, Optional<Instant> at) {
        return intents.read(json(intent(status)), at).orElseThrow().view();
    }

    private AuthorizationView view(String status, Consumer<PaymentIntent> more) {
        PaymentIntent intent = intent(status);
        more.accept(intent);
        return intents.read(json(intent)).orElseThrow().view();
    }

    static PaymentIntent intent(String status) {
        PaymentIntent intent = new PaymentIntent();
        intent.setId("pi_1");
        intent.setObject("payment_intent");
        intent.setStatus(status);
        intent.setAmount(4999L);
        intent.setCurrency("usd");
        intent.setCaptureMethod("manual");
        intent.setCreated(CREATED.getEpochSecond());
        intent.setMetadata(Map.of("dispute_id", DISPUTE.toString()));
        return intent;
    }

    private static Charge heldCharge() {
        Charge charge = charge("succeeded");
        Charge.PaymentMethodDetails.Card card = new Charge.PaymentMethodDetails.Card();
        card.setCaptureBefore(CAPTURE_BEFORE.getEpochSecond());
        Charge.PaymentMethodDetails details = new Charge.PaymentMethodDetails();
        details.setCard(card);
        charge.setPaymentMethodDetails(details);
        return charge;
    }

    private static Charge failedCharge() {
        Charge charge = charge("failed");
        charge.setFailureCode("card_declined");
        Charge.Outcome outcome = new Charge.Outcome();
        outcome.setReason("expired_card");
        charge.setOutcome(outcome);
        return charge;
    }

    private static Charge charge(String status) {
        Charge charge = new Charge();
        charge.setId("ch_1");
        charge.setStatus(status);
        return charge;
    }

    private static StripeError error(String code, String declineCode) {
        StripeError error = new StripeError();
        error.setType("card_error");
        error.setCode(code);
        error.setDeclineCode(declineCode);
        return error;
    }

    private static JsonNode json(PaymentIntent intent) {
        return WireJson.readObject(intent.toJson()).orElseThrow();
    }
}
