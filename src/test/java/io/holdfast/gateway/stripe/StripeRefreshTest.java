package io.holdfast.gateway.stripe;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.holdfast.dispute.model.OperationKind;
import io.holdfast.gateway.GatewayOutcome;
import io.holdfast.gateway.GatewayOutcome.Approved;
import io.holdfast.gateway.GatewayOutcome.Declined;
import io.holdfast.gateway.GatewayOutcome.Unknown;
import io.holdfast.gateway.GatewayTestProfile;
import io.holdfast.gateway.RefreshedToken;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whether a stored payment method can still be used, and until when. */
@QuarkusTest
@TestProfile(GatewayTestProfile.class)
class StripeRefreshTest extends StripeCase {

    @Test
    void aRefreshReadsWhenTheCardEnds() {
        // given
        server.stubFor(get(urlEqualTo("/v1/payment_methods/pm_1")).willReturn(okJson(paymentMethod(2199, 12))));
        // when
        GatewayOutcome<RefreshedToken> outcome = refresh();
        // then
        assertThat(outcome)
                .isEqualTo(
                        new Approved<>(new RefreshedToken("pm_1", Optional.of(Instant.parse("2200-01-01T00:00:00Z")))));
        assertThat(metrics.get("holdfast.gateway.cards.ending").counter().count())
                .isZero();
    }

    @Test
    void aCardThatEndsTooSoonIsRaised() {
        // given
        server.stubFor(get(urlEqualTo("/v1/payment_methods/pm_1")).willReturn(okJson(paymentMethod(2020, 2))));
        // when
        GatewayOutcome<RefreshedToken> outcome = refresh();
        // then
        assertThat(outcome)
                .isEqualTo(
                        new Approved<>(new RefreshedToken("pm_1", Optional.of(Instant.parse("2020-03-01T00:00:00Z")))));
        assertThat(metrics.get("holdfast.gateway.cards.ending").counter().count())
                .isEqualTo(1);
    }

    @Test
    void aPaymentMethodThatIsNoCardHasNoEnd() {
        // given
        answering(okJson("{\"id\":\"pm_1\",\"type\":\"link\"}"));
        // when
        GatewayOutcome<RefreshedToken> outcome = refresh();
        // then
        assertThat(outcome).isEqualTo(new Approved<>(new RefreshedToken("pm_1", Optional.empty())));
    }

    @Test
    void aPaymentMethodThatIsGoneIsDeclined() {
        // given
        answering(json(404, error("invalid_request_error", "resource_missing", "payment_method")));
        // when
        GatewayOutcome<RefreshedToken> outcome = refresh();
        // then
        assertThat(outcome).isEqualTo(new Declined<>("payment_method_gone", Optional.empty(), false));
    }

    @Test
    void aPaymentMethodThatCannotBeReadIsUnknown() {
        for (ResponseDefinitionBuilder answer :
                List.of(okJson("{}"), okJson("[]"), json(500, error("api_error", "", "")))) {
            // given
            answering(answer);
            // when
            GatewayOutcome<RefreshedToken> outcome = refresh();
            // then
            assertThat(outcome).isInstanceOf(Unknown.class);
        }
    }

    private GatewayOutcome<RefreshedToken> refresh() {
        return await(gateway.refresh(request(OperationKind.REFRESH, Optional.empty())));
    }

    private static String paymentMethod(int year, int month) {
        return "{\"id\":\"pm_1\",\"type\":\"card\",\"card\":{\"exp_year\":" + year + ",\"exp_month\":" + month + "}}";
    }
}
