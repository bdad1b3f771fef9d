package io.holdfast.dispute;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.GatewayOperation;
import io.holdfast.dispute.model.Hold;
import io.holdfast.dispute.model.HoldState;
import io.holdfast.dispute.model.OperationId;
import io.holdfast.dispute.model.OperationKind;
import io.holdfast.dispute.model.Sealed;
import io.holdfast.dispute.model.Settlement;
import io.holdfast.dispute.model.Status;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.Capabilities;
import io.holdfast.gateway.GatewayOutcome;
import io.holdfast.notify.SomeDispute;
import io.holdfast.simulation.Stage;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A dispute that stands on an id that no call can use, as could be entered by hand once. */
class CorrectedIdTest {

    private static final AuthorizationId UNUSABLE = new AuthorizationId("auth_1 ");
    private static final AuthorizationId RIGHT = new AuthorizationId("auth_1");

    private final ToldByHand byHand =
            new ToldByHand(Stage.POLICY, Duration.ofSeconds(5), new Capabilities(true, false, false));

    @Test
    void aLiveHoldGetsTheRightIdAndItsReleaseBeginsAnew() {
        // given
        Draft draft = beingReleased();

        // when
        toldByHand(draft, AuthorizationView.Status.AUTHORIZED);

        // then
        assertThat(draft.dispute().status()).isEqualTo(Status.HELD);
        assertThat(draft.dispute().isCurrent(RIGHT)).isTrue();
        assertThat(draft.dispute().operation()).isEmpty();
        assertThat(draft.dispute().pending()).contains(new Settlement.Release());
        assertThat(draft.dispute().surplus()).isEmpty();
    }

    @Test
    void aHoldThatWasGivenBackUnderTheRightIdIsReleased() {
        // given
        Draft draft = beingReleased();

        // when
        toldByHand(draft, AuthorizationView.Status.VOIDED);

        // then
        assertThat(draft.dispute().status()).isEqualTo(Status.RELEASED);
        assertThat(draft.dispute().isCurrent(RIGHT)).isTrue();
        assertThat(draft.dispute().operation()).isEmpty();
    }

    private static Draft beingReleased() {
        GatewayOperation release = GatewayOperation.intended(
                new OperationId(UUID.randomUUID()),
                OperationKind.VOID,
                1,
                Optional.of(UNUSABLE),
                Optional.empty(),
                "key",
                new Sealed(new byte[] {1}),
                SomeDispute.NOW,
                Optional.empty());
        Dispute held = SomeDispute.opened()
                .dispute()
                .withState(new HoldState.Held(new Hold(UNUSABLE, SomeDispute.EXPIRES_AT)))
                .withPending(Optional.of(new Settlement.Release()))
                .withOperation(Optional.of(release));
        return new Draft(held, "admin", SomeDispute.NOW);
    }

    private void toldByHand(Draft draft, AuthorizationView.Status said) {
        Dispute dispute = draft.dispute();
        AuthorizationView view = new AuthorizationView(
                RIGHT,
                said,
                Optional.of(dispute.terms().amount()),
                Optional.empty(),
                Optional.empty(),
                false,
                SomeDispute.EXPIRES_AT,
                Optional.of(dispute.id()));
        byHand.settle(draft, dispute.operation().orElseThrow().id(), new GatewayOutcome.Approved<>(view));
    }
}
