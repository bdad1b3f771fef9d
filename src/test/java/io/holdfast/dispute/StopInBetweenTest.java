package io.holdfast.dispute;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.Status;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.money.Money;
import io.holdfast.simulation.Bank;
import io.holdfast.simulation.Call;
import io.holdfast.simulation.Fate;
import io.holdfast.simulation.Glass;
import io.holdfast.simulation.Stage;
import io.holdfast.store.DisputeStore;
import io.holdfast.store.IdempotencyClaim;
import io.smallrye.mutiny.Uni;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * The process is killed at every moment there is: before the intent is recorded, between intent and call, while the call is under way, between answer and
 * outcome, and after. Another replica always brings the dispute to the end that it would have had.
 */
class StopInBetweenTest {

    private static final int MORE_MOMENTS_THAN_THERE_ARE = 200;

    @Test
    void aStopWhileAHoldIsPlacedLosesAndDoublesNothing() {
        everywhere(
                stage -> null,
                (stage, none) -> open(stage),
                (stage, none) -> stage.database().everything().forEach(id -> {
                    assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
                    assertThat(statuses(stage, id)).containsExactly(AuthorizationView.Status.AUTHORIZED);
                }));
    }

    @Test
    void aStopWhileAHoldIsRefusedLosesNothing() {
        everywhere(
                stage -> {
                    stage.next(Call.AUTHORIZE, Fate.of(Fate.Verdict.NO));
                    return null;
                },
                (stage, none) -> open(stage),
                (stage, none) -> stage.database().everything().forEach(id -> {
                    boolean refused = stage.books(id).get(0).status() == AuthorizationView.Status.DECLINED;
                    assertThat(stage.stored(id).status()).isEqualTo(refused ? Status.FAILED : Status.HELD);
                }));
    }

    @Test
    void aStopWhileAHoldIsReleasedLosesNothing() {
        everywhere(
                Stage::held,
                (stage, id) -> forget(stage.disputes().releaseHold().release(id, "agent")),
                (stage, id) -> {
                    // what was never accepted is asked again by the agent
                    stage.answer(stage.others().releaseHold().release(id, "agent"));
                    stage.workOn(1, Duration.ofSeconds(5));
                    assertThat(stage.stored(id).status()).isEqualTo(Status.RELEASED);
                    assertThat(statuses(stage, id)).containsExactly(AuthorizationView.Status.VOIDED);
                    assertThat(stage.stored(id).counters().voids()).isOne();
                });
    }

    @Test
    void aStopWhileAHoldIsChargedChargesItOnce() {
        Optional<BigDecimal> amount = Optional.of(new BigDecimal("20.00"));
        everywhere(
                Stage::held,
                (stage, id) -> forget(stage.disputes().chargeHold().charge(id, amount, "agent")),
                (stage, id) -> {
                    stage.answer(stage.others().chargeHold().charge(id, amount, "agent"));
                    stage.workOn(1, Duration.ofSeconds(5));
                    assertThat(stage.stored(id).status()).isEqualTo(Status.CHARGED);
                    assertThat(stage.books(id).get(0).captured()).contains(Money.of("20.00", "USD"));
                    assertThat(stage.stored(id).counters().captures()).isOne();
                });
    }

    @Test
    void aStopWhileAHoldIsRenewedLeavesOneHold() {
        everywhere(
                stage -> heldUntil(stage, Duration.ofDays(6).plusHours(13)),
                (stage, id) -> stage.replica(0).takeUp(DisputeStore.Due.RENEWAL),
                (stage, id) -> {
                    stage.replica(1).takeUp(DisputeStore.Due.RENEWAL);
                    stage.workOn(1, Duration.ofSeconds(5));
                    assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
                    assertThat(statuses(stage, id))
                            .containsExactly(AuthorizationView.Status.VOIDED, AuthorizationView.Status.AUTHORIZED);
                    assertThat(stage.stored(id).counters().renewals()).isOne();
                    assertThat(stage.stored(id).surplus()).isEmpty();
                });
    }

    @Test
    void aStopWhileATokenIsRefreshedLosesNoToken() {
        everywhere(
                stage -> {
                    stage.bank().holdsLive(Duration.ofDays(60));
                    return heldUntil(stage, Duration.ofDays(30).plusHours(1));
                },
                (stage, id) -> stage.replica(0).takeUp(DisputeStore.Due.REFRESH),
                (stage, id) -> {
                    stage.replica(1).takeUp(DisputeStore.Due.REFRESH);
                    stage.workOn(1, Duration.ofSeconds(5));
                    assertThat(Glass.token(stage.stored(id))).doesNotContain("first");
                    assertThat(stage.stored(id).counters().refreshes()).isOne();
                    assertThat(stage.stored(id).attention()).isEmpty();
                });
    }

    @Test
    void aStopWhileARefreshGivesWayLeavesTheTokenToOthers() {
        record Customer(OpenCommand again, DisputeId id) {}
        everywhere(
                stage -> {
                    stage.bank().holdsLive(Duration.ofDays(60));
                    OpenCommand command = stage.command("erp");
                    DisputeId id =
                            opened(stage.answer(stage.disputes().openDispute().open(command)));
                    stage.pass(Duration.ofDays(30).plusHours(1));
                    // it waits a little before its first attempt, and has others wait
                    stage.round(DisputeStore.Due.REFRESH);
                    return new Customer(command, id);
                },
                (stage, customer) -> forget(stage.disputes().releaseHold().release(customer.id(), "agent")),
                (stage, customer) -> {
                    stage.answer(stage.others().releaseHold().release(customer.id(), "agent"));
                    DisputeId other =
                            opened(stage.answer(stage.others().openDispute().open(customer.again())));
                    stage.workOn(1, Duration.ofSeconds(5));
                    assertThat(stage.stored(customer.id()).status()).isEqualTo(Status.RELEASED);
                    assertThat(stage.stored(other).status()).isEqualTo(Status.HELD);
                });
    }

    @Test
    void aStopBeforeAHoldThatWaitedForATradeIsPlacedDoesNotUseTheOldToken() {
        everywhere(
                stage -> {
                    stage.bank().holdsLive(Duration.ofDays(60));
                    OpenCommand command = stage.command("erp");
                    opened(stage.answer(stage.disputes().openDispute().open(command)));
                    stage.pass(Duration.ofDays(30).plusHours(1));
                    beginATrade(stage);
                    return command;
                },
                (stage, command) -> forget(stage.disputes().openDispute().open(command)),
                (stage, command) -> stage.database().everything().stream()
                        .skip(1)
                        .forEach(id -> {
                            assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
                            assertThat(Glass.token(stage.stored(id))).doesNotContain("first");
                            assertThat(statuses(stage, id)).containsExactly(AuthorizationView.Status.AUTHORIZED);
                        }));
    }

    @Test
    void aStopWhileADecisionIsTakenUpThatWaitsForATradeDoesNotUseTheOldToken() {
        everywhere(
                stage -> {
                    stage.bank().holdsLive(Duration.ofDays(60));
                    OpenCommand command = stage.command("erp");
                    opened(stage.answer(stage.disputes().openDispute().open(command)));
                    stage.pass(Duration.ofDays(30).plusHours(1));
                    beginATrade(stage);
                    return opened(stage.answer(stage.others().openDispute().open(command)));
                },
                (stage, id) -> forget(stage.disputes().releaseHold().release(id, "agent")),
                (stage, id) -> {
                    stage.answer(stage.others().releaseHold().release(id, "agent"));
                    stage.workOn(1, Duration.ofSeconds(5));
                    assertThat(stage.stored(id).status()).isEqualTo(Status.RELEASED);
                    assertThat(Glass.token(stage.stored(id))).doesNotContain("first");
                });
    }

    @Test
    void aStopWhileARenewalIsBegunDuringATradeDoesNotUseTheOldToken() {
        everywhere(
                stage -> {
                    // the second one's hold is to be renewed when the token of both is to be refreshed
                    stage.bank().holdsLive(Duration.ofDays(60));
                    OpenCommand command = stage.command("erp");
                    opened(stage.answer(stage.disputes().openDispute().open(command)));
                    stage.pass(Duration.ofDays(12));
                    stage.bank().holdsLive(Duration.ofDays(20));
                    DisputeId id =
                            opened(stage.answer(stage.disputes().openDispute().open(command)));
                    stage.pass(Duration.ofDays(20).minusHours(12));
                    beginATrade(stage);
                    return id;
                },
                (stage, id) -> stage.replica(0).takeUp(DisputeStore.Due.RENEWAL),
                (stage, id) -> {
                    stage.replica(1).takeUp(DisputeStore.Due.RENEWAL);
                    stage.workOn(1, Duration.ofSeconds(5));
                    assertThat(Glass.token(stage.stored(id))).doesNotContain("first");
                    assertThat(statuses(stage, id))
                            .containsExactly(AuthorizationView.Status.VOIDED, AuthorizationView.Status.AUTHORIZED);
                });
    }

    /** The other replica does it, which lives on; the bank takes its time. */
    private static void beginATrade(Stage stage) {
        stage.next(Call.REFRESH, Fate.plain().there(Duration.ofSeconds(3)));
        stage.replica(1).takeUp(DisputeStore.Due.REFRESH);
        stage.pass(Duration.ofSeconds(1));
    }

    @Test
    void aStopWhileNewsIsTakenUpLosesNothing() {
        everywhere(
                stage -> {
                    DisputeId id = stage.held();
                    stage.bank().voidAtDesk(stage.books(id).get(0).id());
                    return id;
                },
                (stage, id) -> forget(stage.disputes().hearNews().hear("erp", stage.latestNews())),
                (stage, id) -> {
                    stage.answer(stage.others().hearNews().hear("erp", stage.latestNews()));
                    stage.workOn(1, Duration.ofSeconds(5));
                    assertThat(stage.stored(id).status()).isEqualTo(Status.RELEASED);
                    assertThat(stage.stored(id).question()).isEmpty();
                });
    }

    @Test
    void aStopInGoodOrderHandsBackWhatWasWaiting() {
        // given
        Stage stage = Stage.withoutSchedules();
        stage.always(Call.AUTHORIZE, Fate.plain().there(Duration.ofSeconds(5)));
        List<DisputeId> ids = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            ids.add(stage.open());
        }

        // when
        stage.answer(stage.disputes().stop(Duration.ofSeconds(20)));
        stage.replica(0).die();
        stage.well();
        stage.workOn(1, Duration.ofSeconds(2));

        // then
        assertThat(ids).allSatisfy(id -> assertThat(stage.stored(id).status()).isEqualTo(Status.HELD));
        assertThat(stage.calls(Call.AUTHORIZE)).isEqualTo(20);
    }

    /**
     * @param given prepares a stage
     * @param when begins something on the first replica
     * @param then what is true in the end, however early or late that replica was killed
     */
    private static <T> void everywhere(Function<Stage, T> given, BiConsumer<Stage, T> when, BiConsumer<Stage, T> then) {
        int moments = 0;
        for (boolean more = true; more; moments++) {
            Stage stage = Stage.withoutSchedules();
            T subject = given.apply(stage);
            when.accept(stage, subject);
            more = stage.steps(moments);
            stage.replica(0).die();
            stage.workOn(1, Duration.ofSeconds(40));
            then.accept(stage, subject);
            assertThat(moments).isLessThan(MORE_MOMENTS_THAN_THERE_ARE);
        }
        assertThat(moments).isGreaterThan(5);
    }

    private static DisputeId heldUntil(Stage stage, Duration age) {
        DisputeId id = stage.held();
        stage.pass(age);
        return id;
    }

    private static DisputeId opened(Opening opening) {
        return ((Opening.Opened) opening).dispute().id();
    }

    private static void open(Stage stage) {
        OpenCommand plain = stage.command("erp");
        IdempotencyClaim claim = new IdempotencyClaim("flow", "key-1", new byte[] {1});
        forget(stage.disputes()
                .openDispute()
                .open(new OpenCommand(plain.terms(), plain.paymentMethodId(), Optional.of(claim))));
    }

    /** The caller is not told: the process that would tell it dies. */
    private static <T> void forget(Uni<T> answer) {
        Consumer<Object> nobody = ignored -> {};
        answer.subscribe().with(nobody, nobody::accept);
    }

    private static List<AuthorizationView.Status> statuses(Stage stage, DisputeId id) {
        return stage.books(id).stream().map(Bank.Authorization::status).toList();
    }
}
