package io.holdfast.dispute;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.audit.AccessesInMemory;
import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.Status;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.simulation.Bank;
import io.holdfast.simulation.Call;
import io.holdfast.simulation.Fate;
import io.holdfast.simulation.Stage;
import io.holdfast.store.ReconciliationStore.Run;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A second hold that a reconciliation or a webhook told of is not forgotten because the dispute moves on: it is told of until it has ended. */
class ReportedOrphanTest extends RenewalCase {

    private DisputeId id;

    @Test
    void aChargeThatIsDoneGivesItBackAndOnlyThenItIsNoWorry() {
        // given
        Bank.Authorization extra = reported();
        stage.always(Call.VOID, Fate.lost());

        // when
        stage.answer(stage.disputes().chargeHold().charge(id, Optional.empty(), "agent"));
        stage.pass(Duration.ofMinutes(1));
        Dispute charged = stage.stored(id);
        stage.well();
        stage.pass(Duration.ofMinutes(30));

        // then
        assertThat(charged.status()).isEqualTo(Status.CHARGED);
        assertThat(charged.attentions()).contains(Attention.ORPHANED_HOLD);
        assertThat(extra.status()).isEqualTo(AuthorizationView.Status.VOIDED);
        assertThat(stage.stored(id).attentions()).isEmpty();
    }

    @Test
    void aRenewalDoesNotMakeItForgotten() {
        // given
        Bank.Authorization extra = reported();
        AuthorizationId first = current(id);

        // when
        stage.pass(UNTIL_RENEWED);
        stage.pass(Duration.ofMinutes(30));

        // then
        assertThat(current(id)).isNotEqualTo(first);
        assertThat(live(id)).containsExactly(current(id));
        assertThat(stage.story(id))
                .containsSubsequence(
                        "hold.renewed", "surplus.returned", "surplus.found", "surplus.returned", "attention.cleared");
        assertThat(stage.stored(id).attentions()).isEmpty();
    }

    @Test
    void itIsToldOfWhileTheGatewayDoesNotSay() {
        // given
        Bank.Authorization extra = reported();
        stage.always(Call.FIND, Fate.lost());

        // when
        stage.answer(stage.disputes().releaseHold().release(id, "agent"));
        stage.pass(Duration.ofMinutes(30));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.RELEASED);
        assertThat(stage.stored(id).attentions()).contains(Attention.ORPHANED_HOLD);
    }

    @Test
    void oneOfADisputeThatWasRefusedWithoutAnIdIsNoWorryOnceItIsGivenBack() {
        // given
        stage.always(Call.AUTHORIZE, Fate.lost().with(Fate.Answer.NO_AND_NOTHING_ELSE));
        id = stage.open();
        stage.pass(Duration.ofMinutes(5));
        stage.always(Call.VOID, Fate.lost());
        Bank.Authorization extra = stage.bank().invent(id, Stage.AMOUNT);
        stage.hear("erp", stage.latestNews());
        stage.pass(Duration.ofHours(2));
        Dispute refused = stage.stored(id);

        // when
        stage.well();
        stage.pass(Duration.ofHours(8));

        // then
        assertThat(refused.status()).isEqualTo(Status.FAILED);
        assertThat(refused.state().authorizationId()).isEmpty();
        assertThat(refused.attentions()).containsExactly(Attention.ORPHANED_HOLD);
        assertThat(extra.status()).isEqualTo(AuthorizationView.Status.VOIDED);
        assertThat(stage.stored(id).question()).isEmpty();
        assertThat(stage.stored(id).attentions()).isEmpty();
    }

    private Bank.Authorization reported() {
        BooksInMemory books = new BooksInMemory(() -> stage.database().disputes());
        id = stage.held();
        stage.bank().holdsLive(Duration.ofDays(30));
        stage.pass(Duration.ofMinutes(11));
        Bank.Authorization extra = stage.bank().invent(id, Stage.AMOUNT);
        stage.answer(stage.disputes()
                .reconcile(books, new AccessesInMemory())
                .run(
                        stage.bank().name(),
                        new Reconcile.Wish(false, Duration.ofMinutes(10), false, Optional.empty(), "reconcile"),
                        new Reconcile.Witness() {
                            @Override
                            public void reached(Run run) {}

                            @Override
                            public void orphan(String gateway, AuthorizationId it, DisputeId dispute, boolean known) {}
                        }));
        assertThat(stage.stored(id).attention()).contains(Attention.ORPHANED_HOLD);
        assertThat(extra.status()).isEqualTo(AuthorizationView.Status.AUTHORIZED);
        return extra;
    }
}
