package io.holdfast.dispute;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.HoldState;
import io.holdfast.dispute.model.Settlement;
import io.holdfast.dispute.model.Status;
import io.holdfast.dispute.model.StoryEntry;
import io.holdfast.dispute.model.StoryType;
import io.holdfast.dispute.model.Upkeep;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.Capabilities;
import io.holdfast.money.Money;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the word of a gateway that can be asked makes of a dispute. */
class ReadingTest extends NewsCase {

    private static final Money EUROS = Money.of("20.00", "EUR");

    private final Reading reading = new Reading(POLICY, new Capabilities(true, true, true));

    @Test
    void aFirstHoldThatThePendingWordNamesIsKnown() {
        // given
        Draft draft = draft(dispute(HoldState.Initiated.NEW));

        // when
        reading.apply(draft, view(PSP, AuthorizationView.Status.PENDING));

        // then
        assertThat(draft.dispute().state()).isEqualTo(KNOWN);
        assertThat(types(draft)).containsExactly(StoryType.HOLD_PENDING);
    }

    @Test
    void aFirstHoldOfWhichSomebodyTookAPartIsHeldAndThatIsRaised() {
        // given
        Draft draft = draft(dispute(KNOWN));

        // when
        reading.apply(draft, taken(PSP, AuthorizationView.Status.AUTHORIZED, FIFTY, TWENTY));

        // then
        assertThat(draft.dispute().status()).isEqualTo(Status.HELD);
        assertThat(draft.dispute().attentions()).contains(Attention.UNEXPECTED_CAPTURE);
    }

    @Test
    void aFirstHoldThatIsOverAsSoonAsItIsThereIsNotRenewedAndThatIsRaised() {
        // given
        Draft draft = new Draft(dispute(KNOWN), "gateway:erp", EXPIRES.plusSeconds(1));

        // when
        reading.apply(draft, view(PSP, AuthorizationView.Status.AUTHORIZED));

        // then
        assertThat(draft.dispute().upkeep().renewAt()).isEmpty();
        assertThat(draft.dispute().attentions()).containsExactly(Attention.RENEWAL_FAILED);
    }

    @Test
    void theEndOfAFirstHoldEndsTheWorryAboutItsAmount() {
        for (AuthorizationView.Status end : List.of(
                AuthorizationView.Status.DECLINED, AuthorizationView.Status.VOIDED, AuthorizationView.Status.EXPIRED)) {
            // given
            Draft draft = draft(dispute(KNOWN).withAttentions(Set.of(Attention.GATEWAY_MISMATCH)));

            // when
            reading.apply(draft, view(PSP, end));

            // then
            assertThat(draft.dispute().status().isTerminal()).as(end.name()).isTrue();
            assertThat(draft.dispute().attentions()).as(end.name()).isEmpty();
        }
    }

    @Test
    void aFirstHoldThatLapsesIsReleasedOnlyIfThatWasWanted() {
        // given
        Draft wanted = draft(dispute(KNOWN).withPending(Optional.of(new Settlement.Release())));
        Draft unwanted = draft(dispute(KNOWN));

        // when
        reading.apply(wanted, view(PSP, AuthorizationView.Status.EXPIRED));
        reading.apply(unwanted, view(PSP, AuthorizationView.Status.EXPIRED));

        // then
        assertThat(wanted.dispute().status()).isEqualTo(Status.RELEASED);
        assertThat(types(wanted)).containsExactly(StoryType.HOLD_RELEASED);
        assertThat(unwanted.dispute().status()).isEqualTo(Status.EXPIRED);
        assertThat(types(unwanted)).containsExactly(StoryType.HOLD_EXPIRED);
    }

    @Test
    void aNoThatTheCustomerCouldTurnIntoAYesIsRaised() {
        // given
        Draft draft = draft(dispute(KNOWN));

        // when
        reading.apply(
                draft,
                new AuthorizationView(
                        PSP,
                        AuthorizationView.Status.DECLINED,
                        Optional.of(FIFTY),
                        Optional.empty(),
                        Optional.of("authentication_required"),
                        true,
                        EXPIRES,
                        Optional.empty()));

        // then
        assertThat(draft.dispute().state())
                .isEqualTo(new HoldState.Failed("authentication_required", Optional.of(PSP)));
        assertThat(draft.dispute().attentions()).containsExactly(Attention.ACTION_REQUIRED);
    }

    @Test
    void aFirstHoldThatSomebodyCapturedIsChargedByWhatWasTaken() {
        // given
        Draft draft = draft(dispute(KNOWN));

        // when
        reading.apply(draft, taken(PSP, AuthorizationView.Status.CAPTURED, FIFTY, TWENTY));

        // then
        assertThat(draft.dispute().state()).isEqualTo(CHARGED);
        assertThat(draft.dispute().attentions()).containsExactly(Attention.UNEXPECTED_CAPTURE);
    }

    @Test
    void aCaptureThatCannotBeBelievedChargesNothingAndIsRaised() {
        List<AuthorizationView> words = List.of(
                taken(PSP, AuthorizationView.Status.CAPTURED, FIFTY, EUROS),
                taken(PSP, AuthorizationView.Status.CAPTURED, TWENTY, TWENTY),
                view(PSP, AuthorizationView.Status.CAPTURED, FIFTY));
        for (AuthorizationView word : words) {
            // given
            Draft unnamed = draft(dispute(HoldState.Initiated.NEW));
            Draft held = draft(dispute(HELD));
            Draft charging = draft(dispute(HELD).withPending(Optional.of(new Settlement.Charge(TWENTY))));

            // when
            reading.apply(unnamed, word);
            reading.apply(held, word);
            reading.apply(charging, word);

            // then
            assertThat(unnamed.dispute().state()).isEqualTo(KNOWN);
            assertThat(unnamed.dispute().attentions()).containsExactly(Attention.UNEXPECTED_CAPTURE);
            assertThat(held.dispute().state()).isEqualTo(HELD);
            assertThat(held.dispute().attentions()).containsExactly(Attention.UNEXPECTED_CAPTURE);
            assertThat(charging.dispute().state()).isEqualTo(HELD);
            assertThat(charging.dispute().pending()).isPresent();
            assertThat(charging.dispute().attentions()).containsExactly(Attention.GATEWAY_MISMATCH);
        }
    }

    @Test
    void aChargeThatTheGatewayDeniesStaysAndIsRaised() {
        List<AuthorizationView> words = List.of(
                view(PSP, AuthorizationView.Status.AUTHORIZED),
                view(PSP, AuthorizationView.Status.VOIDED),
                taken(PSP, AuthorizationView.Status.CAPTURED, FIFTY, FIFTY));
        for (AuthorizationView word : words) {
            // given
            Draft draft = draft(dispute(CHARGED));

            // when
            reading.apply(draft, word);

            // then
            assertThat(draft.dispute().state()).as(word.toString()).isEqualTo(CHARGED);
            assertThat(draft.dispute().surplus()).as(word.toString()).isEmpty();
            assertThat(draft.dispute().attentions()).as(word.toString()).containsExactly(Attention.GATEWAY_MISMATCH);
        }
    }

    @Test
    void aChargeThatTheGatewayConfirmsAfterAllIsNoWorry() {
        // given
        Draft draft = draft(dispute(CHARGED).withAttentions(Set.of(Attention.GATEWAY_MISMATCH)));

        // when
        reading.apply(draft, taken(PSP, AuthorizationView.Status.CAPTURED, FIFTY, TWENTY));

        // then
        assertThat(draft.dispute().state()).isEqualTo(CHARGED);
        assertThat(draft.dispute().attentions()).isEmpty();
    }

    @Test
    void moneyTakenOfAHoldThatWasToBeGivenBackIsRaisedAndTheStateStays() {
        for (AuthorizationId id : List.of(PSP, OTHER)) {
            // given
            Draft draft =
                    draft(dispute(RELEASED).withSurplus(List.of(id)).withAttentions(Set.of(Attention.ORPHANED_HOLD)));

            // when
            reading.apply(draft, captured(id, TWENTY));

            // then
            assertThat(draft.dispute().state()).isEqualTo(RELEASED);
            assertThat(draft.dispute().surplus()).isEmpty();
            assertThat(draft.dispute().question()).isPresent();
            assertThat(draft.dispute().attentions())
                    .containsExactlyInAnyOrder(Attention.ORPHANED_HOLD, Attention.UNEXPECTED_CAPTURE);
        }
    }

    @Test
    void aHoldThatIsOverNeedsNoCareAndTheGatewayIsAskedForWhatElseLives() {
        for (AuthorizationView.Status end :
                List.of(AuthorizationView.Status.VOIDED, AuthorizationView.Status.EXPIRED)) {
            // given
            Draft draft = draft(dispute(HELD)
                    .withUpkeep(new Upkeep(Optional.of(OPENED.plusSeconds(60)), Optional.of(OPENED.plusSeconds(60))))
                    .withAttentions(Set.of(Attention.GATEWAY_MISMATCH, Attention.ORPHANED_HOLD)));

            // when
            reading.apply(draft, view(PSP, end));

            // then
            assertThat(draft.dispute().status().isTerminal()).as(end.name()).isTrue();
            assertThat(draft.dispute().upkeep()).as(end.name()).isEqualTo(Upkeep.NONE);
            assertThat(draft.dispute().question()).as(end.name()).isPresent();
            assertThat(draft.dispute().attentions()).as(end.name()).containsExactly(Attention.ORPHANED_HOLD);
        }
    }

    @Test
    void thatNoOtherHoldLivesIsBelievedOfAGatewayThatKnowsTheOneOnRecord() {
        // given
        Dispute orphaned = dispute(HELD).withAttentions(Set.of(Attention.ORPHANED_HOLD));
        AuthorizationView ours = view(PSP, AuthorizationView.Status.AUTHORIZED);
        AuthorizationView another = view(OTHER, AuthorizationView.Status.AUTHORIZED);
        AuthorizationView anothersEnd = view(OTHER, AuthorizationView.Status.VOIDED);

        // when, then
        assertThat(isOrphanedAfter(orphaned, List.of(ours))).isFalse();
        assertThat(isOrphanedAfter(orphaned, List.of(ours, anothersEnd))).isFalse();
        assertThat(isOrphanedAfter(orphaned, List.of(ours, another))).isTrue();
        assertThat(isOrphanedAfter(orphaned, List.of(anothersEnd))).isTrue();
        assertThat(isOrphanedAfter(orphaned, List.of())).isTrue();
        assertThat(isOrphanedAfter(orphaned.withSurplus(List.of(OTHER)), List.of(ours)))
                .isTrue();
    }

    private static boolean isOrphanedAfter(Dispute dispute, List<AuthorizationView> all) {
        Draft draft = draft(dispute);
        Reading.saidOfAll(draft, all);
        return draft.dispute().attentions().contains(Attention.ORPHANED_HOLD);
    }

    private static List<StoryType> types(Draft draft) {
        return draft.story().stream().map(StoryEntry::type).toList();
    }
}
