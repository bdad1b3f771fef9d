package io.holdfast.dispute;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.GatewayOperation;
import io.holdfast.dispute.model.Status;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.GatewayEvent;
import io.holdfast.simulation.Call;
import io.holdfast.simulation.Fate;
import io.holdfast.simulation.Stage;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Two cancels of the same hold are out at a gateway that cannot be asked: one gives it back, and the other finds nothing left. */
class LateRefusalTest {

    private final Stage stage = new Stage();
    private int news;

    @Test
    void aHoldThatWasGivenBackIsNotFoundOnceMore() {
        // given
        DisputeId id = declined();
        hear(id, AuthorizationView.Status.AUTHORIZED, id.toString());
        stage.pass(Duration.ofSeconds(5));
        hear(id, AuthorizationView.Status.VOIDED, id + ":void:1");
        assertThat(stage.story(id)).contains("surplus.found", "surplus.returned");
        assertThat(stage.stored(id).surplus()).isEmpty();

        // when
        hear(id, AuthorizationView.Status.VOID_REFUSED, id + ":void:2");

        // then
        assertThat(stage.stored(id).surplus()).isEmpty();
        assertThat(stage.stored(id).attention()).isEmpty();
    }

    @Test
    void aPartThatWasANoAndIsGivenBackIsNotFoundOnceMore() {
        // given
        DisputeId id = declined();
        hear(id, AuthorizationView.Status.VOIDED, id + ":part");
        hear(id, AuthorizationView.Status.VOIDED, id + ":part");
        assertThat(stage.story(id)).containsOnlyOnce("surplus.returned");

        // when
        hear(id, AuthorizationView.Status.VOID_REFUSED, "by-hand-1");

        // then
        assertThat(stage.stored(id).surplus()).isEmpty();
        assertThat(stage.stored(id).attention()).isEmpty();
    }

    @Test
    void theGatewayDeniesWhatItsDeskToldOfACancelAlsoWhereTheHoldWasANoBefore() {
        // given
        DisputeId id = declined();
        hear(id, AuthorizationView.Status.AUTHORIZED, id.toString());
        stage.next(Call.VOID, Fate.of(Fate.Verdict.NO));
        stage.pass(Duration.ofSeconds(5));
        AuthorizationId payment = stage.stored(id).state().authorizationId().orElseThrow();
        GatewayOperation cancel = stage.stored(id).operation().orElseThrow();
        stage.settleByHand(id, AuthorizationView.Status.VOIDED);
        assertThat(stage.stored(id).status()).isEqualTo(Status.FAILED);
        assertThat(stage.stored(id).surplus()).isEmpty();
        assertThat(stage.stored(id).attention()).isEmpty();

        // when
        hear(id, AuthorizationView.Status.VOID_REFUSED, cancel.idempotencyKey());

        // then
        assertThat(stage.stored(id).surplus()).containsExactly(payment);
        assertThat(stage.stored(id).attention()).contains(Attention.ORPHANED_HOLD);
    }

    private DisputeId declined() {
        stage.next(Call.AUTHORIZE, Fate.of(Fate.Verdict.NO));
        DisputeId id = stage.open("adyen");
        stage.pass(Duration.ofSeconds(5));
        assertThat(stage.stored(id).status()).isEqualTo(Status.FAILED);
        return id;
    }

    private void hear(DisputeId id, AuthorizationView.Status word, String reference) {
        AuthorizationId payment = stage.stored(id).state().authorizationId().orElseThrow();
        AuthorizationView view = new AuthorizationView(
                payment,
                word,
                Optional.of(Stage.AMOUNT),
                Optional.empty(),
                Optional.empty(),
                false,
                stage.now().plus(Duration.ofDays(7)),
                Optional.of(id));
        stage.hear(
                "adyen",
                new GatewayEvent(
                        "news-" + news++,
                        word.name(),
                        Optional.of(id),
                        Optional.of(payment),
                        Optional.of(reference),
                        Optional.of(view),
                        Optional.empty()));
    }
}
