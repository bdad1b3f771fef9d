package io.holdfast.dispute;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.Settlement;
import io.holdfast.dispute.model.Status;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.money.Money;
import io.holdfast.simulation.Bank;
import io.holdfast.simulation.Call;
import io.holdfast.simulation.Fate;
import io.holdfast.simulation.Stage;
import io.holdfast.store.DisputeStore;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The database takes over from another, and has not heard of the last commits. What the gateway did for them is not lost, and overwrites nothing. */
class FailoverTest {

    private static final Duration SLOW = Duration.ofSeconds(5);

    private final Stage stage = new Stage();

    @Test
    void aReleaseThatIsLostDoesNotOverwriteTheChargeThatWasAcceptedSince() {
        // given
        DisputeId id = stage.held();
        Runnable failover = stage.database().copy(id);
        stage.next(Call.VOID, Fate.plain().back(SLOW));
        stage.answer(stage.disputes().releaseHold().release(id, "agent"));
        stage.pass(Duration.ofSeconds(1));
        long version = stage.stored(id).version();
        failover.run();
        stage.next(Call.CAPTURE, Fate.plain().there(SLOW.plusSeconds(2)));
        stage.answer(stage.others().chargeHold().charge(id, Optional.of(new BigDecimal("30.00")), "agent"));
        assertThat(stage.stored(id).version()).isEqualTo(version);

        // when
        stage.pass(SLOW.minusMillis(500));

        // then
        assertThat(stage.stored(id).pending()).contains(new Settlement.Charge(Money.of("30.00", "USD")));

        // when
        stage.pass(Duration.ofMinutes(2));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.RELEASED);
        assertThat(stage.stored(id).attention()).contains(Attention.CAPTURE_FAILED);
        assertSettled(id);
        assertThat(stage.story(id)).contains("charge.requested").doesNotContain("release.requested");
    }

    @Test
    void aChargeThatIsLostDoesNotOverwriteTheReleaseThatWasAcceptedSince() {
        // given
        DisputeId id = stage.held();
        Runnable failover = stage.database().copy(id);
        stage.next(Call.CAPTURE, Fate.plain().back(SLOW));
        stage.answer(stage.disputes().chargeHold().charge(id, Optional.of(new BigDecimal("20.00")), "agent"));
        stage.pass(Duration.ofSeconds(1));
        failover.run();
        stage.next(Call.VOID, Fate.plain().there(SLOW.plusSeconds(2)));
        stage.answer(stage.others().releaseHold().release(id, "agent"));

        // when
        stage.pass(Duration.ofMinutes(2));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.CHARGED);
        assertThat(stage.stored(id).attention()).contains(Attention.UNEXPECTED_CAPTURE);
        assertSettled(id);
    }

    @Test
    void whatTheGatewayDidForADecisionThatIsLostIsAskedAfterThoughNobodyDecidedSince() {
        // given
        DisputeId id = stage.held();
        Runnable failover = stage.database().copy(id);
        stage.next(Call.VOID, Fate.plain().back(SLOW));
        stage.answer(stage.disputes().releaseHold().release(id, "agent"));
        stage.pass(Duration.ofSeconds(1));
        failover.run();

        // when
        stage.pass(Duration.ofMinutes(1));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.RELEASED);
        assertThat(stage.database().story(id))
                .anySatisfy(it -> assertThat(it.detail()).contains("void approved"));
        assertSettled(id);
    }

    @Test
    void theNewHoldOfARenewalThatIsLostIsGivenBack() {
        // given
        Stage weeks = Stage.forWeeks();
        DisputeId id = dueForRenewal(weeks);
        Runnable failover = weeks.database().copy(id);
        renew(weeks, Fate.plain().back(Duration.ofSeconds(3)));

        // when
        failover.run();
        weeks.pass(Duration.ofMinutes(20));

        // then
        assertThat(weeks.books(id))
                .filteredOn(it -> it.status() == AuthorizationView.Status.AUTHORIZED)
                .extracting(Bank.Authorization::id)
                .containsExactly(current(weeks.stored(id)));
    }

    @Test
    void theNewHoldOfARenewalThatIsLostIsGivenBackThoughTheGatewayIsBeingAskedAboutTheOldOne() {
        // given
        Stage weeks = Stage.forWeeks();
        DisputeId id = weeks.held();
        weeks.pass(Duration.between(
                        weeks.now(), weeks.stored(id).upkeep().renewAt().orElseThrow())
                .minusSeconds(200));
        Runnable failover = weeks.database().copy(id);
        weeks.next(Call.RENEW, Fate.plain().back(Duration.ofSeconds(4)));
        while (weeks.calls(Call.RENEW) == 0) {
            weeks.pass(Duration.ofSeconds(1));
        }
        failover.run();
        weeks.bank().prolong(current(weeks.stored(id)), Duration.ofHours(30));
        weeks.always(Call.FIND, Fate.plain().back(Duration.ofSeconds(8)));

        // when
        weeks.answer(weeks.others().hearNews().hear("erp", weeks.latestNews()));
        weeks.pass(Duration.ofSeconds(25));
        weeks.well();
        weeks.pass(Duration.ofMinutes(20));

        // then
        assertThat(weeks.books(id))
                .filteredOn(it -> it.status() == AuthorizationView.Status.AUTHORIZED)
                .extracting(Bank.Authorization::id)
                .containsExactly(current(weeks.stored(id)));
        assertThat(weeks.stored(id).question()).isEmpty();
    }

    @Test
    void theNewHoldOfARenewalThatIsLostIsGivenBackThoughNobodyWasToldOfItAndTheOldOneIsCharged() {
        // given
        Stage weeks = Stage.forWeeks();
        DisputeId id = dueForRenewal(weeks);
        Runnable failover = weeks.database().copy(id);
        renew(weeks, Fate.answered(Fate.Answer.NONE));

        // when
        failover.run();
        weeks.answer(weeks.others().chargeHold().charge(id, Optional.empty(), "agent"));
        weeks.pass(Duration.ofHours(1));

        // then
        assertThat(weeks.stored(id).status()).isEqualTo(Status.CHARGED);
        assertThat(weeks.books(id))
                .extracting(Bank.Authorization::status)
                .containsExactly(AuthorizationView.Status.CAPTURED, AuthorizationView.Status.VOIDED);
        assertThat(weeks.stored(id).question()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theAnswerToARenewalThatIsLostIsNotTakenForThatToTheNextOneWithTheSameKey(boolean repeatsItsAnswers) {
        // given
        Stage weeks = Stage.forWeeks();
        if (repeatsItsAnswers) {
            weeks.bank().keepsFirstAnswers();
        }
        DisputeId id = dueForRenewal(weeks);
        AuthorizationId old = current(weeks.stored(id));
        Runnable failover = weeks.database().copy(id);
        renew(weeks, Fate.plain().back(Duration.ofSeconds(3)));

        // when
        failover.run();
        weeks.pass(Duration.ofHours(12));

        // then
        Dispute dispute = weeks.stored(id);
        assertThat(dispute.status()).isEqualTo(Status.HELD);
        assertThat(current(dispute)).isNotEqualTo(old);
        assertThat(dispute.attentions()).isEmpty();
        assertThat(weeks.books(id))
                .filteredOn(it -> it.status() == AuthorizationView.Status.AUTHORIZED)
                .extracting(Bank.Authorization::id)
                .containsExactly(current(dispute));
    }

    @Test
    void norIsThatOfAGatewayThatCannotBeAsked() {
        // given
        Stage weeks = Stage.forWeeks();
        weeks.silentBank().keepsFirstAnswers();
        DisputeId id = dueForRenewal(weeks, "adyen");
        Runnable failover = weeks.database().copy(id);
        renew(weeks, Fate.plain().back(Duration.ofMillis(1_500)));
        failover.run();
        weeks.pass(Duration.ofMinutes(1));
        weeks.hear("adyen", weeks.latestNews());
        AuthorizationId old = current(weeks.stored(id));
        assertThat(weeks.stored(id).surplus()).isEmpty();

        // when
        weeks.pass(Duration.ofHours(12));

        // then
        assertThat(current(weeks.stored(id))).isNotEqualTo(old);
        assertThat(weeks.silentBank().of(id))
                .filteredOn(it -> it.id().equals(current(weeks.stored(id))))
                .extracting(Bank.Authorization::status)
                .containsExactly(AuthorizationView.Status.AUTHORIZED);
    }

    @Test
    void whatIsLookedOutForInVainBesideARefusalWithoutAnIdIsNotLookedOutForForEver() {
        // given
        stage.next(
                Call.AUTHORIZE,
                Fate.lost().with(Fate.Answer.SERVER_ERROR).back(Duration.ofMillis(300)),
                Fate.lost().with(Fate.Answer.NO_WITHOUT_A_WORD).back(Duration.ofSeconds(3)));
        stage.always(Call.AUTHORIZE, Fate.lost().with(Fate.Answer.NO_WITHOUT_A_WORD));
        DisputeId id = stage.open();
        Runnable failover = stage.database().copy(id);
        while (stage.calls(Call.AUTHORIZE) < 2) {
            stage.pass(Duration.ofMillis(100));
        }

        // when
        failover.run();
        stage.pass(Duration.ofHours(10));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.FAILED);
        assertThat(stage.stored(id).state().authorizationId()).isEmpty();
        assertThat(stage.stored(id).attentions()).isEmpty();
        assertSettled(id);
    }

    @Test
    void aHoldThatIsPlacedForADisputeThatIsLostIsTold() {
        // given
        stage.next(Call.AUTHORIZE, Fate.plain().back(SLOW));
        DisputeId id = stage.open();
        stage.pass(Duration.ofSeconds(1));

        // when
        stage.database().lose(id);
        stage.pass(SLOW.plusSeconds(5));

        // then
        List<Dispute> forgotten = stage.replica(0).forgotten();
        assertThat(forgotten).extracting(Dispute::id).containsExactly(id);
        assertThat(current(forgotten.get(0))).isEqualTo(stage.books(id).get(0).id());
    }

    @Test
    void aDisputeThatIsLostAndWasDeclinedIsNoHoldThatIsTold() {
        // given
        stage.next(Call.AUTHORIZE, Fate.of(Fate.Verdict.NO).back(SLOW));
        DisputeId id = stage.open();
        stage.pass(Duration.ofSeconds(1));

        // when
        stage.database().lose(id);
        stage.pass(SLOW.plusSeconds(5));

        // then
        assertThat(stage.replica(0).forgotten()).isEmpty();
    }

    @Test
    void aHoldThatMayHaveBeenPlacedForADisputeThatIsLostIsTold() {
        // given
        stage.next(Call.AUTHORIZE, Fate.answered(Fate.Answer.NONE));
        DisputeId id = stage.open();
        stage.pass(Duration.ofSeconds(1));

        // when
        stage.database().lose(id);
        stage.pass(Duration.ofSeconds(30));

        // then
        assertThat(stage.replica(0).forgotten()).extracting(Dispute::id).containsExactly(id);
    }

    private static DisputeId dueForRenewal(Stage weeks) {
        return dueForRenewal(weeks, "erp");
    }

    private static DisputeId dueForRenewal(Stage weeks, String gateway) {
        DisputeId id = weeks.held(gateway);
        weeks.pass(Duration.between(
                        weeks.now(), weeks.stored(id).upkeep().renewAt().orElseThrow())
                .plusSeconds(1));
        return id;
    }

    private static void renew(Stage weeks, Fate fate) {
        weeks.next(Call.RENEW, fate);
        weeks.replica(0).takeUp(DisputeStore.Due.RENEWAL);
        weeks.pass(Duration.ofSeconds(1));
        assertThat(weeks.calls(Call.RENEW)).isOne();
    }

    private static AuthorizationId current(Dispute dispute) {
        return dispute.state().authorizationId().orElseThrow();
    }

    private void assertSettled(DisputeId id) {
        Dispute dispute = stage.stored(id);
        assertThat(dispute.operation()).isEmpty();
        assertThat(dispute.question()).isEmpty();
        assertThat(dispute.lease()).isEmpty();
    }
}
