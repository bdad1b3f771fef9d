package io.holdfast.dispute;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.ChainedEntry;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.Status;
import io.holdfast.dispute.model.StoryType;
import io.holdfast.gateway.GatewayEvent;
import io.holdfast.simulation.Call;
import io.holdfast.simulation.Fate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One reason for a person to look is shown, the one that weighs most. The others stay until their own cause ends. */
class HiddenAttentionTest extends RenewalCase {

    @Test
    void aChargeThatFailsBehindAnOrphanedHoldIsToldAtOnceAndShownAfterIt() {
        // given
        DisputeId id = stage.held("erp");
        orphan(id);
        failCharge(id);
        assertThat(stage.stored(id).attention()).contains(Attention.ORPHANED_HOLD);
        assertThat(raised(id)).contains(Attention.CAPTURE_FAILED.name());

        // when
        stage.well();
        stage.pass(Duration.ofMinutes(30));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
        assertThat(stage.stored(id).attention()).contains(Attention.CAPTURE_FAILED);
    }

    @Test
    void aChargeThatFailedIsShownAgainAfterAnOrphanedHoldThatCameAndWent() {
        // given
        DisputeId id = stage.held("erp");
        failCharge(id);
        assertThat(stage.stored(id).attention()).contains(Attention.CAPTURE_FAILED);
        orphan(id);

        // when
        stage.well();
        stage.pass(Duration.ofMinutes(30));

        // then
        assertThat(stage.stored(id).attention()).contains(Attention.CAPTURE_FAILED);
        assertThat(raised(id)).containsOnlyOnce(Attention.CAPTURE_FAILED.name());
    }

    @Test
    void aRenewalThatFailedIsShownAgainAfterOneWrongAnswer() {
        // given
        DisputeId id = stage.held("erp");
        stage.always(Call.RENEW, Fate.of(Fate.Verdict.NO));
        stage.pass(UNTIL_RENEWED);
        assertThat(stage.stored(id).attention()).contains(Attention.RENEWAL_FAILED);

        // when
        stage.next(Call.FIND, Fate.answered(Fate.Answer.OTHER_AMOUNT));
        stage.hear(
                "erp",
                new GatewayEvent(
                        "evt_1",
                        "authorization.updated",
                        Optional.of(id),
                        Optional.of(current(id)),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
        stage.pass(Duration.ofMinutes(10));

        // then
        Dispute dispute = stage.stored(id);
        assertThat(raised(id)).contains(Attention.GATEWAY_MISMATCH.name());
        assertThat(dispute.upkeep().renewAt()).isEmpty();
        assertThat(dispute.attention()).contains(Attention.RENEWAL_FAILED);
    }

    @Test
    void whatIsDecidedEndsEveryWorryThatItEnds() {
        // given
        DisputeId id = stage.held("erp");
        orphan(id);
        failCharge(id);
        stage.well();

        // when
        stage.answer(stage.disputes().chargeHold().charge(id, Optional.empty(), "agent"));
        stage.pass(Duration.ofHours(1));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.CHARGED);
        assertThat(stage.stored(id).attentions()).isEmpty();
    }

    /** After a renewal, the hold before it is not given back for so long that a person is called. */
    private void orphan(DisputeId id) {
        stage.always(Call.VOID, Fate.lost());
        stage.pass(UNTIL_RENEWED.plusHours(2));
        assertThat(stage.stored(id).attention()).contains(Attention.ORPHANED_HOLD);
    }

    private void failCharge(DisputeId id) {
        stage.next(Call.CAPTURE, Fate.of(Fate.Verdict.NO));
        stage.answer(stage.disputes().chargeHold().charge(id, Optional.empty(), "agent"));
        stage.pass(Duration.ofMinutes(1));
        assertThat(stage.story(id)).contains("charge.failed");
        assertThat(stage.stored(id).pending()).isEmpty();
    }

    private List<String> raised(DisputeId id) {
        return stage.database().story(id).stream()
                .filter(it -> it.type().equals(StoryType.ATTENTION_RAISED.code()))
                .map(ChainedEntry::detail)
                .map(detail -> detail.replaceAll(".*\"attention\":\"([A-Z_]*)\".*", "$1"))
                .toList();
    }
}
