package io.holdfast.dispute;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.ChainedEntry;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.HoldState;
import io.holdfast.dispute.model.Status;
import io.holdfast.dispute.model.StoryType;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.GatewayEvent;
import io.holdfast.money.Money;
import io.holdfast.simulation.Stage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A capture came to nothing, a person charged once more, and the gateway tries the first one again by itself: then both may take the money. */
class OvertakenCaptureTest {

    private static final Money TWENTY = Money.of("20.00", "USD");

    private final Stage stage = new Stage();
    private int news;

    @ParameterizedTest
    @ValueSource(strings = {"20.00", "15.00"})
    void theSecondOneIsToldOnTop(String amount) {
        // given
        DisputeId id = chargedByTheFirstAgain();
        assertThat(raised(id)).hasSize(1);

        // when
        Hearing hearing = hear(id, captured(id, Money.of(amount, "USD")), 2);

        // then
        assertThat(hearing).isEqualTo(Hearing.TAKEN_OVER);
        assertThat(stage.stored(id).state())
                .isInstanceOfSatisfying(
                        HoldState.Charged.class, it -> assertThat(it.amount()).isEqualTo(TWENTY));
        assertThat(raised(id)).hasSize(2).last().asString().contains("another_capture", amount);
    }

    @Test
    void theFailureOfTheSecondOneDoesNotUndoTheFirst() {
        // given
        DisputeId id = chargedByTheFirstAgain();

        // when
        hear(id, failed(id), 2);

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.CHARGED);
        assertThat(stage.stored(id).attentions()).contains(Attention.UNEXPECTED_CAPTURE, Attention.CAPTURE_FAILED);
    }

    @Test
    void nothingIsUnexpectedAnyMoreOnceTheOnlyCaptureIsUndone() {
        // given
        DisputeId id = chargedByTheFirstAgain();

        // when
        undo(id);

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
        assertThat(stage.stored(id).attentions()).containsExactly(Attention.CAPTURE_FAILED);
    }

    @Test
    void theOtherOneStaysUnexpectedWhenOneOfTwoIsUndone() {
        // given
        DisputeId id = chargedByTheFirstAgain();
        hear(id, captured(id, TWENTY), 2);

        // when
        undo(id);

        // then
        assertThat(stage.stored(id).attention()).contains(Attention.UNEXPECTED_CAPTURE);
    }

    private DisputeId chargedByTheFirstAgain() {
        DisputeId id = stage.held("adyen");
        charge(id);
        hear(id, captured(id, TWENTY), 1);
        assertThat(stage.stored(id).status()).isEqualTo(Status.CHARGED);
        undo(id);
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
        charge(id);
        assertThat(stage.stored(id).counters().captures()).isEqualTo(2);
        hear(id, captured(id, TWENTY), 1);
        assertThat(stage.stored(id).status()).isEqualTo(Status.CHARGED);
        assertThat(stage.stored(id).operation()).isEmpty();
        return id;
    }

    private void undo(DisputeId id) {
        stage.silentBank()
                .undoCapture(stage.stored(id).state().authorizationId().orElseThrow());
        hear(id, failed(id), 1);
    }

    private void charge(DisputeId id) {
        stage.answer(stage.disputes().chargeHold().charge(id, Optional.of(TWENTY.amount()), "agent"));
        stage.pass(Duration.ofSeconds(5));
    }

    private Hearing hear(DisputeId id, AuthorizationView view, int capture) {
        return stage.hear(
                "adyen",
                new GatewayEvent(
                        "news-" + news++,
                        view.status().name(),
                        Optional.of(id),
                        Optional.of(view.id()),
                        Optional.of(id + ":capture:" + capture),
                        Optional.of(view),
                        Optional.empty()));
    }

    private AuthorizationView captured(DisputeId id, Money amount) {
        return view(id, AuthorizationView.Status.CAPTURED, Optional.empty(), Optional.of(amount));
    }

    private AuthorizationView failed(DisputeId id) {
        return view(id, AuthorizationView.Status.CAPTURE_FAILED, Optional.of(TWENTY), Optional.empty());
    }

    private AuthorizationView view(
            DisputeId id, AuthorizationView.Status status, Optional<Money> amount, Optional<Money> captured) {
        AuthorizationId payment = stage.stored(id).state().authorizationId().orElseThrow();
        return new AuthorizationView(
                payment,
                status,
                amount,
                captured,
                Optional.empty(),
                false,
                stage.now().plus(Duration.ofDays(6)),
                Optional.of(id));
    }

    /** What was told of captures that nobody expected. */
    private List<String> raised(DisputeId id) {
        return stage.database().story(id).stream()
                .filter(it -> it.type().equals(StoryType.ATTENTION_RAISED.code()))
                .map(ChainedEntry::detail)
                .filter(it -> it.contains(Attention.UNEXPECTED_CAPTURE.name()))
                .toList();
    }
}
