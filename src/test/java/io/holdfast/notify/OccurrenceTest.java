package io.holdfast.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.Hold;
import io.holdfast.dispute.model.HoldState;
import io.holdfast.dispute.model.Settlement;
import io.holdfast.dispute.model.StoryType;
import io.holdfast.money.Money;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OccurrenceTest {

    private final SomeDispute opened = SomeDispute.opened();
    private final SomeDispute held = opened.held();

    @Test
    void aNewStatusNamesTheEvent() {
        assertThat(type(Optional.empty(), opened)).contains("dispute.initiated");
        assertThat(type(Optional.of(opened), held)).contains("dispute.held");
        Dispute charged = held.dispute()
                .withState(new HoldState.Charged(
                        new Hold(SomeDispute.AUTH, SomeDispute.EXPIRES_AT), Money.of("20.00", "USD")));
        assertThat(type(Optional.of(held), held.with(charged, StoryType.HOLD_CHARGED)))
                .contains("dispute.charged");
    }

    @Test
    void attentionIsToldWhenItComesAndWhenItGoes() {
        // given
        SomeDispute raised = opened.attention(Optional.of(Attention.GATEWAY_UNREACHABLE));

        // then
        assertThat(type(Optional.of(opened), raised)).contains("dispute.attention_raised");
        assertThat(type(Optional.of(raised), raised.attention(Optional.empty())))
                .contains("dispute.attention_cleared");
    }

    @Test
    void aRenewedHoldAndWhatSomebodyAskedForAreTold() {
        // given
        Dispute renewed = held.dispute()
                .withState(new HoldState.Held(
                        new Hold(new AuthorizationId("auth_124"), SomeDispute.EXPIRES_AT.plusSeconds(1))));
        Dispute release = held.dispute().withPending(Optional.of(new Settlement.Release()));
        Dispute charge = held.dispute().withPending(Optional.of(new Settlement.Charge(Money.of("20.00", "USD"))));

        // then
        assertThat(type(Optional.of(held), held.with(renewed, StoryType.HOLD_RENEWED)))
                .contains("dispute.renewed");
        assertThat(type(Optional.of(held), held.with(release, StoryType.RELEASE_REQUESTED)))
                .contains("dispute.release_requested");
        assertThat(type(Optional.of(held), held.with(charge, StoryType.CHARGE_REQUESTED)))
                .contains("dispute.charge_requested");
    }

    @Test
    void whatNobodyOutsideSeesIsNotAnEvent() {
        // given: the gateway named an authorization that is not final, and a call that settled nothing
        Dispute known = opened.dispute().withState(HoldState.Initiated.NEW.known(SomeDispute.AUTH));

        // then
        assertThat(type(Optional.of(opened), opened.with(known, StoryType.HOLD_PENDING)))
                .isEmpty();
        assertThat(type(Optional.of(opened), opened.unsettled("timeout"))).isEmpty();
        assertThat(opened.unsettled("timeout")
                        .after(Optional.of(opened), dispute -> "{}")
                        .event())
                .isEmpty();
    }

    @Test
    void theEventHoldsTheDisputeAsItIsThen() {
        assertThat(held.after(Optional.of(opened), dispute -> "{\"status\":\"" + dispute.status() + "\"}")
                        .event())
                .contains(
                        "{\"type\":\"dispute.held\",\"timestamp\":\"2026-11-25T10:00:00Z\",\"data\":{\"status\":\"HELD\"}}");
    }

    private static Optional<String> type(Optional<SomeDispute> before, SomeDispute after) {
        return after.after(before, dispute -> "{}").type();
    }
}
