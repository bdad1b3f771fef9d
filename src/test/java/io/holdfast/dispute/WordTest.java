package io.holdfast.dispute;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.HoldState;
import io.holdfast.dispute.model.OperationKind;
import io.holdfast.gateway.AuthorizationView;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the word of a gateway is beside what is on record. */
class WordTest extends NewsCase {

    @Test
    void whatTheRecordSaysAlreadyIsNoNews() {
        // given
        Dispute held = dispute(HELD);
        Dispute charged = dispute(CHARGED);
        Dispute released = dispute(RELEASED);

        // when, then
        assertThat(Word.agrees(held, view(PSP, AuthorizationView.Status.AUTHORIZED)))
                .isTrue();
        assertThat(Word.agrees(charged, captured(TWENTY))).isTrue();
        assertThat(Word.agrees(released, view(PSP, AuthorizationView.Status.VOIDED)))
                .isTrue();
        assertThat(Word.agrees(held, view(OTHER, AuthorizationView.Status.VOIDED)))
                .isTrue();
    }

    @Test
    void whatIsStillToBeSettledIsNotOnRecord() {
        // given
        Dispute capturing = dispute(HELD).withOperation(sent(OperationKind.CAPTURE));
        Dispute initiated = dispute(KNOWN);
        Dispute returning = dispute(RELEASED).withSurplus(List.of(PSP));
        Dispute returningAnother = dispute(HELD).withSurplus(List.of(OTHER));
        Dispute orphaned = dispute(HELD).withAttentions(Set.of(Attention.ORPHANED_HOLD));

        // when, then
        assertThat(Word.agrees(capturing, view(PSP, AuthorizationView.Status.AUTHORIZED)))
                .isFalse();
        assertThat(Word.agrees(initiated, view(PSP, AuthorizationView.Status.VOIDED)))
                .isFalse();
        assertThat(Word.agrees(returning, view(PSP, AuthorizationView.Status.VOIDED)))
                .isFalse();
        assertThat(Word.agrees(returningAnother, view(OTHER, AuthorizationView.Status.VOIDED)))
                .isFalse();
        assertThat(Word.agrees(orphaned, view(OTHER, AuthorizationView.Status.VOIDED)))
                .isFalse();
    }

    @Test
    void whatTheRecordHasOtherwiseIsNews() {
        // given
        Dispute held = dispute(HELD);
        Dispute charged = dispute(CHARGED);
        Dispute released = dispute(RELEASED);

        // when, then
        assertThat(Word.agrees(held, view(OTHER, AuthorizationView.Status.AUTHORIZED)))
                .isFalse();
        assertThat(Word.agrees(held, view(PSP, AuthorizationView.Status.AUTHORIZED, TWENTY)))
                .isFalse();
        assertThat(Word.agrees(held, taken(PSP, AuthorizationView.Status.AUTHORIZED, FIFTY, TWENTY)))
                .isFalse();
        assertThat(Word.agrees(charged, captured(FIFTY))).isFalse();
        assertThat(Word.agrees(charged, taken(PSP, AuthorizationView.Status.VOIDED, FIFTY, TWENTY)))
                .isFalse();
        assertThat(Word.agrees(released, view(PSP, AuthorizationView.Status.AUTHORIZED)))
                .isFalse();
    }

    @Test
    void aWordOfAnotherAmountIsDoubtfulAsLongAsTheHoldIsNotGivenBack() {
        // given
        Dispute held = dispute(HELD);

        // when, then
        assertThat(Word.isDoubtful(held, view(PSP, AuthorizationView.Status.AUTHORIZED, TWENTY)))
                .isTrue();
        assertThat(Word.isDoubtful(held, taken(PSP, AuthorizationView.Status.CAPTURED, TWENTY, TWENTY)))
                .isTrue();
        assertThat(Word.isDoubtful(held, view(PSP, AuthorizationView.Status.VOIDED, TWENTY)))
                .isFalse();
        assertThat(Word.isDoubtful(held, view(OTHER, AuthorizationView.Status.AUTHORIZED, TWENTY)))
                .isFalse();
        assertThat(Word.isDoubtful(held, view(PSP, AuthorizationView.Status.AUTHORIZED)))
                .isFalse();
    }

    @Test
    void moneyIsElsewhereWhileACaptureNobodyAskedForOrAnotherAmountIsRaised() {
        // given
        Dispute held = dispute(HELD);

        // when, then
        assertThat(Word.isDifferent(held.withAttentions(Set.of(Attention.UNEXPECTED_CAPTURE))))
                .isTrue();
        assertThat(Word.isDifferent(held.withAttentions(Set.of(Attention.GATEWAY_MISMATCH))))
                .isTrue();
        assertThat(Word.isDifferent(held.withAttentions(Set.of(Attention.RENEWAL_FAILED))))
                .isFalse();
    }

    @Test
    void whatIsNotOnRecordIsNeitherTheHoldNorToBeGivenBack() {
        // given
        AuthorizationView another = view(OTHER, AuthorizationView.Status.AUTHORIZED);

        // when, then
        assertThat(Word.isNotOnRecord(dispute(HoldState.Initiated.NEW), another))
                .isFalse();
        assertThat(Word.isNotOnRecord(dispute(KNOWN), another)).isTrue();
        assertThat(Word.isNotOnRecord(dispute(HELD), another)).isTrue();
        assertThat(Word.isNotOnRecord(dispute(HELD), view(PSP, AuthorizationView.Status.AUTHORIZED)))
                .isFalse();
        assertThat(Word.isNotOnRecord(dispute(HELD).withSurplus(List.of(OTHER)), another))
                .isFalse();
    }

    @Test
    void ofAnotherHoldOnlyThatOneWhichIsGivenBackOnceLivedIsOld() {
        // given
        Dispute returning = dispute(HELD).withSurplus(List.of(OTHER));

        // when, then
        assertThat(Word.isOld(returning, view(OTHER, AuthorizationView.Status.AUTHORIZED)))
                .isTrue();
        assertThat(Word.isOld(returning, view(OTHER, AuthorizationView.Status.VOIDED)))
                .isFalse();
        assertThat(Word.isOld(dispute(HELD), view(OTHER, AuthorizationView.Status.AUTHORIZED)))
                .isFalse();
        assertThat(Word.isOld(dispute(KNOWN), view(PSP, AuthorizationView.Status.AUTHORIZED)))
                .isFalse();
    }
}
