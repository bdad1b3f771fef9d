package io.holdfast.dispute;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.OperationId;
import io.holdfast.dispute.model.Status;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.GatewayOutcome;
import io.holdfast.simulation.Call;
import io.holdfast.simulation.Fate;
import io.holdfast.simulation.Stage;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is believed of a person about an operation that does not settle, and what is not. */
class ResolveOperationTest {

    private final Stage stage = new Stage();

    @Test
    void theHoldOfAnotherDisputeIsNotTaken() {
        // given
        AuthorizationId another = authorization(stage.held());
        DisputeId id = unsettled();

        // when
        Resolving resolving = resolve(id, AuthorizationView.Status.AUTHORIZED, another);

        // then
        assertThat(resolving).isInstanceOf(Resolving.AnothersAuthorization.class);
        assertThat(stage.stored(id).status()).isEqualTo(Status.INITIATED);
        assertThat(stage.story(id)).doesNotContain("operation.resolved_by_hand");
    }

    @Test
    void theHoldThatAnotherDisputeWasReleasedFromIsNotTakenEither() {
        // given
        DisputeId over = stage.held();
        stage.answer(stage.disputes().releaseHold().release(over, "agent"));
        stage.pass(Duration.ofSeconds(1));
        DisputeId id = unsettled();

        // when
        Resolving resolving = resolve(id, AuthorizationView.Status.CAPTURED, authorization(over));

        // then
        assertThat(resolving).isInstanceOf(Resolving.AnothersAuthorization.class);
    }

    @Test
    void whatAnotherDisputeHasToGiveBackIsNotTaken() {
        // given
        stage.always(Call.VOID, Fate.lost());
        DisputeId other = stage.held();
        AuthorizationId surplus = stage.bank().invent(other, Stage.AMOUNT).id();
        stage.hear("erp", stage.latestNews());
        stage.pass(Duration.ofSeconds(5));
        assertThat(stage.stored(other).surplus()).contains(surplus);
        DisputeId id = unsettled();

        // when
        stage.always(Call.FIND, Fate.lost());
        Resolving resolving = resolve(id, AuthorizationView.Status.AUTHORIZED, surplus);

        // then
        assertThat(resolving).isInstanceOf(Resolving.AnothersAuthorization.class);
    }

    @Test
    void whatTheGatewaySaysIsAnotherDisputesIsNotTaken() {
        // given
        DisputeId other = stage.held();
        stage.answer(stage.disputes().releaseHold().release(other, "agent"));
        stage.pass(Duration.ofSeconds(1));
        AuthorizationId unknown = stage.bank().invent(other, Stage.AMOUNT).id();
        DisputeId id = unsettled();

        // when
        Resolving resolving = resolve(id, AuthorizationView.Status.AUTHORIZED, unknown);

        // then
        assertThat(resolving).isInstanceOf(Resolving.AnothersAuthorization.class);
    }

    @Test
    void aRenewalIsNotSettledWithAHoldThatIsToBeGivenBack() {
        // given
        Stage weeks = Stage.forWeeks();
        DisputeId id = weeks.held();
        weeks.pass(RenewalCase.UNTIL_RENEWED.minusHours(14));
        weeks.always(Call.RENEW, Fate.lost().with(Fate.Answer.SERVER_ERROR));
        weeks.always(Call.VOID, Fate.lost());
        AuthorizationId surplus = weeks.bank().invent(id, Stage.AMOUNT).id();
        weeks.hear("erp", weeks.latestNews());
        while (weeks.stored(id).counters().renewals() == 0) {
            weeks.pass(Duration.ofMinutes(1));
        }
        weeks.pass(Duration.ofMinutes(2));
        OperationId renewal = weeks.stored(id).operation().orElseThrow().id();

        // when
        Resolving resolving = weeks.answer(weeks.disputes()
                .resolveOperation()
                .resolve(
                        new ResolveCommand(
                                renewal,
                                AuthorizationView.Status.AUTHORIZED,
                                Optional.of(surplus),
                                Optional.empty(),
                                Optional.empty(),
                                "by phone"),
                        "admin"));

        // then
        assertThat(resolving).isInstanceOf(Resolving.ToBeGivenBack.class);
        assertThat(weeks.stored(id).isCurrent(surplus)).isFalse();
        assertThat(weeks.story(id)).doesNotContain("operation.resolved_by_hand");
    }

    @Test
    void aHoldThatEndsBeforeTheDisputeBeganOrLivesForYearsIsAMistake() {
        // given
        DisputeId id = unsettled();
        Instant opened = stage.stored(id).createdAt();

        for (Instant end : List.of(
                opened.minusMillis(1),
                stage.now().plus(ResolveOperation.LONGEST_LIFE).plusSeconds(1),
                Instant.parse("-9999-06-01T00:00:00Z"),
                Instant.MAX)) {
            // when
            Resolving resolving = resolve(
                    id,
                    AuthorizationView.Status.EXPIRED,
                    Optional.of(new AuthorizationId("auth_desk")),
                    Optional.empty(),
                    Optional.of(end));

            // then
            assertThat(resolving).as("%s", end).isInstanceOf(Resolving.EndOutOfReach.class);
        }
    }

    @Test
    void aReleaseByHandThatTheGatewaySaysNothingOfIsAskedAboutLessAndLessOften() {
        // given
        Stage weeks = Stage.forWeeks();
        DisputeId id = weeks.held();
        weeks.bank().voidAtDesk(weeks.stored(id).state().authorizationId().orElseThrow());
        weeks.always(Call.FIND, Fate.answered(Fate.Answer.SERVER_ERROR));
        weeks.always(Call.VOID, Fate.notSent(GatewayOutcome.Reason.NO_CONNECTION));
        weeks.answer(weeks.disputes().releaseHold().release(id, "agent"));
        weeks.pass(Duration.ofHours(2));
        weeks.settleByHand(id, AuthorizationView.Status.VOIDED);
        weeks.pass(Duration.ofHours(4));
        assertThat(weeks.stored(id).status()).isEqualTo(Status.RELEASED);
        assertThat(weeks.stored(id).question()).isPresent();
        long asked = weeks.calls(Call.FIND);

        // when
        weeks.pass(Duration.ofHours(24));

        // then
        assertThat(weeks.calls(Call.FIND) - asked).isBetween(20L, 40L);
    }

    @Test
    void aGatewayThatDoesNotAnswerLeavesItToThePerson() {
        // given
        stage.always(Call.AUTHORIZE, Fate.answered(Fate.Answer.NONE));
        stage.always(Call.FIND, Fate.lost());
        DisputeId id = stage.open();
        stage.pass(Duration.ofMinutes(2));
        AuthorizationId own = stage.books(id).get(0).id();

        // when
        Resolving resolving = resolve(id, AuthorizationView.Status.AUTHORIZED, own);

        // then
        assertThat(resolving).isInstanceOf(Resolving.Resolved.class);
        assertThat(authorization(id)).isEqualTo(own);
    }

    /** A dispute whose hold nobody knows the fate of. */
    private DisputeId unsettled() {
        stage.always(Call.AUTHORIZE, Fate.lost());
        DisputeId id = stage.open();
        stage.pass(Duration.ofMinutes(2));
        return id;
    }

    private AuthorizationId authorization(DisputeId id) {
        return stage.stored(id).state().authorizationId().orElseThrow();
    }

    private Resolving resolve(DisputeId id, AuthorizationView.Status said, AuthorizationId authorization) {
        return resolve(id, said, Optional.of(authorization), Optional.empty(), Optional.empty());
    }

    private Resolving resolve(
            DisputeId id,
            AuthorizationView.Status said,
            Optional<AuthorizationId> authorization,
            Optional<BigDecimal> amount,
            Optional<Instant> expiresAt) {
        OperationId operation = stage.stored(id).operation().orElseThrow().id();
        return stage.answer(stage.disputes()
                .resolveOperation()
                .resolve(new ResolveCommand(operation, said, authorization, amount, expiresAt, "by phone"), "admin"));
    }
}
