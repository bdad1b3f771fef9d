package io.holdfast.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class RefreshTest extends SandboxCase {

    @Test
    void aRefreshGivesANewPaymentMethod() {
        // when
        Caller.Answer answer = caller.refresh("pm_card_visa", "d-1:refresh:1");

        // then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text("/payment_method_id")).isEqualTo("pm_card_visa_r1");
        assertThat(Instant.parse(answer.text("/expires_at"))).isAfter(clock.instant());
        assertThat(sandbox.ledger("d-1").entries())
                .extracting(LedgerEntry::outcome)
                .containsExactly("refreshed");
    }

    @Test
    void theOldPaymentMethodWorksNoMore() {
        // given
        caller.refresh("pm_card_visa", "r");

        // when
        Caller.Answer answer = caller.authorize("pm_card_visa", "d-1");

        // then
        assertThat(answer.status()).isEqualTo(402);
        assertThat(answer.text("/decline_code")).isEqualTo("payment_method_replaced");
        assertThat(sandbox.ledger().anomalies())
                .extracting(Anomaly::type, Anomaly::disputeId)
                .containsExactly(tuple(Anomaly.Type.REPLACED_PAYMENT_METHOD_USED, "d-1"));
    }

    @Test
    void theNewPaymentMethodWorks() {
        // given
        caller.refresh("pm_card_visa", "r");

        // when
        Caller.Answer answer = caller.authorize("pm_card_visa_r1");

        // then
        assertThat(answer.status()).isEqualTo(201);
    }

    @Test
    void theNewPaymentMethodBehavesAsTheOldOneDid() {
        // given
        String refreshed = caller.refresh("pm_declined_do_not_honor", "r").text("/payment_method_id");

        // when
        Caller.Answer answer = caller.authorize(refreshed);

        // then
        assertThat(answer.text("/decline_code")).isEqualTo("do_not_honor");
    }

    @Test
    void aRefreshedPaymentMethodCanBeRefreshedAgain() {
        // given
        caller.refresh("pm_ok", "r1");

        // when
        Caller.Answer answer = caller.refresh("pm_ok_r1", "r2");

        // then
        assertThat(answer.text("/payment_method_id")).isEqualTo("pm_ok_r2");
        assertThat(caller.authorize("pm_ok_r1").status()).isEqualTo(402);
    }

    @Test
    void aReplayGivesTheSamePaymentMethod() {
        // given
        Caller.Answer first = caller.refresh("pm_ok", "r1");

        // when
        Caller.Answer replay = caller.refresh("pm_ok", "r1");

        // then
        assertThat(replay.status()).isEqualTo(200);
        assertThat(replay.body()).isEqualTo(first.body());
    }

    @Test
    void aReplacedPaymentMethodIsGone() {
        // given
        caller.refresh("pm_ok", "r1");

        // when
        Caller.Answer answer = caller.refresh("pm_ok", "r2");

        // then
        assertThat(answer.status()).isEqualTo(410);
        assertThat(answer.errorCode()).isEqualTo("payment_method_replaced");
    }

    @Test
    void somePaymentMethodsCannotBeRefreshed() {
        // when
        Caller.Answer answer = caller.refresh("pm_norefresh", "r");

        // then
        assertThat(answer.status()).isEqualTo(410);
        assertThat(answer.errorCode()).isEqualTo("payment_method_gone");
        assertThat(caller.authorize("pm_norefresh").status()).isEqualTo(201);
    }

    @Test
    void whatIsNoPaymentMethodIsNotFound() {
        // when
        Caller.Answer answer = caller.refresh("card_1", "r");

        // then
        assertThat(answer.status()).isEqualTo(404);
    }

    @Test
    void aReplayOfAnAuthorizationIsNoUseOfItsOldPaymentMethod() {
        // given
        caller.authorize("pm_ok", "d-1");
        caller.refresh("pm_ok", "r");

        // when
        Caller.Answer replay = caller.authorize("pm_ok", "d-1");

        // then
        assertThat(replay.status()).isEqualTo(201);
        assertThat(sandbox.ledger().anomalies()).isEmpty();
    }
}
