package io.holdfast.gateway.erp;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.dispute.model.OperationKind;
import io.holdfast.gateway.GatewayOutcome;
import io.holdfast.gateway.GatewayOutcome.Approved;
import io.holdfast.gateway.GatewayOutcome.Declined;
import io.holdfast.gateway.GatewayOutcome.Unknown;
import io.holdfast.gateway.GatewayRequest;
import io.holdfast.gateway.GatewayTestProfile;
import io.holdfast.gateway.RefreshedToken;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A payment method that is traded for one that lasts longer. */
@QuarkusTest
@TestProfile(GatewayTestProfile.class)
class ErpRefreshTest extends ErpCase {

    @Test
    void aPaymentMethodThatFitsInNoAddressIsDeclined() {
        // when
        GatewayOutcome<RefreshedToken> outcome = refresh("../authorizations");
        // then
        assertThat(outcome).isEqualTo(new Declined<>("invalid_payment_method", Optional.empty(), false));
        assertThat(callsReceived()).isZero();
    }

    @Test
    void aRefreshIsSentAsTheContractSays() {
        // given
        answering(json(200, "{\"payment_method_id\":\"pm_new\",\"expires_at\":\"2027-01-31T00:00:00Z\"}"));
        // when
        GatewayOutcome<RefreshedToken> outcome = refresh("pm_{old}:1");
        // then
        assertThat(outcome)
                .isEqualTo(new Approved<>(
                        new RefreshedToken("pm_new", Optional.of(Instant.parse("2027-01-31T00:00:00Z")))));
        assertThat(server.getAllServeEvents().get(0).getRequest().getUrl())
                .isEqualTo("/pay/v1/payment_methods/pm_%7Bold%7D:1/refresh");
    }

    @Test
    void aCardNumberIsNotTakenForAToken() {
        // given
        answering(json(200, "{\"payment_method_id\":\"4242424242424242\"}"));
        // when
        GatewayOutcome<RefreshedToken> outcome = refresh("pm_old");
        // then
        assertThat(outcome).isEqualTo(new Unknown<>("unreadable answer", Optional.empty()));
    }

    @Test
    void aPaymentMethodThatIsGoneIsDeclined() {
        for (int status : List.of(404, 410)) {
            // given
            answering(json(status, error("gone")));
            // when
            GatewayOutcome<RefreshedToken> outcome = refresh("pm_old");
            // then
            assertThat(outcome).isEqualTo(new Declined<>("payment_method_gone", Optional.empty(), false));
        }
    }

    private GatewayOutcome<RefreshedToken> refresh(String paymentMethodId) {
        return await(gateway.refresh(new GatewayRequest(
                DISPUTE,
                OperationKind.REFRESH.idempotencyKey(DISPUTE, 1),
                Optional.empty(),
                Optional.empty(),
                Optional.of(paymentMethodId),
                "{}")));
    }
}
