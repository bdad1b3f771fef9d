package io.holdfast.dispute;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.Status;
import io.holdfast.simulation.Call;
import io.holdfast.simulation.Glass;
import io.holdfast.simulation.Stage;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A gateway's own news of a payment token is taken as the answer to a refresh would be. */
class TokenNewsTest {

    private final Stage stage = Stage.forWeeks();

    @ParameterizedTest
    @ValueSource(strings = {"erp", "adyen"})
    void aTokenThatWasDisabledCannotBeRefreshedAndTheHoldIsLeftInPeace(String gateway) {
        // given
        DisputeId id = stage.held(gateway);
        String token = Glass.token(stage.stored(id));
        bank(gateway).disableAndTell(token);

        // when
        Hearing hearing = stage.hear(gateway, stage.latestNews());

        // then
        assertThat(hearing).isEqualTo(Hearing.TAKEN_UP);
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
        assertThat(stage.stored(id).attention()).contains(Attention.TOKEN_REFRESH_FAILED);
        assertThat(stage.stored(id).upkeep().refreshAt()).isEmpty();
        assertThat(stage.story(id)).contains("token.refresh_failed");
        assertThat(stage.database().story(id)).noneMatch(event -> event.detail().contains(token));
        assertThat(stage.calls(Call.VOID)).isZero();
    }

    @Test
    void aTokenThatWasBroughtUpToDateIsAsGoodAsRefreshed() {
        // given
        DisputeId id = stage.held();
        String token = Glass.token(stage.stored(id));
        stage.bank().disableAndTell(token);
        stage.hear("erp", stage.latestNews());
        stage.bank().updateAndTell(token);

        // when
        stage.hear("erp", stage.latestNews());

        // then
        assertThat(stage.stored(id).attention()).isEmpty();
        assertThat(stage.stored(id).upkeep().refreshAt())
                .hasValueSatisfying(at -> assertThat(at).isAfter(stage.now().plus(Duration.ofDays(29))));
        assertThat(stage.story(id)).contains("token.refreshed");
    }

    @Test
    void everyHeldDisputeWithThatTokenHearsOfIt() {
        // given
        OpenCommand command = stage.command("erp");
        List<DisputeId> ids = IntStream.range(0, 150)
                .mapToObj(i -> ((Opening.Opened)
                                stage.answer(stage.disputes().openDispute().open(command)))
                        .dispute()
                        .id())
                .toList();
        stage.pass(Duration.ofMinutes(1));
        DisputeId other = stage.held();
        stage.bank().disableAndTell(command.paymentMethodId().reveal());

        // when
        stage.hear("erp", stage.latestNews());

        // then
        assertThat(ids)
                .allSatisfy(id -> assertThat(stage.stored(id).attention()).contains(Attention.TOKEN_REFRESH_FAILED));
        assertThat(stage.stored(other).attention()).isEmpty();
    }

    @Test
    void theSameNewsInAnotherEventChangesNothing() {
        // given
        DisputeId id = stage.held();
        stage.bank().disableAndTell(Glass.token(stage.stored(id)));
        stage.hear("erp", stage.latestNews());
        stage.bank().disableAndTell(Glass.token(stage.stored(id)));
        int before = stage.story(id).size();

        // when
        Hearing hearing = stage.hear("erp", stage.latestNews());

        // then
        assertThat(hearing).isEqualTo(Hearing.KNOWN);
        assertThat(stage.story(id)).hasSize(before);
    }

    @Test
    void newsOfATokenThatNobodyHasWaits() {
        // given
        stage.bank().disableAndTell("pm_of_nobody");

        // when
        Hearing hearing = stage.hear("erp", stage.latestNews());

        // then
        assertThat(hearing).isEqualTo(Hearing.NO_DISPUTE);
    }

    private io.holdfast.simulation.Bank bank(String gateway) {
        return gateway.equals("erp") ? stage.bank() : stage.silentBank();
    }
}
