package io.holdfast.dispute;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.carddata.CardDataGuard;
import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.Rejection;
import io.holdfast.dispute.model.Status;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.GatewayEvent;
import io.holdfast.simulation.Bank;
import io.holdfast.simulation.Call;
import io.holdfast.simulation.Fate;
import io.holdfast.simulation.Stage;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One test named after each rule of docs/money-rules.md. The stage watches all of them in every other test too. */
class MoneyRulesTest {

    private final Stage stage = Stage.forWeeks();

    @Test
    void rule1OneLiveHold() {
        // given
        DisputeId id = stage.held();

        // when
        stage.pass(Duration.ofDays(14));

        // then
        assertThat(stage.calls(Call.RENEW)).isPositive();
        assertThat(live(id)).hasSize(1);
    }

    @Test
    void rule2IntentBeforeCallSoThatADeathInBetweenLosesAndDoublesNothing() {
        // given
        stage.next(Call.AUTHORIZE, Fate.plain().back(Duration.ofSeconds(5)));
        DisputeId id = stage.open();
        stage.pass(Duration.ofSeconds(1));

        // when
        stage.replica(0).die();
        stage.workOn(1, Duration.ofMinutes(2));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
        assertThat(stage.books(id)).hasSize(1);
    }

    @Test
    void rule3AuthorizeOnlyAndACaptureNobodyAskedForIsRaised() {
        // given
        stage.next(Call.AUTHORIZE, Fate.of(Fate.Verdict.CAPTURED_AT_ONCE));

        // when
        DisputeId id = stage.held();

        // then
        assertThat(stage.stored(id).attention()).contains(Attention.UNEXPECTED_CAPTURE);
        assertThat(stage.calls(Call.CAPTURE)).isZero();
    }

    @Test
    void rule4NotKnowingIsNotFailing() {
        // given
        stage.bankIsAway();

        // when
        DisputeId id = stage.open();
        stage.pass(Duration.ofHours(3));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.INITIATED);
        assertThat(stage.stored(id).attention()).contains(Attention.GATEWAY_UNREACHABLE);
    }

    @Test
    void rule5ATerminalStateStaysAndALateYesIsGivenBack() {
        // given
        stage.next(Call.AUTHORIZE, Fate.of(Fate.Verdict.NO));
        DisputeId id = stage.held();
        Bank.Authorization late = stage.bank().invent(id, Stage.AMOUNT);

        // when
        stage.hear("erp", stage.latestNews());
        stage.pass(Duration.ofMinutes(5));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.FAILED);
        assertThat(late.status()).isEqualTo(AuthorizationView.Status.VOIDED);
    }

    @Test
    void rule6ResolvedOnce() {
        // given
        DisputeId id = stage.held();

        // when
        List<Settling> answers = stage.answer(Uni.join()
                .all(
                        stage.disputes().releaseHold().release(id, "agent"),
                        stage.others().chargeHold().charge(id, Optional.empty(), "agent"))
                .andFailFast());
        stage.pass(Duration.ofMinutes(1));

        // then
        assertThat(answers).filteredOn(Settling.Accepted.class::isInstance).hasSize(1);
        assertThat(answers)
                .filteredOn(Settling.Rejected.class::isInstance)
                .singleElement()
                .isIn(
                        new Settling.Rejected(Rejection.ALREADY_CHARGED),
                        new Settling.Rejected(Rejection.ALREADY_RELEASED));
        assertThat(stage.calls(Call.CAPTURE) + stage.calls(Call.VOID)).isOne();
    }

    @Test
    void rule7AWebhookIsAHint() {
        // given
        DisputeId id = stage.held();
        AuthorizationView truth = stage.latestNews().view().orElseThrow();

        // when
        stage.hear("erp", lieAbout(truth));
        stage.pass(Duration.ofSeconds(10));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
    }

    @Test
    void rule8NoTransactionAcrossTheWireSoThatAHungGatewayHoldsUpNobody() {
        // given
        stage.next(Call.AUTHORIZE, Fate.plain().back(Duration.ofSeconds(9)));
        DisputeId id = stage.open();
        stage.pass(Duration.ofSeconds(1));

        // when
        Settling settling = stage.answer(stage.others().releaseHold().release(id, "agent"));

        // then
        assertThat(settling).isInstanceOf(Settling.Accepted.class);
    }

    @Test
    void rule9StateAndStoryTogether() {
        // given
        DisputeId id = stage.held();

        // when
        stage.answer(stage.disputes().releaseHold().release(id, "agent"));
        stage.pass(Duration.ofSeconds(5));

        // then
        Dispute stored = stage.stored(id);
        assertThat(stage.story(id))
                .containsExactly("dispute.opened", "hold.placed", "release.requested", "hold.released")
                .hasSize(stored.head().sequence());
    }

    @Test
    void rule10EveryHoldEndsByPolicyIfNobodyDecides() {
        // given
        DisputeId id = stage.held();

        // when
        stage.pass(Stage.POLICY.maxAge().plusDays(1));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.RELEASED);
        assertThat(live(id)).isEmpty();
    }

    @Test
    void rule11NoCardData() {
        // when
        boolean refused = new CardDataGuard()
                .inspect("customer_account_id", "card 4111 1111 1111 1111")
                .isPresent();

        // then
        assertThat(refused).isTrue();
    }

    @Test
    void rule12EchoIsChecked() {
        // given
        stage.next(Call.AUTHORIZE, Fate.of(Fate.Verdict.OTHER_AMOUNT));

        // when
        DisputeId id = stage.held();

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.INITIATED);
        assertThat(stage.stored(id).attention()).contains(Attention.GATEWAY_MISMATCH);
    }

    private static GatewayEvent lieAbout(AuthorizationView truth) {
        AuthorizationView lie = new AuthorizationView(
                truth.id(),
                AuthorizationView.Status.CAPTURED,
                truth.amount(),
                truth.amount(),
                Optional.empty(),
                false,
                truth.expiresAt(),
                truth.disputeId());
        return new GatewayEvent(
                "evt_lie", "authorization.updated", truth.disputeId(), Optional.of(truth.id()), Optional.of(lie));
    }

    private List<Bank.Authorization> live(DisputeId id) {
        return stage.books(id).stream()
                .filter(authorization -> authorization.status() == AuthorizationView.Status.AUTHORIZED)
                .toList();
    }
}
