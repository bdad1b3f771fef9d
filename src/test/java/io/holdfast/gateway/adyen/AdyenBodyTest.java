package io.holdfast.gateway.adyen;

import static org.assertj.core.api.Assertions.assertThat;

import com.adyen.model.checkout.CardDetails;
import com.adyen.model.checkout.PaymentCancelRequest;
import com.adyen.model.checkout.PaymentCaptureRequest;
import com.adyen.model.checkout.PaymentRequest;
import io.holdfast.dispute.model.OperationKind;
import io.holdfast.dispute.model.Terms;
import io.holdfast.gateway.GatewayTestProfile;
import io.holdfast.gateway.Intent;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is sent, Adyen's own classes read as it was meant. */
@QuarkusTest
@TestProfile(GatewayTestProfile.class)
class AdyenBodyTest extends AdyenCase {

    @Test
    void theVendorsOwnClassesReadAPayment() throws IOException {
        // when
        PaymentRequest read = PaymentRequest.fromJson(gateway.compose(intent()));
        // then
        assertThat(read.getAmount().getValue()).isEqualTo(4_999L);
        assertThat(read.getAmount().getCurrency()).isEqualTo("USD");
        assertThat(read.getMerchantAccount()).isEqualTo("HoldfastECOM");
        assertThat(read.getReference()).isEqualTo(DISPUTE.toString());
        assertThat(read.getReturnUrl()).isEqualTo("https://example.com/return");
        assertThat(read.getShopperReference()).isEqualTo("ACC-1001");
        assertThat(read.getShopperInteraction()).isEqualTo(PaymentRequest.ShopperInteractionEnum.CONTAUTH);
        assertThat(read.getRecurringProcessingModel())
                .isEqualTo(PaymentRequest.RecurringProcessingModelEnum.UNSCHEDULEDCARDONFILE);
        assertThat(read.getAdditionalData()).isEqualTo(Map.of("authorisationType", "PreAuth", "manualCapture", "true"));
        assertThat(read.getMetadata()).containsEntry("dispute_id", DISPUTE.toString());
        CardDetails method = read.getPaymentMethod().getCardDetails();
        assertThat(method.getStoredPaymentMethodId()).isEqualTo("pm_card_visa");
        assertThat(read.getCaptureDelayHours()).isNull();
    }

    @Test
    void theVendorsOwnClassesReadModifications() throws IOException {
        // when
        PaymentCaptureRequest capture =
                PaymentCaptureRequest.fromJson(gateway.compose(intent(OperationKind.CAPTURE, TWENTY)));
        PaymentCancelRequest cancel =
                PaymentCancelRequest.fromJson(gateway.compose(intent(OperationKind.VOID, TWENTY)));
        // then
        assertThat(capture.getAmount().getValue()).isEqualTo(2_000L);
        assertThat(capture.getMerchantAccount()).isEqualTo("HoldfastECOM");
        assertThat(capture.getReference()).isEqualTo(DISPUTE + ":capture:1");
        assertThat(cancel.getMerchantAccount()).isEqualTo("HoldfastECOM");
        assertThat(cancel.getReference()).isEqualTo(DISPUTE + ":void:1");
    }

    @Test
    void aRenewalHasAReferenceOfItsOwn() throws IOException {
        // when
        PaymentRequest read = PaymentRequest.fromJson(gateway.compose(intent(OperationKind.RENEW, FIFTY)));
        // then
        assertThat(read.getReference()).isEqualTo(DISPUTE + ":renew:1");
        assertThat(read.getMetadata()).containsEntry("dispute_id", DISPUTE.toString());
    }

    @Test
    void theCustomerIsTheShopperIfNoOtherIsNamed() throws IOException {
        // given
        Terms terms = new Terms(
                "ACC-7",
                FIFTY,
                "adyen",
                "r".repeat(100),
                "CC-001",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "test");
        // when
        PaymentRequest read = PaymentRequest.fromJson(gateway.compose(new Intent(
                OperationKind.AUTHORIZE, DISPUTE, 1, terms, Optional.empty(), Optional.of(FIFTY), "stored")));
        // then
        assertThat(read.getShopperReference()).isEqualTo("ACC-7");
        assertThat(read.getMetadata().get("reason_code")).hasSize(80);
    }
}
