package io.holdfast.dispute;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.ChainedEntry;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.Status;
import io.holdfast.gateway.GatewayOutcome;
import io.holdfast.simulation.Call;
import io.holdfast.simulation.Fate;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A hold that lapses with nobody's having decided on it, and whose renewal came to nothing, says so. */
class LapseAmidRenewalTest extends RenewalCase {

    private static final Fate AWAY = Fate.notSent(GatewayOutcome.Reason.NO_CONNECTION);

    @ParameterizedTest
    @EnumSource(
            value = Call.class,
            names = {"RENEW", "FIND"})
    void aRenewalThatCouldNotBeSentIsToldToHaveFailed(Call alsoAway) {
        // given
        DisputeId id = stage.held();
        stage.always(Call.RENEW, AWAY);
        stage.always(alsoAway, AWAY);

        // when
        stage.pass(Duration.ofDays(7).plusHours(1));
        stage.well();
        stage.pass(Duration.ofHours(1));

        // then
        assertFailed(id);
        assertThat(stage.story(id)).containsOnlyOnce("renewal.failed");
        assertThat(failure(id)).contains("not_sent").contains("no_connection");
    }

    @Test
    void aRenewalThatGaveWayToAHoldTooManyIsToldToHaveFailedWhenTheHoldIsFoundLapsed() {
        // given
        stage.bank().holdsLive(Duration.ofHours(3));
        DisputeId id = stage.held();
        renewalInPlaceOfAHoldTooMany(id);

        // when
        stage.pass(Duration.between(
                        stage.now(),
                        stage.stored(id).state().hold().orElseThrow().expiresAt())
                .plusMinutes(5));

        // then
        assertFailed(id);
        assertThat(failure(id)).contains("unknown");
    }

    @Test
    void aRenewalThatGaveWayToAHoldTooManyIsToldToHaveFailedWhenTheHoldLapsesBeforeTheNext() {
        // given
        DisputeId id = stage.held();
        stage.pass(UNTIL_RENEWED.minusHours(14));
        renewalInPlaceOfAHoldTooMany(id);
        while (!stage.stored(id).surplus().isEmpty()) {
            stage.pass(Duration.ofMinutes(1));
        }

        // when
        stage.bank().lapse(current(id));
        stage.hear("erp", stage.latestNews());
        stage.pass(Duration.ofMinutes(2));

        // then
        assertFailed(id);
    }

    @Test
    void aRenewalThatGaveWayToAHoldTooManyIsNoWorryOnceTheHoldIsRenewed() {
        // given
        DisputeId id = stage.held();
        stage.pass(UNTIL_RENEWED.minusHours(14));
        renewalInPlaceOfAHoldTooMany(id);
        while (!stage.stored(id).attentions().contains(Attention.RENEWAL_FAILED)) {
            stage.pass(Duration.ofMinutes(1));
        }

        // when
        stage.well();
        stage.pass(Duration.ofHours(12));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
        assertThat(stage.stored(id).attentions()).isEmpty();
        assertThat(live(id)).containsExactly(current(id));
    }

    private void renewalInPlaceOfAHoldTooMany(DisputeId id) {
        stage.always(Call.RENEW, Fate.lost().with(Fate.Answer.SERVER_ERROR));
        stage.always(Call.VOID, Fate.lost());
        stage.bank().invent(id, stage.stored(id).terms().amount());
        stage.hear("erp", stage.latestNews());
        while (stage.stored(id).counters().renewals() == 0) {
            stage.pass(Duration.ofMinutes(1));
        }
        stage.pass(Duration.ofMinutes(2));
        stage.always(Call.VOID, Fate.plain());
    }

    private void assertFailed(DisputeId id) {
        assertThat(stage.stored(id).status()).isEqualTo(Status.EXPIRED);
        assertThat(stage.stored(id).attentions()).containsExactly(Attention.RENEWAL_FAILED);
        assertThat(stage.story(id)).containsSubsequence("renewal.started", "renewal.failed", "hold.expired");
    }

    private String failure(DisputeId id) {
        List<ChainedEntry> failed = stage.database().story(id).stream()
                .filter(it -> it.type().equals("renewal.failed"))
                .toList();
        return failed.get(failed.size() - 1).detail();
    }
}
