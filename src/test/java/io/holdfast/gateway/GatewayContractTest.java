package io.holdfast.gateway;

import static io.holdfast.gateway.GatewayCase.FIFTY;
import static io.holdfast.gateway.GatewayCase.intent;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.GatewayOutcome.Approved;
import io.holdfast.gateway.GatewayOutcome.Declined;
import io.holdfast.gateway.GatewayOutcome.NotSent;
import io.holdfast.gateway.GatewayOutcome.Pending;
import io.holdfast.gateway.GatewayOutcome.Reason;
import io.holdfast.gateway.GatewayOutcome.Unknown;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What every gateway keeps to, whatever its wire looks like. {@link #approves()} and those after it make the other side play one part for the next
 * authorization.
 */
public interface GatewayContractTest {

    Gateway gateway();

    GatewayOutcome<AuthorizationView> authorize();

    int callsReceived();

    void approves();

    /** For lack of funds. */
    void declines();

    void takesItsTime();

    void isSilent();

    void resetsTheConnection();

    void hasAFault();

    /** And asks for 7 seconds of patience. */
    void asksForPatience();

    void talksNonsense();

    /** For 50.00 in place of 49.99. */
    void approvesAnotherAmount();

    void saysTheSameCallStillRuns();

    void saysTheKeyCameWithAnotherBody();

    void refusesTheCredentials();

    @Test
    default void theSameIntentGivesTheSameBody() {
        // when
        String body = gateway().compose(intent());
        // then
        assertThat(body).isEqualTo(gateway().compose(intent()));
    }

    @Test
    default void aYesIsApproved() {
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
    default void aNoIsDeclined() {
        // given
        declines();
        // when
        GatewayOutcome<AuthorizationView> outcome = authorize();
        // then
        assertThat(outcome).isInstanceOf(Declined.class);
        assertThat(((Declined<AuthorizationView>) outcome).failureCode()).isEqualTo("insufficient_funds");
    }

    @Test
    default void notYetIsPending() {
        // given
        takesItsTime();
        // when
        GatewayOutcome<AuthorizationView> outcome = authorize();
        // then
        assertThat(outcome).isInstanceOf(Pending.class);
        assertThat(((Pending<AuthorizationView>) outcome).authorizationId()).isPresent();
    }

    @Test
    default void silenceIsUnknownAndTheCallIsNotRepeated() {
        // given
        isSilent();
        // when
        GatewayOutcome<AuthorizationView> outcome = authorize();
        // then
        assertThat(outcome).isEqualTo(new Unknown<>("timeout", Optional.empty()));
    }

    @Test
    default void aResetAfterSendingIsUnknownAndTheCallIsNotRepeated() {
        // given
        resetsTheConnection();
        // when
        GatewayOutcome<AuthorizationView> outcome = authorize();
        // then
        assertThat(outcome).isInstanceOf(Unknown.class);
        assertThat(callsReceived()).isEqualTo(1);
    }

    @Test
    default void aFaultOfTheGatewayIsUnknownAndTheCallIsNotRepeated() {
        // given
        hasAFault();
        // when
        GatewayOutcome<AuthorizationView> outcome = authorize();
        // then
        assertThat(outcome).isInstanceOf(Unknown.class);
        assertThat(callsReceived()).isEqualTo(1);
    }

    @Test
    default void tooManyRequestsIsNotSentAndItsPatienceIsHonoured() {
        // given
        asksForPatience();
        // when
        GatewayOutcome<AuthorizationView> outcome = authorize();
        // then
        assertThat(outcome).isEqualTo(new NotSent<>(Reason.RATE_LIMITED, Optional.of(Duration.ofSeconds(7))));
    }

    @Test
    default void nonsenseIsUnknown() {
        // given
        talksNonsense();
        // when
        GatewayOutcome<AuthorizationView> outcome = authorize();
        // then
        assertThat(outcome).isInstanceOf(Unknown.class);
    }

    @Test
    default void anotherAmountIsNoEcho() {
        // given
        approvesAnotherAmount();
        // when
        GatewayOutcome<AuthorizationView> outcome = authorize();
        // then
        AuthorizationView view = ((Approved<AuthorizationView>) outcome).answer();
        assertThat(view.echoes(FIFTY)).isFalse();
    }

    @Test
    default void aCallThatStillRunsIsUnknown() {
        // given
        saysTheSameCallStillRuns();
        // when
        GatewayOutcome<AuthorizationView> outcome = authorize();
        // then
        assertThat(outcome).isInstanceOf(Unknown.class);
    }

    @Test
    default void aKeyThatCameWithAnotherBodyIsUnknown() {
        // given
        saysTheKeyCameWithAnotherBody();
        // when
        GatewayOutcome<AuthorizationView> outcome = authorize();
        // then
        assertThat(outcome).isInstanceOf(Unknown.class);
    }

    @Test
    default void refusedCredentialsAreNotSentAndStopTheGateway() {
        // given
        refusesTheCredentials();
        // when
        GatewayOutcome<AuthorizationView> outcome = authorize();
        // then
        assertThat(outcome).isInstanceOf(NotSent.class);
        assertThat(((NotSent<AuthorizationView>) outcome).reason()).isEqualTo(Reason.CREDENTIALS);
        assertThat(gateway().isAvailable()).isFalse();
    }
}
