package io.holdfast.dispute;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.Status;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.GatewayEvent;
import io.holdfast.money.Money;
import io.holdfast.simulation.Call;
import io.holdfast.simulation.Fate;
import io.holdfast.simulation.Stage;
import io.holdfast.store.WebhookStore;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A webhook is a hint. */
class HearNewsTest {

    private final Stage stage = new Stage();

    @Test
    void newsOfWhatIsOnRecordIsNotAskedAbout() {
        // given
        stage.held();

        // when
        Hearing hearing = hear(stage.news().get(0));

        // then
        assertThat(hearing).isEqualTo(Hearing.KNOWN);
        assertThat(stage.calls(Call.FIND)).isZero();
    }

    @Test
    void newsThatComesBeforeTheGatewaysOwnAnswerWaitsForIt() {
        // given
        stage.next(Call.AUTHORIZE, Fate.plain().back(Duration.ofSeconds(5)));
        DisputeId id = stage.open();
        stage.pass(Duration.ofSeconds(1));

        // when
        Hearing early = stage.answer(
                stage.disputes().hearNews().hear("erp", stage.news().get(0)));
        Hearing late = hear(stage.news().get(0));

        // then
        assertThat(early).isEqualTo(Hearing.LATER);
        assertThat(late).isEqualTo(Hearing.KNOWN);
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
        assertThat(stage.stored(id).question()).isEmpty();
        assertThat(stage.books(id)).hasSize(1);
    }

    @Test
    void newsOfARenewalThatMayBeTakenBackAtThisMomentWaitsForTheAnswerToThat() {
        // given
        Stage weeks = Stage.forWeeks();
        DisputeId id = weeks.held("adyen");
        weeks.always(
                Call.RENEW,
                Fate.of(Fate.Verdict.LATER_YES).later(Duration.ofMinutes(70)).back(Duration.ofSeconds(8)));
        while (weeks.books(id).size() < 2) {
            weeks.pass(Duration.ofMinutes(1));
        }
        weeks.pass(Duration.ofMinutes(71));
        while (weeks.stored(id).lease().isEmpty()) {
            weeks.pass(Duration.ofSeconds(1));
        }

        // when
        Hearing early = weeks.answer(weeks.disputes().hearNews().hear("adyen", weeks.latestNews()));
        Hearing late = weeks.hear("adyen", weeks.latestNews());

        // then
        assertThat(early).isEqualTo(Hearing.LATER);
        assertThat(late).isEqualTo(Hearing.TAKEN_OVER);
        assertThat(weeks.stored(id).isCurrent(weeks.books(id).get(1).id())).isTrue();
    }

    @Test
    void newsOfAGatewayThatIsOffIsNeitherAskedAboutNorDecidedOn() {
        // given
        DisputeId id = stage.held();
        stage.bank().lapse(stage.books(id).get(0).id());
        GatewayEvent lapsed = stage.latestNews();

        // when
        Hearing hearing = stage.answer(stage.disputes().hearNews().hear("a gateway that was switched off", lapsed));

        // then
        assertThat(hearing).isEqualTo(Hearing.GATEWAY_OFF);
        assertThat(stage.stored(id).question()).isEmpty();
    }

    @Test
    void newsOfAPendingAuthorizationEndsTheWaitAtOnce() {
        // given
        stage.next(Call.AUTHORIZE, Fate.of(Fate.Verdict.LATER_YES).later(Duration.ofMinutes(20)));
        DisputeId id = stage.held();
        stage.pass(Duration.ofMinutes(20).minusSeconds(2));
        stage.always(Call.FIND, Fate.plain());
        stage.pass(Duration.ofMillis(1_100));

        // when
        hear(stage.news().get(0));
        stage.pass(Duration.ofMillis(100));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
    }

    @Test
    void newsThatLiesChangesNothing() {
        // given
        DisputeId id = stage.held();
        AuthorizationView truth = stage.news().get(0).view().orElseThrow();

        // when
        hear(event(truth, AuthorizationView.Status.VOIDED));
        stage.pass(Duration.ofSeconds(5));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
        assertThat(stage.stored(id).question()).isEmpty();
        assertThat(stage.story(id)).endsWith("gateway.confirmed");
    }

    @Test
    void newsOfNobodysAuthorizationIsNotLostOnAnybody() {
        // when
        Hearing hearing = hear(new GatewayEvent(
                "evt_1",
                "authorization.updated",
                Optional.of(new DisputeId(new UUID(1, 2))),
                Optional.of(new AuthorizationId("auth_x")),
                Optional.empty()));

        // then
        assertThat(hearing).isEqualTo(Hearing.NO_DISPUTE);
    }

    @Test
    void newsFindsItsDisputeByTheAuthorizationToo() {
        // given
        DisputeId id = stage.held();
        stage.bank().voidAtDesk(stage.books(id).get(0).id());
        GatewayEvent whole = stage.news().get(1);

        // when
        Hearing hearing = hear(
                new GatewayEvent(whole.id(), whole.type(), Optional.empty(), whole.authorizationId(), whole.view()));
        stage.pass(Duration.ofSeconds(1));

        // then
        assertThat(hearing).isEqualTo(Hearing.TAKEN_UP);
        assertThat(stage.stored(id).status()).isEqualTo(Status.RELEASED);
    }

    @Test
    void aHoldGivenBackAtTheGatewaysDeskIsReleased() {
        // given
        DisputeId id = stage.held();
        stage.bank().voidAtDesk(stage.books(id).get(0).id());

        // when
        hear(stage.news().get(1));
        stage.pass(Duration.ofSeconds(1));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.RELEASED);
        assertThat(stage.stored(id).attention()).isEmpty();
    }

    @Test
    void twoUnknownAuthorizationsInTheNewsAreBothGivenBack() {
        // given
        DisputeId id = stage.held();
        stage.always(Call.FIND, Fate.answered(Fate.Answer.SERVER_ERROR));
        stage.bank().invent(id, Stage.AMOUNT);
        stage.bank().invent(id, Stage.AMOUNT);
        hear(stage.news().get(1));
        hear(stage.news().get(2));

        // when
        stage.well();
        stage.pass(Duration.ofMinutes(1));

        // then
        assertThat(stage.books(id))
                .extracting(it -> it.status())
                .containsExactly(
                        AuthorizationView.Status.AUTHORIZED,
                        AuthorizationView.Status.VOIDED,
                        AuthorizationView.Status.VOIDED);
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
    }

    @Test
    void aQuestionThatTheGatewayDoesNotAnswerStaysOpenAndIsShown() {
        // given
        DisputeId id = stage.held();
        stage.bank().voidAtDesk(stage.books(id).get(0).id());
        stage.bankIsAway();

        // when
        hear(stage.news().get(1));
        stage.pass(Duration.ofSeconds(11));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
        assertThat(stage.stored(id).question()).isPresent();
        assertThat(stage.stored(id).attention()).contains(Attention.GATEWAY_UNREACHABLE);
    }

    @Test
    void anAnswerThatNamesAnotherAmountIsAskedForAgain() {
        // given
        DisputeId id = stage.held();
        AuthorizationView truth = stage.news().get(0).view().orElseThrow();
        stage.next(Call.FIND, Fate.answered(Fate.Answer.OTHER_AMOUNT));
        hear(event(truth, AuthorizationView.Status.VOIDED));
        stage.pass(Duration.ofMillis(200));
        assertThat(stage.stored(id).attention()).contains(Attention.GATEWAY_MISMATCH);

        // when
        stage.pass(Duration.ofSeconds(10));

        // then
        assertThat(stage.stored(id).attention()).isEmpty();
        assertThat(stage.stored(id).question()).isEmpty();
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
    }

    @Test
    void newsOfAGatewayThatCannotBeAskedIsItsWord() {
        // given
        stage.next(Call.AUTHORIZE, Fate.answered(Fate.Answer.NONE));
        stage.always(Call.AUTHORIZE, Fate.lost());
        DisputeId id = stage.open("adyen");
        stage.pass(Duration.ofSeconds(30));

        // when
        stage.hear("adyen", stage.news().get(0));
        stage.pass(Duration.ofSeconds(1));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
        assertThat(stage.stored(id).operation()).isEmpty();
    }

    @Test
    void anOldWordOfAGatewayThatCannotBeAskedChangesNothingThatIsOver() {
        // given
        DisputeId id = stage.held("adyen");
        stage.answer(stage.disputes().chargeHold().charge(id, Optional.empty(), "agent"));
        stage.pass(Duration.ofSeconds(5));
        stage.hear("adyen", stage.latestNews());
        stage.pass(Duration.ofSeconds(1));
        assertThat(stage.stored(id).status()).isEqualTo(Status.CHARGED);

        // when
        Hearing hearing = stage.hear("adyen", stage.news().get(0));

        // then
        assertThat(hearing).isEqualTo(Hearing.KNOWN);
        assertThat(stage.stored(id).attention()).isEmpty();
        assertThat(stage.stored(id).surplus()).isEmpty();
    }

    @Test
    void anAuthorizationThatWasGivenBackBeforeItWasKnownIsNotOneTooManyWhenItsYesComes() {
        for (AuthorizationView.Status end :
                List.of(AuthorizationView.Status.VOIDED, AuthorizationView.Status.EXPIRED)) {
            // given
            DisputeId id = stage.held("adyen");
            AuthorizationView unknown = new AuthorizationView(
                    new AuthorizationId("PSP" + end),
                    end,
                    Optional.of(Stage.AMOUNT),
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    stage.now().plus(Duration.ofDays(7)),
                    Optional.of(id));
            stage.hear("adyen", event("evt_end", unknown, end));

            // when
            Hearing yes = stage.hear("adyen", event("evt_yes", unknown, AuthorizationView.Status.AUTHORIZED));
            Hearing endAgain = stage.hear("adyen", event("evt_again", unknown, AuthorizationView.Status.VOIDED));

            // then
            assertThat(List.of(yes, endAgain)).containsOnly(Hearing.KNOWN);
            assertThat(stage.stored(id).surplus()).isEmpty();
            assertThat(stage.calls(Call.VOID)).isZero();
        }
    }

    @Test
    void theEndOfWhatAChargeLeavesWaitsUntilTheChargeIsKnown() {
        for (AuthorizationView.Status end :
                List.of(AuthorizationView.Status.VOIDED, AuthorizationView.Status.EXPIRED)) {
            // given
            DisputeId id = stage.held("adyen");
            AuthorizationView hold = stage.latestNews().view().orElseThrow();
            stage.answer(stage.disputes().chargeHold().charge(id, Optional.of(new BigDecimal("20.00")), "agent"));
            stage.pass(Duration.ofSeconds(5));
            GatewayEvent charged = stage.latestNews();
            AuthorizationView rest = new AuthorizationView(
                    hold.id(),
                    end,
                    Optional.of(Money.of("29.99", "USD")),
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    hold.expiresAt(),
                    Optional.of(id));

            // when
            Hearing early = stage.answer(stage.disputes().hearNews().hear("adyen", event("evt_rest", rest, end)));
            stage.hear("adyen", charged);
            Hearing late = stage.hear("adyen", event("evt_rest", rest, end));

            // then
            assertThat(early).isEqualTo(Hearing.LATER);
            assertThat(late).isEqualTo(Hearing.KNOWN);
            assertThat(stage.stored(id).status()).isEqualTo(Status.CHARGED);
            assertThat(stage.stored(id).attention()).isEmpty();
        }
    }

    @Test
    void aReleaseThatADeskHadPromisedAndTheGatewayRefusesIsTriedAnew() {
        // given
        DisputeId id = stage.held("adyen");
        AuthorizationView hold = stage.latestNews().view().orElseThrow();
        stage.always(Call.VOID, Fate.lost());
        stage.answer(stage.disputes().releaseHold().release(id, "agent"));
        stage.pass(Duration.ofMinutes(1));
        stage.silentBank().voidAtDesk(hold.id());
        stage.settleByHand(id, AuthorizationView.Status.VOIDED);
        assertThat(stage.stored(id).status()).isEqualTo(Status.RELEASED);

        // when
        stage.hear("adyen", ofRequest(hold, AuthorizationView.Status.VOID_REFUSED, id + ":void:2"));
        assertThat(stage.stored(id).attention()).isEmpty();
        stage.hear("adyen", ofRequest(hold, AuthorizationView.Status.VOID_REFUSED, id + ":void:1"));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.RELEASED);
        assertThat(stage.stored(id).attention()).contains(Attention.ORPHANED_HOLD);
        stage.well();
        stage.pass(Duration.ofMinutes(1));
        stage.hear("adyen", stage.latestNews());
        assertThat(stage.stored(id).attention()).isEmpty();
        assertThat(stage.books(id)).extracting(it -> it.status()).containsExactly(AuthorizationView.Status.VOIDED);
    }

    @Test
    void moneyThatIsTakenOfAPaymentThatTheDisputeDoesNotStandOnIsToldThoughItsNewsNamesNoDispute() {
        // given
        DisputeId id = stage.held("adyen");
        AuthorizationView hold = stage.latestNews().view().orElseThrow();
        AuthorizationId before = new AuthorizationId("before the renewal");
        GatewayEvent placed = event("placed ", of(before, hold, Optional.empty()), AuthorizationView.Status.AUTHORIZED);
        GatewayEvent taken = new GatewayEvent(
                "evt_taken",
                "CAPTURE",
                Optional.empty(),
                Optional.of(before),
                Optional.of("the desk's"),
                Optional.of(of(before, hold, hold.amount())),
                Optional.empty());
        assertThat(stage.answer(stage.disputes().hearNews().hear("adyen", taken)))
                .isEqualTo(Hearing.NO_DISPUTE);
        stage.database().keep("adyen", placed);

        // when
        Hearing hearing = stage.hear("adyen", taken);

        // then
        assertThat(hearing).isEqualTo(Hearing.TAKEN_OVER);
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
        assertThat(stage.stored(id).attention()).contains(Attention.UNEXPECTED_CAPTURE);
    }

    private static AuthorizationView of(AuthorizationId id, AuthorizationView hold, Optional<Money> captured) {
        return new AuthorizationView(
                id,
                AuthorizationView.Status.CAPTURED,
                Optional.empty(),
                captured,
                Optional.empty(),
                false,
                hold.expiresAt(),
                hold.disputeId());
    }

    private GatewayEvent ofRequest(AuthorizationView hold, AuthorizationView.Status status, String reference) {
        GatewayEvent event = event("evt_of_" + reference, hold, status);
        return new GatewayEvent(
                event.id(),
                event.type(),
                event.disputeId(),
                event.authorizationId(),
                Optional.of(reference),
                event.view(),
                Optional.empty());
    }

    @Test
    void theWordOfAGatewayThatCannotBeAskedIsUsedOnceEvenIfTheReplicaDiesOverIt() {
        // given
        DisputeId id = stage.held("adyen");
        stage.next(Call.CAPTURE, Fate.of(Fate.Verdict.NO));
        stage.answer(stage.disputes().chargeHold().charge(id, Optional.empty(), "agent"));
        stage.pass(Duration.ofHours(1));
        GatewayEvent refused = stage.latestNews();
        assertThat(refused.view().orElseThrow().status()).isEqualTo(AuthorizationView.Status.CAPTURE_REFUSED);
        stage.answer(stage.keptNews().keep("adyen", List.of(refused), Duration.ofSeconds(30)));
        assertThat(stage.hear("adyen", refused)).isEqualTo(Hearing.TAKEN_OVER);
        assertThat(stage.stored(id).pending()).isEmpty();
        stage.answer(stage.disputes().chargeHold().charge(id, Optional.empty(), "agent"));
        stage.pass(Duration.ofSeconds(5));

        // when: whoever comes after it finds the news as it left it, or has had it in hand all along
        List<WebhookStore.Waiting> left = stage.answer(
                stage.keptNews().take(Set.of("adyen"), Duration.ofMinutes(10), 10, Duration.ofSeconds(30)));
        stage.hear("adyen", refused);

        // then
        assertThat(left).isEmpty();
        assertThat(stage.stored(id).pending()).isPresent();
        stage.hear("adyen", stage.latestNews());
        assertThat(stage.stored(id).status()).isEqualTo(Status.CHARGED);
        assertThat(stage.stored(id).attention()).isEmpty();
    }

    private GatewayEvent event(AuthorizationView truth, AuthorizationView.Status status) {
        return event("evt_lie", truth, status);
    }

    private GatewayEvent event(String name, AuthorizationView truth, AuthorizationView.Status status) {
        AuthorizationView lie = new AuthorizationView(
                truth.id(),
                status,
                truth.amount(),
                Optional.empty(),
                Optional.empty(),
                false,
                truth.expiresAt(),
                truth.disputeId());
        return new GatewayEvent(
                name + truth.id(),
                "authorization.updated",
                truth.disputeId(),
                Optional.of(truth.id()),
                Optional.of(lie));
    }

    private Hearing hear(GatewayEvent event) {
        return stage.hear("erp", event);
    }
}
