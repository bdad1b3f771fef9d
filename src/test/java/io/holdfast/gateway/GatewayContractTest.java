package io.holdfast.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.OperationKind;
import io.holdfast.dispute.model.Terms;
import io.holdfast.gateway.GatewayOutcome.Approved;
import io.holdfast.gateway.GatewayOutcome.Declined;
import io.holdfast.gateway.GatewayOutcome.NotSent;
import io.holdfast.gateway.GatewayOutcome.Pending;
import io.holdfast.gateway.GatewayOutcome.Reason;
import io.holdfast.gateway.GatewayOutcome.Unknown;
import io.holdfast.money.Money;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * What every gateway keeps to, whatever its wire looks like. Each {@code …} method makes the other side play one part for the next authorization of
 * {@link #DISPUTE}.
 */
public abstract class GatewayContractTest {

    protected static final DisputeId DISPUTE = new DisputeId(UUID.fromString("018f3c2e-7a5b-7c1d-9e2f-1a2b3c4d5e6f"));
    protected static final Money FIFTY = Money.of("49.99", "USD");

    private static final Duration LONG = Duration.ofSeconds(10);

    protected abstract Gateway gateway();

    protected abstract void approves();

    /** For lack of funds. */
    protected abstract void declines();

    protected abstract void takesItsTime();

    protected abstract void isSilent();

    protected abstract void resetsTheConnection();

    protected abstract void hasAFault();

    /** And asks for 7 seconds of patience. */
    protected abstract void asksForPatience();

    protected abstract void talksNonsense();

    /** For 50.00 in place of 49.99. */
    protected abstract void approvesAnotherAmount();

    protected abstract void saysTheSameCallStillRuns();

    protected abstract void saysTheKeyCameWithAnotherBody();

    protected abstract void refusesTheCredentials();

    protected abstract int callsReceived();

    @Test
    void theSameIntentGivesTheSameBody() {
        // when
        String body = gateway().compose(intent());
        // then
        assertThat(body).isEqualTo(gateway().compose(intent()));
    }

    @Test
    void aYesIsApproved() {
        // given
        approves();
        // when
        GatewayOutcome<AuthorizationView> outcome = authorize();
        // then
        assertThat(outcome).isInstanceOf(Approved.class);
        AuthorizationView view = ((Approved<AuthorizationView>) outcome).answer();
        assertThat(view.status()).isEqualTo(AuthorizationView.Status.AUTHORIZED);
        assertThat(view.echoes(FIFTY)).isTrue();
    }

    @Test
    void aNoIsDeclined() {
        // given
        declines();
        // when
        GatewayOutcome<AuthorizationView> outcome = authorize();
        // then
        assertThat(outcome).isInstanceOf(Declined.class);
        assertThat(((Declined<AuthorizationView>) outcome).failureCode()).isEqualTo("insufficient_funds");
    }

    @Test
    void notYetIsPending() {
        // given
        takesItsTime();
        // when
        GatewayOutcome<AuthorizationView> outcome = authorize();
        // then
        assertThat(outcome).isInstanceOf(Pending.class);
        assertThat(((Pending<AuthorizationView>) outcome).authorizationId()).isPresent();
    }

    @Test
    void silenceIsUnknownAndTheCallIsNotRepeated() {
        // given
        isSilent();
        // when
        GatewayOutcome<AuthorizationView> outcome = authorize();
        // then
        assertThat(outcome).isEqualTo(new Unknown<>("timeout", Optional.empty()));
    }

    @Test
    void aResetAfterSendingIsUnknownAndTheCallIsNotRepeated() {
        // given
        resetsTheConnection();
        // when
        GatewayOutcome<AuthorizationView> outcome = authorize();
        // then
        assertThat(outcome).isInstanceOf(Unknown.class);
        assertThat(callsReceived()).isEqualTo(1);
    }

    @Test
    void aFaultOfTheGatewayIsUnknownAndTheCallIsNotRepeated() {
        // given
        hasAFault();
        // when
        GatewayOutcome<AuthorizationView> outcome = authorize();
        // then
        assertThat(outcome).isInstanceOf(Unknown.class);
        assertThat(callsReceived()).isEqualTo(1);
    }

    @Test
    void tooManyRequestsIsNotSentAndItsPatienceIsHonoured() {
        // given
        asksForPatience();
        // when
        GatewayOutcome<AuthorizationView> outcome = authorize();
        // then
        assertThat(outcome).isEqualTo(new NotSent<>(Reason.RATE_LIMITED, Optional.of(Duration.ofSeconds(7))));
    }

    @Test
    void nonsenseIsUnknown() {
        // given
        talksNonsense();
        // when
        GatewayOutcome<AuthorizationView> outcome = authorize();
        // then
        assertThat(outcome).isInstanceOf(Unknown.class);
    }

    @Test
    void anotherAmountIsNoEcho() {
        // given
        approvesAnotherAmount();
        // when
        GatewayOutcome<AuthorizationView> outcome = authorize();
        // then
        AuthorizationView view = ((Approved<AuthorizationView>) outcome).answer();
        assertThat(view.echoes(FIFTY)).isFalse();
    }

    @Test
    void aCallThatStillRunsIsUnknown() {
        // given
        saysTheSameCallStillRuns();
        // when
        GatewayOutcome<AuthorizationView> outcome = authorize();
        // then
        assertThat(outcome).isInstanceOf(Unknown.class);
    }

    @Test
    void aKeyThatCameWithAnotherBodyIsUnknown() {
        // given
        saysTheKeyCameWithAnotherBody();
        // when
        GatewayOutcome<AuthorizationView> outcome = authorize();
        // then
        assertThat(outcome).isInstanceOf(Unknown.class);
    }

    @Test
    void refusedCredentialsAreNotSentAndStopTheGateway() {
        // given
        refusesTheCredentials();
        // when
        GatewayOutcome<AuthorizationView> outcome = authorize();
        // then
        assertThat(outcome).isInstanceOf(NotSent.class);
        assertThat(((NotSent<AuthorizationView>) outcome).reason()).isEqualTo(Reason.CREDENTIALS);
        assertThat(gateway().isAvailable()).isFalse();
    }

    protected final GatewayOutcome<AuthorizationView> authorize() {
        return await(gateway().authorize(request()));
    }

    protected GatewayRequest request() {
        return new GatewayRequest(
                DISPUTE,
                OperationKind.AUTHORIZE.idempotencyKey(DISPUTE, 1),
                Optional.empty(),
                Optional.of(FIFTY),
                Optional.empty(),
                gateway().compose(intent()));
    }

    protected static Intent intent() {
        return intent(OperationKind.AUTHORIZE, FIFTY);
    }

    protected static Intent intent(OperationKind kind, Money amount) {
        Terms terms = new Terms(
                "ACC-1001",
                FIFTY,
                "erp",
                "SERVICE_GUARANTEE_DISPUTE",
                "CC-001",
                Optional.empty(),
                Optional.of("ACC-1001"),
                Optional.empty(),
                "test");
        return new Intent(kind, DISPUTE, 1, terms, Optional.empty(), Optional.of(amount), "pm_card_visa");
    }

    protected static <T> T await(Uni<T> uni) {
        return uni.await().atMost(LONG);
    }
}
