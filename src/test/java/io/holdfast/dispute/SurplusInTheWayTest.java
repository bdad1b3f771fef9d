package io.holdfast.dispute;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.Settlement;
import io.holdfast.dispute.model.Status;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.GatewayOutcome;
import io.holdfast.simulation.Bank;
import io.holdfast.simulation.Call;
import io.holdfast.simulation.Fate;
import io.holdfast.simulation.Stage;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** A hold is cared for though the one before it is not given back. */
class SurplusInTheWayTest extends RenewalCase {

    private static final Duration ANOTHER_RENEWAL = Duration.ofDays(7);

    @Test
    void aHoldIsRenewedThoughAGatewayDoesNotTellTheEndOfTheOldOne() {
        // given
        DisputeId id = stage.held("adyen");

        // when
        stage.pass(UNTIL_RENEWED.plus(ANOTHER_RENEWAL));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
        assertThat(stage.stored(id).counters().renewals()).isEqualTo(2);
        assertThat(live(id)).containsExactly(current(id));
    }

    @Test
    void aHoldIsRenewedThoughAGatewayDoesNotGiveTheOldOneBack() {
        // given
        DisputeId id = whoseOldHoldStays();

        // when
        stage.pass(ANOTHER_RENEWAL);

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
        assertThat(stage.stored(id).counters().renewals()).isEqualTo(2);
        assertThat(live(id)).contains(current(id));
    }

    @Test
    void oneOldHoldIsGivenBackThoughTheGatewayRefusesAnother() {
        // given
        DisputeId id = whoseOldHoldStays();
        stage.always(Call.VOID, Fate.of(Fate.Verdict.NO));
        while (stage.stored(id).counters().renewals() < 2) {
            stage.pass(Duration.ofMinutes(1));
        }
        stage.pass(Duration.ofMinutes(1));
        assertThat(stage.stored(id).surplus()).hasSize(2);

        // when
        stage.well();
        stage.pass(Duration.ofHours(3));

        // then
        assertThat(live(id)).containsExactly(current(id));
        assertThat(stage.stored(id).surplus()).isEmpty();
    }

    @Test
    void theOldHoldIsGivenBackInTheEndWithAKeyOfItsOwn() {
        // given
        DisputeId id = whoseOldHoldStays();
        stage.pass(ANOTHER_RENEWAL);

        // when
        stage.well();
        stage.pass(Duration.ofHours(3));

        // then
        assertThat(live(id)).containsExactly(current(id));
        assertThat(stage.stored(id).surplus()).isEmpty();
        assertThat(stage.stored(id).attention()).isEmpty();
    }

    @Test
    void newsOfTheEndOfTheHoldIsHeard() {
        // given
        DisputeId id = whoseOldHoldStays();
        stage.bank().lapse(current(id));

        // when
        stage.hear("erp", stage.latestNews());
        stage.pass(Duration.ofSeconds(5));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.EXPIRED);
        assertThat(stage.stored(id).surplus()).hasSize(1);
    }

    @Test
    void newsOfACaptureThatNobodyAskedForIsHeard() {
        // given
        DisputeId id = whoseOldHoldStays();
        stage.bank().captureAtDesk(current(id), Stage.AMOUNT);

        // when
        stage.hear("erp", stage.latestNews());
        stage.pass(Duration.ofSeconds(5));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.CHARGED);
        assertThat(stage.stored(id).attention()).contains(Attention.UNEXPECTED_CAPTURE);
    }

    @Test
    void theEndOfTheHoldIsAskedAboutWhenItComes() {
        // given
        DisputeId id = whoseOldHoldStays();
        stage.always(Call.RENEW, Fate.of(Fate.Verdict.NO));
        Duration untilItsEnd = Duration.between(
                stage.now(), stage.stored(id).state().hold().orElseThrow().expiresAt());

        // when
        stage.pass(untilItsEnd.plusMinutes(6));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.EXPIRED);
    }

    @Test
    void aHoldThatOutlivesItsEndIsAskedAboutWithPauses() {
        // given
        DisputeId id = whoseOldHoldStays();
        stage.always(Call.RENEW, Fate.of(Fate.Verdict.NO));
        stage.bank().outliveItsEnd(current(id));
        Duration untilItsEnd = Duration.between(
                stage.now(), stage.stored(id).state().hold().orElseThrow().expiresAt());
        stage.pass(untilItsEnd.minusMinutes(1));
        int before = stage.calls(Call.FIND);

        // when
        stage.pass(Duration.ofDays(1));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
        assertThat(stage.calls(Call.FIND) - before).isLessThan(600);
    }

    @Test
    void aHoldIsReleasedAtItsGreatestAge() {
        for (String gateway : new String[] {"erp", "adyen"}) {
            // given
            Stage young = Stage.thatGivesUpAfter(Duration.ofDays(10));
            DisputeId id = young.held(gateway);
            young.always(Call.VOID, Fate.of(Fate.Verdict.NO));
            young.pass(UNTIL_RENEWED);
            if (gateway.equals("erp")) {
                young.bank().outliveItsEnd(young.books(id).get(0).id());
            }

            // when
            young.pass(Duration.ofDays(11).minus(UNTIL_RENEWED));

            // then
            assertThat(young.stored(id).pending()).as(gateway).contains(new Settlement.Release());
        }
    }

    @Test
    void aHoldTooManyIsGivenBackThoughARefreshDoesNotSettle() {
        // given
        stage.bank().holdsLive(Duration.ofDays(40));
        DisputeId id = stage.held();
        stage.pass(Duration.ofDays(30).minusMinutes(10));
        stage.always(Call.REFRESH, isUnknown());
        Bank.Authorization extra = oneTooManyUntil(
                stage, stage.bank(), id, () -> stage.stored(id).counters().refreshes() > 0);

        // when
        stage.pass(Duration.ofHours(2));

        // then
        assertThat(extra.status()).isEqualTo(AuthorizationView.Status.VOIDED);
        assertThat(stage.stored(id).surplus()).isEmpty();
        assertThat(stage.stored(id).attention()).contains(Attention.TOKEN_REFRESH_FAILED);
    }

    @Test
    void aHoldTooManyIsGivenBackThoughARenewalDoesNotSettleAndTheHoldIsRenewedInTheEnd() {
        for (Fate fate : List.of(isUnknown(), Fate.notSent(GatewayOutcome.Reason.NO_CONNECTION))) {
            // given
            Stage again = Stage.forWeeks();
            DisputeId id = again.held();
            again.pass(UNTIL_RENEWED.minusHours(14));
            again.always(Call.RENEW, fate);
            Bank.Authorization extra = oneTooManyUntil(
                    again, again.bank(), id, () -> again.stored(id).counters().renewals() > 0);

            // when
            again.pass(Duration.ofHours(2));
            AuthorizationView.Status meanwhile = extra.status();
            again.well();
            again.pass(Duration.ofHours(12));

            // then
            assertThat(meanwhile).isEqualTo(AuthorizationView.Status.VOIDED);
            assertThat(again.stored(id).status()).isEqualTo(Status.HELD);
            assertThat(again.stored(id).attention()).isEmpty();
            assertThat(again.books(id).stream().map(Bank.Authorization::status).toList())
                    .containsExactly(
                            AuthorizationView.Status.VOIDED,
                            AuthorizationView.Status.VOIDED,
                            AuthorizationView.Status.AUTHORIZED);
        }
    }

    @Test
    void aHoldIsRenewedThoughTheGatewayDecidesLateAndAHoldTooManyWasInTheWayOnce() {
        for (String gateway : List.of("erp", "adyen")) {
            // given
            Stage late = Stage.forWeeks();
            DisputeId id = late.held(gateway);
            AuthorizationId first = late.stored(id).state().authorizationId().orElseThrow();
            late.pass(UNTIL_RENEWED.minusHours(14));
            late.always(Call.RENEW, Fate.of(Fate.Verdict.LATER_YES).later(Duration.ofMinutes(140)));
            oneTooManyUntil(
                    late,
                    bank(late, gateway),
                    id,
                    () -> late.stored(id).counters().renewals() > 0);

            // when
            late.pass(Duration.between(
                            late.now(),
                            late.stored(id).state().hold().orElseThrow().expiresAt())
                    .plusHours(6));

            // then
            assertThat(late.stored(id).status()).as(gateway).isEqualTo(Status.HELD);
            assertThat(late.stored(id).isCurrent(first)).as(gateway).isFalse();
            assertThat(late.stored(id).counters().renewals()).as(gateway).isEqualTo(2);
            assertThat(late.books(id).stream().filter(it -> it.status() == AuthorizationView.Status.AUTHORIZED))
                    .as(gateway)
                    .hasSize(1);
        }
    }

    @Test
    void aHoldTooManyIsGivenBackAtAGatewayThatCannotBeAskedThoughARenewalDoesNotSettle() {
        for (Fate fate : List.of(isUnknown(), Fate.of(Fate.Verdict.LATER_YES).later(Duration.ofDays(20)))) {
            // given
            Stage silent = Stage.forWeeks();
            silent.silentBank().holdsLive(Duration.ofDays(28));
            DisputeId id = silent.held("adyen");
            silent.pass(Duration.between(
                            silent.now(), silent.stored(id).upkeep().renewAt().orElseThrow())
                    .minusMinutes(20));
            silent.always(Call.RENEW, fate);
            Bank.Authorization extra = oneTooManyUntil(
                    silent,
                    silent.silentBank(),
                    id,
                    () -> silent.stored(id).counters().renewals() > 0);

            // when
            silent.pass(Duration.ofHours(2));

            // then
            assertThat(extra.status()).isEqualTo(AuthorizationView.Status.VOIDED);
            assertThat(silent.stored(id).status()).isEqualTo(Status.HELD);
            assertThat(silent.stored(id).upkeep().renewAt()).isPresent();
            assertThat(silent.stored(id).attentions()).contains(Attention.RENEWAL_FAILED);

            // when
            silent.well();
            silent.pass(Duration.between(
                    silent.now(), silent.stored(id).upkeep().renewAt().orElseThrow()));
            silent.pass(Duration.ofMinutes(10));

            // then
            assertThat(silent.stored(id).status()).isEqualTo(Status.HELD);
            assertThat(silent.stored(id).attentions()).doesNotContain(Attention.RENEWAL_FAILED);
        }
    }

    private static Bank bank(Stage stage, String gateway) {
        return gateway.equals("adyen") ? stage.silentBank() : stage.bank();
    }

    private static Fate isUnknown() {
        return Fate.lost().with(Fate.Answer.SERVER_ERROR);
    }

    /** Which the gateway gives back only when something else has begun in its place. */
    private static Bank.Authorization oneTooManyUntil(Stage stage, Bank bank, DisputeId id, BooleanSupplier begun) {
        stage.always(Call.VOID, Fate.lost());
        Bank.Authorization extra = bank.invent(id, Stage.AMOUNT);
        stage.hear(stage.stored(id).terms().gateway(), stage.latestNews());
        while (!begun.getAsBoolean()) {
            stage.pass(Duration.ofMinutes(1));
        }
        stage.pass(Duration.ofMinutes(2));
        stage.always(Call.VOID, Fate.plain());
        return extra;
    }

    /** It was renewed, and its old hold, which lives on, could not be given back for hours. */
    private DisputeId whoseOldHoldStays() {
        DisputeId id = stage.held();
        stage.always(Call.VOID, Fate.lost());
        stage.pass(UNTIL_RENEWED);
        stage.bank().outliveItsEnd(stage.books(id).get(0).id());
        stage.pass(Duration.ofHours(2));
        assertThat(statuses(id))
                .containsExactly(AuthorizationView.Status.AUTHORIZED, AuthorizationView.Status.AUTHORIZED);
        return id;
    }
}
