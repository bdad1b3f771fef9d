package io.holdfast.dispute;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.Question;
import io.holdfast.dispute.model.Status;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.simulation.Bank;
import io.holdfast.simulation.Call;
import io.holdfast.simulation.Fate;
import io.holdfast.simulation.Stage;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Upkeep that takes a payment token which cannot be opened any more: what the gateway says is heard all the same, and what needs no token is done. */
class LostKeyInTheWayTest extends RenewalCase {

    /** Rule 10: every hold ends; and a status says what is true. */
    @Test
    void aHoldThatLapsedIsExpiredThoughItsRenewalCannotBeSentAgain() {
        // given
        DisputeId id = whoseRenewalCannotBeSentAgain();

        // when
        stage.pass(Duration.ofHours(16));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.EXPIRED);
        assertThat(stage.stored(id).attention()).contains(Attention.RENEWAL_FAILED);
    }

    @Test
    void newsOfTheEndOfAHoldIsHeardThoughItsRenewalCannotBeSentAgain() {
        // given
        DisputeId id = whoseRenewalCannotBeSentAgain();
        stage.pass(Duration.ofHours(2));
        stage.bank().lapse(current(id));

        // when
        stage.hear("erp", stage.latestNews());
        stage.pass(Duration.ofSeconds(5));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.EXPIRED);
    }

    @Test
    void aRenewalThatArrivesWhenItWasDecidedAmidTheAskingIsGivenBack() {
        // given
        DisputeId id = stage.held();
        stage.always(Call.RENEW, Fate.answered(Fate.Answer.SERVER_ERROR).there(Duration.ofMinutes(10)));
        whileRenewing(id);
        stage.pass(Duration.ofSeconds(20));
        stage.loseTheKey();
        stage.always(Call.FIND, Fate.plain().back(Duration.ofSeconds(6)));
        int before = stage.calls(Call.FIND);
        while (stage.calls(Call.FIND) == before) {
            stage.pass(Duration.ofSeconds(1));
        }

        // when
        stage.answer(stage.disputes().releaseHold().release(id, "agent"));
        stage.pass(Duration.ofMinutes(2));
        Optional<Question> meanwhile = stage.stored(id).question();
        stage.pass(Duration.ofHours(1));

        // then
        assertThat(meanwhile.flatMap(Question::allUntil)).isPresent();
        assertThat(stage.stored(id).status()).isEqualTo(Status.RELEASED);
        assertThat(statuses(id)).containsExactly(AuthorizationView.Status.VOIDED, AuthorizationView.Status.VOIDED);
    }

    @Test
    void aHoldTooManyIsGivenBackThoughTheTokenCannotBeRefreshed() {
        // given
        stage.bank().holdsLive(Duration.ofDays(40));
        DisputeId id = stage.held();
        stage.pass(Duration.ofDays(30).minusMinutes(10));

        // when
        Bank.Authorization extra = oneTooManyWhileTheKeyIsLost(id);

        // then
        assertThat(extra.status()).isEqualTo(AuthorizationView.Status.VOIDED);
        assertThat(stage.stored(id).surplus()).isEmpty();
        assertThat(stage.stored(id).attentions()).containsExactly(Attention.TOKEN_REFRESH_FAILED);
        assertThat(stage.stored(id).upkeep().refreshAt()).isPresent();
    }

    @Test
    void aHoldTooManyIsGivenBackThoughTheHoldCannotBeRenewed() {
        // given
        DisputeId id = stage.held();
        stage.pass(Duration.between(
                        stage.now(), stage.stored(id).upkeep().renewAt().orElseThrow())
                .minusMinutes(10));

        // when
        Bank.Authorization extra = oneTooManyWhileTheKeyIsLost(id);

        // then
        assertThat(extra.status()).isEqualTo(AuthorizationView.Status.VOIDED);
        assertThat(stage.stored(id).surplus()).isEmpty();
        assertThat(stage.stored(id).attentions()).containsExactly(Attention.RENEWAL_FAILED);
        assertThat(stage.stored(id).upkeep().renewAt()).isPresent();
    }

    /** And which the gateway gives back only when the upkeep that takes the token has been due for a while. */
    private Bank.Authorization oneTooManyWhileTheKeyIsLost(DisputeId id) {
        stage.always(Call.VOID, Fate.lost());
        Bank.Authorization extra = stage.bank().invent(id, Stage.AMOUNT);
        stage.hear("erp", stage.latestNews());
        stage.pass(Duration.ofMinutes(2));
        stage.loseTheKey();
        stage.pass(Duration.ofMinutes(80));
        stage.well();
        stage.pass(Duration.ofHours(1));
        return extra;
    }

    /** It may have been sent, and the gateway knows nothing of it. */
    private DisputeId whoseRenewalCannotBeSentAgain() {
        DisputeId id = stage.held();
        stage.always(Call.RENEW, Fate.lost().with(Fate.Answer.SERVER_ERROR));
        whileRenewing(id);
        stage.pass(Duration.ofSeconds(20));
        stage.loseTheKey();
        return id;
    }
}
