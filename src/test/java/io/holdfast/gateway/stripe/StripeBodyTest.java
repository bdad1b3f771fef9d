package io.holdfast.gateway.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.net.FormEncoder;
import com.stripe.param.PaymentIntentCancelParams;
import com.stripe.param.PaymentIntentCaptureParams;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.PaymentIntentCreateParams.CaptureMethod;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.OperationKind;
import io.holdfast.dispute.model.Terms;
import io.holdfast.gateway.Intent;
import io.holdfast.money.Money;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is sent is what Stripe's own library would send for the same wish, field for field. */
class StripeBodyTest {

    private static final DisputeId DISPUTE = new DisputeId(UUID.fromString("018f3c2e-7a5b-7c1d-9e2f-1a2b3c4d5e6f"));
    private static final Money AMOUNT = Money.of("49.99", "USD");

    @Test
    void anAuthorizationIsWrittenOut() {
        // when
        String body = StripeBody.of(intent(OperationKind.AUTHORIZE, AMOUNT, Optional.empty()));
        // then
        assertThat(body)
                .isEqualTo("amount=4999&currency=usd&payment_method=pm_card_visa&capture_method=manual&confirm=true"
                        + "&off_session=true&metadata[dispute_id]=" + DISPUTE + "&metadata[call_center_id]=CC-001"
                        + "&metadata[reason_code]=SERVICE_GUARANTEE_DISPUTE&expand[]=latest_charge");
    }

    @Test
    void anAuthorizationIsWhatTheLibraryWouldSend() {
        // given
        PaymentIntentCreateParams theirs = PaymentIntentCreateParams.builder()
                .setAmount(4999L)
                .setCurrency("usd")
                .setCustomer("cus_1")
                .setPaymentMethod("pm_card_visa")
                .setCaptureMethod(CaptureMethod.MANUAL)
                .setConfirm(true)
                .setOffSession(true)
                .putMetadata("dispute_id", DISPUTE.toString())
                .putMetadata("call_center_id", "CC-001")
                .putMetadata("reason_code", "SERVICE_GUARANTEE_DISPUTE")
                .addExpand("latest_charge")
                .build();
        // when
        String ours = StripeBody.of(intent(OperationKind.AUTHORIZE, AMOUNT, Optional.of("cus_1")));
        // then
        assertThat(fields(ours)).isEqualTo(fields(FormEncoder.createQueryString(theirs.toMap())));
    }

    @Test
    void aRenewalIsWrittenLikeTheFirstOne() {
        // when
        String renewal = StripeBody.of(intent(OperationKind.RENEW, AMOUNT, Optional.empty()));
        // then
        assertThat(renewal).isEqualTo(StripeBody.of(intent(OperationKind.AUTHORIZE, AMOUNT, Optional.empty())));
    }

    @Test
    void aCaptureIsWhatTheLibraryWouldSend() {
        // given
        PaymentIntentCaptureParams theirs =
                PaymentIntentCaptureParams.builder().setAmountToCapture(2000L).build();
        // when
        String ours = StripeBody.of(intent(OperationKind.CAPTURE, Money.of("20.00", "USD"), Optional.empty()));
        // then
        assertThat(fields(ours)).isEqualTo(fields(FormEncoder.createQueryString(theirs.toMap())));
    }

    @Test
    void aVoidSaysNothing() {
        // given
        PaymentIntentCancelParams theirs = PaymentIntentCancelParams.builder().build();
        // when
        String ours = StripeBody.of(intent(OperationKind.VOID, AMOUNT, Optional.empty()));
        // then
        assertThat(ours)
                .isEqualTo(FormEncoder.createQueryString(theirs.toMap()))
                .isEmpty();
    }

    @Test
    void whatCallersWroteCannotAddAField() {
        // given
        Terms terms = terms(AMOUNT, Optional.of("cus_1&capture_method=automatic"));
        Intent intent = new Intent(
                OperationKind.AUTHORIZE,
                DISPUTE,
                1,
                terms,
                Optional.empty(),
                Optional.of(AMOUNT),
                "pm=1&confirm=false");
        // when
        Map<String, String> fields = fields(StripeBody.of(intent));
        // then
        assertThat(fields)
                .containsEntry("customer", "cus_1&capture_method=automatic")
                .containsEntry("payment_method", "pm=1&confirm=false")
                .containsEntry("capture_method", "manual")
                .containsEntry("confirm", "true");
    }

    @Test
    void thePinnedVersionIsTheLibrarys() {
        assertThat(StripeApi.VERSION).isEqualTo(com.stripe.Stripe.API_VERSION);
    }

    @Test
    void thePageForOperatorsNamesNoOtherVersion() throws IOException {
        // given
        String page = Files.readString(Path.of("docs/gateways-stripe.md"));
        // when
        Stream<String> versions = Pattern.compile("\\d{4}-\\d\\d-\\d\\d\\.\\w+")
                .matcher(page)
                .results()
                .map(MatchResult::group);
        // then
        assertThat(versions).hasSize(2).containsOnly(StripeApi.VERSION);
    }

    /** Field by field; an array may be numbered or not. */
    private static Map<String, String> fields(String form) {
        return Arrays.stream(form.split("&"))
                .map(it -> it.split("=", 2))
                .collect(Collectors.toMap(
                        it -> decoded(it[0]).replaceAll("\\[\\d+]$", "[]"),
                        it -> decoded(it[1]),
                        (one, other) -> {
                            throw new AssertionError("a field came twice");
                        },
                        TreeMap::new));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static Intent intent(OperationKind kind, Money amount, Optional<String> customer) {
        Terms terms = terms(amount, customer);
        return new Intent(
                kind, DISPUTE, 1, terms, Optional.of(new AuthorizationId("pi_1")), Optional.of(amount), "pm_card_visa");
    }

    private static Terms terms(Money amount, Optional<String> customer) {
        return new Terms(
                "ACC-1001",
                amount,
                "stripe",
                "SERVICE_GUARANTEE_DISPUTE",
                "CC-001",
                Optional.empty(),
                Optional.empty(),
                customer,
                "test");
    }
}
