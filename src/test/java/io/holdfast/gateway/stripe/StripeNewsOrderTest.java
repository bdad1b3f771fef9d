package io.holdfast.gateway.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.net.Webhook;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.HoldState;
import io.holdfast.dispute.model.Status;
import io.holdfast.gateway.GatewayEvent;
import io.holdfast.gateway.SettableClock;
import io.holdfast.gateway.WebhookRequest;
import io.holdfast.money.Money;
import io.holdfast.simulation.Stage;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Stripe's news comes twice, late, and in any order: what it does to a dispute, with the real use cases. */
class StripeNewsOrderTest {

    private static final String SECRET = "whsec_1";
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private static final String SUCCEEDED = "payment_intent.succeeded";
    private static final String CAPTURABLE = "payment_intent.amount_capturable_updated";
    private static final String FAILED = "payment_intent.payment_failed";

    private final SettableClock clock = new SettableClock(NOW);
    private final StripeWebhooks webhooks = new StripeWebhooks(
            new StripeSignature(() -> List.of(StripeSignature.key(SECRET)), clock), new StripeIntents(clock));

    @Test
    void noOrderOfOldNewsChangesACharge() {
        for (List<String> order : List.of(
                List.of(SUCCEEDED, CAPTURABLE, FAILED),
                List.of(SUCCEEDED, FAILED, CAPTURABLE),
                List.of(CAPTURABLE, SUCCEEDED, FAILED),
                List.of(CAPTURABLE, FAILED, SUCCEEDED),
                List.of(FAILED, SUCCEEDED, CAPTURABLE),
                List.of(FAILED, CAPTURABLE, SUCCEEDED))) {
            // given
            Stage stage = new Stage();
            DisputeId dispute = stage.held();
            stage.answer(stage.disputes().chargeHold().charge(dispute, Optional.of(new BigDecimal("20")), "agent"));
            stage.pass(Duration.ofSeconds(1));

            // when
            for (String type : order) {
                for (int i = 0; i < 3; i++) {
                    stage.hear("erp", news(stage, dispute, type));
                    stage.pass(Duration.ofSeconds(2));
                }
            }

            // then
            assertThat(stage.stored(dispute).state())
                    .as(order.toString())
                    .isInstanceOfSatisfying(
                            HoldState.Charged.class,
                            charged -> assertThat(charged.amount()).isEqualTo(Money.of("20.00", "USD")));
            assertThat(stage.stored(dispute).attention()).as(order.toString()).isEmpty();
            assertThat(stage.stored(dispute).question()).as(order.toString()).isEmpty();
            assertThat(stage.books(dispute)).as(order.toString()).hasSize(1);
        }
    }

    @Test
    void noOrderOfOldNewsEndsAHold() {
        for (List<String> order : List.of(List.of(CAPTURABLE, FAILED), List.of(FAILED, CAPTURABLE))) {
            // given
            Stage stage = new Stage();
            DisputeId dispute = stage.held();

            // when
            for (String type : order) {
                stage.hear("erp", news(stage, dispute, type));
                stage.pass(Duration.ofSeconds(2));
            }

            // then
            assertThat(stage.stored(dispute).status()).as(order.toString()).isEqualTo(Status.HELD);
        }
    }

    private GatewayEvent news(Stage stage, DisputeId dispute, String type) {
        String more = switch (type) {
            case SUCCEEDED -> "\"status\":\"succeeded\",\"amount_received\":2000";
            case CAPTURABLE -> "\"status\":\"requires_capture\"";
            default -> "\"status\":\"requires_payment_method\",\"last_payment_error\":{\"code\":\"card_declined\"}";
        };
        String body = "{\"id\":\"evt_1\",\"type\":\"" + type + "\",\"data\":{\"object\":{\"id\":\""
                + stage.books(dispute).get(0).id() + "\",\"amount\":4999,\"currency\":\"usd\",\"created\":"
                + NOW.getEpochSecond() + ",\"latest_charge\":\"ch_1\",\"metadata\":{\"dispute_id\":\"" + dispute
                + "\"}," + more + "}}}";
        String header = "t=" + NOW.getEpochSecond() + ",v1=" + hmac(body);
        return webhooks.read(new WebhookRequest(name -> Optional.of(header), body.getBytes(StandardCharsets.UTF_8)))
                .orElseThrow()
                .get(0);
    }

    private static String hmac(String body) {
        try {
            return Webhook.Util.computeHmacSha256(SECRET, NOW.getEpochSecond() + "." + body);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
