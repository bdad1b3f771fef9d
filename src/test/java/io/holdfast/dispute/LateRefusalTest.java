package io.holdfast.dispute;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.GatewayOperation;
import io.holdfast.dispute.model.Status;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.simulation.Call;
import io.holdfast.simulation.Fate;
import io.holdfast.simulation.Stage;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two cancels of the same hold are out at a gateway that cannot be asked: one gives it back, and the other finds nothing left. */
class LateRefusalTest extends RenewalCase {

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
        settleByHand(id, AuthorizationView.Status.VOIDED);
        assertThat(stage.stored(id).status()).isEqualTo(Status.FAILED);
        assertThat(stage.stored(id).surplus()).isEmpty();
        assertThat(stage.stored(id).attention()).isEmpty();

        // when
        hear(id, AuthorizationView.Status.VOID_REFUSED, cancel.idempotencyKey());

        // then
        assertThat(stage.stored(id).surplus()).containsExactly(payment);
        assertThat(stage.stored(id).attention()).contains(Attention.ORPHANED_HOLD);
    }

    @ParameterizedTest
    @EnumSource(names = {"VOIDED", "EXPIRED"})
    void theGatewayDeniesNothingOfWhatItHasSaidItself(AuthorizationView.Status end) {
        // given
        DisputeId id = stage.held("adyen");
        stage.always(Call.VOID, Fate.lost());
        stage.answer(stage.disputes().releaseHold().release(id, "agent"));
        stage.pass(Duration.ofMinutes(20));
        GatewayOperation cancel = stage.stored(id).operation().orElseThrow();
        stage.silentBank().voidAtDesk(current(id));
        settleByHand(id, AuthorizationView.Status.VOIDED);
        assertThat(stage.stored(id).status()).isEqualTo(Status.RELEASED);
        hear(id, end, id.toString());
        hear(id, end, "by-hand-1");
        assertThat(stage.story(id)).containsOnlyOnce("gateway.confirmed");

        // when
        hear(id, AuthorizationView.Status.VOID_REFUSED, cancel.idempotencyKey());

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.RELEASED);
        assertThat(stage.stored(id).surplus()).isEmpty();
        assertThat(stage.stored(id).attention()).isEmpty();
    }

    @Test
    void theGatewayDeniesNothingOfAHoldTooManyThatItHasSaidItselfIsGone() {
        // given
        DisputeId id = declined();
        hear(id, AuthorizationView.Status.AUTHORIZED, id.toString());
        stage.next(Call.VOID, Fate.of(Fate.Verdict.NO));
        stage.pass(Duration.ofSeconds(5));
        GatewayOperation cancel = stage.stored(id).operation().orElseThrow();
        settleByHand(id, AuthorizationView.Status.VOIDED);
        hear(id, AuthorizationView.Status.VOIDED, "by-hand-1");

        // when
        hear(id, AuthorizationView.Status.VOID_REFUSED, cancel.idempotencyKey());

        // then
        assertThat(stage.stored(id).surplus()).isEmpty();
        assertThat(stage.stored(id).attention()).isEmpty();
    }

    @Test
    void theGatewayDeniesNothingOfTheHoldBeforeARenewalThatItHasSaidItselfIsGone() {
        // given
        DisputeId id = stage.held("adyen");
        AuthorizationId old = current(id);
        stage.always(Call.VOID, Fate.lost());
        stage.pass(UNTIL_RENEWED);
        stage.pass(Duration.ofHours(2));
        GatewayOperation cancel = stage.stored(id).operation().orElseThrow();
        assertThat(cancel.target()).contains(old);
        stage.silentBank().voidAtDesk(old);
        settleByHand(id, AuthorizationView.Status.VOIDED);
        hear(id, old, AuthorizationView.Status.VOIDED, "by-hand-1");

        // when
        hear(id, old, AuthorizationView.Status.VOID_REFUSED, cancel.idempotencyKey());

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
        assertThat(stage.stored(id).surplus()).isEmpty();
        assertThat(stage.stored(id).attention()).isEmpty();
    }

    private DisputeId declined() {
        stage.next(Call.AUTHORIZE, Fate.of(Fate.Verdict.NO));
        DisputeId id = stage.open("adyen");
        stage.pass(Duration.ofSeconds(5));
        assertThat(stage.stored(id).status()).isEqualTo(Status.FAILED);
        return id;
    }

    private void hear(DisputeId id, AuthorizationView.Status word, String reference) {
        hear(id, current(id), word, reference);
    }

    private void hear(DisputeId id, AuthorizationId payment, AuthorizationView.Status word, String reference) {
        AuthorizationView view = new AuthorizationView(
                payment,
                word,
                Optional.of(Stage.AMOUNT),
                Optional.empty(),
                Optional.empty(),
                false,
                stage.now().plus(Duration.ofDays(7)),
                Optional.of(id));
        stage.hear(id, view, reference);
    }
}
