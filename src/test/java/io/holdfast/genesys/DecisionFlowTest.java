package io.holdfast.genesys;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.genesys.FlowRun.Ending;
import io.holdfast.sandbox.Authorization;
import io.holdfast.sandbox.AuthorizationStatus;
import io.holdfast.testing.WithGateways;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls that an agent sent to the decision flow, against the running application. */
@QuarkusTest
@TestProfile(WithGateways.class)
class DecisionFlowTest extends HoldfastCase {

    private static final String RESOLUTION = "Queue_Service_Resolution";
    private static final String SERVICE_VERIFICATION = "Queue_Service_Verification";

    private final Caller caller = Caller.payingWith("pm_card_visa");

    @Test
    void aReleaseIsCarriedOutAndSaid() {
        // given
        Caller decided = held().having("decision", "RELEASE");

        // when
        Ending ending = decide(decided, holdfast);

        // then
        assertThat(ending.queue()).hasValue(RESOLUTION);
        assertThat(ending.said()).anySatisfy(it -> assertThat(it).contains("give the amount back"));
        assertThat(ending.participantData())
                .containsEntry("dispute_status", "RELEASED")
                .containsEntry("dispute_pending_action", "")
                .containsEntry("conversationDetails.participantData.Dispute Decision", "RELEASE");
        assertThat(hold().status()).isEqualTo(AuthorizationStatus.VOIDED);
    }

    @ParameterizedTest
    @CsvSource({"CHARGE, 20.00, 20.00", "CHARGE_ALL, '', 49.99", "CHARGE_ALL, 20.00, 49.99"})
    void aChargeIsCarriedOutAndSaid(String decision, String amount, String charged) {
        // given
        Caller decided = held().having("decision", decision).having("charge_amount", amount);

        // when
        Ending ending = decide(decided, holdfast);

        // then
        assertThat(ending.queue()).hasValue(RESOLUTION);
        assertThat(ending.said()).anySatisfy(it -> assertThat(it).contains("has been charged"));
        assertThat(ending.participantData()).containsEntry("dispute_status", "CHARGED");
        assertThat(hold().status()).isEqualTo(AuthorizationStatus.CAPTURED);
        assertThat(hold().capturedAmount().orElseThrow()).isEqualByComparingTo(charged);
    }

    @ParameterizedTest
    @CsvSource({"CHARGE", "KEEP", "''", "release"})
    void whatIsNoDecisionChangesNothing(String decision) {
        // given
        Caller undecided = held().having("decision", decision);

        // when
        Ending ending = decide(undecided, holdfast);

        // then
        assertThat(ending.queue()).hasValue(RESOLUTION);
        assertThat(ending.participantData()).containsEntry("dispute_status", "HELD");
        assertThat(hold().status()).isEqualTo(AuthorizationStatus.AUTHORIZED);
    }

    @Test
    void aCallerWhoComesHereByChanceIsAskedNothingAndGoesToAPerson() {
        // when
        Ending ending = decide(Caller.unknown().pressing("1", "2", "3"), holdfast);

        // then
        assertThat(ending.queue()).hasValue(SERVICE_VERIFICATION);
        assertThat(ending.calls()).containsExactly("Get Dispute By Conversation: http.status.404");
    }

    @Test
    void theDisputeIsFoundByTheConversationIfItsIdIsLost() {
        // given
        Caller decided = held().without("dispute_id").having("decision", "RELEASE");

        // when
        Ending ending = decide(decided, holdfast);

        // then
        assertThat(ending.participantData()).containsEntry("dispute_status", "RELEASED");
    }

    @Test
    void aRefusedDecisionShowsWhatIsTrue() {
        // given
        Caller decided = held().having("decision", "RELEASE");
        decide(decided, holdfast);

        // when
        Ending ending = decide(decided.again().having("decision", "CHARGE_ALL"), holdfast);

        // then
        assertThat(ending.queue()).hasValue(RESOLUTION);
        assertThat(ending.calls()).startsWith("Charge Hold: http.status.409", "Get Dispute: success");
        assertThat(ending.said())
                .anySatisfy(it -> assertThat(it).contains("give the amount back"))
                .noneSatisfy(it -> assertThat(it).contains("has been charged"));
        assertThat(ending.participantData())
                .containsEntry("dispute_status", "RELEASED")
                .containsEntry("conversationDetails.participantData.Dispute Error", "http.status.409");
    }

    @Test
    void aDecisionWhoseAnswerIsLateIsLookedUp() {
        // given
        Caller decided = held().having("decision", "RELEASE");

        // when
        Ending ending = decide(decided, holdfast.at(1, holdfast.slow()));

        // then
        assertThat(ending.calls()).startsWith("Release Hold: timeout", "Get Dispute: success");
        assertThat(ending.participantData()).containsEntry("dispute_status", "RELEASED");
    }

    @Test
    void whereTheGatewayIsDownTheDecisionIsKeptAndShown() {
        // given
        Caller decided = held().having("decision", "RELEASE");
        stopGateway();

        // when
        Ending ending = decide(decided, holdfast.impatient());

        // then
        assertThat(ending.queue()).hasValue(RESOLUTION);
        assertThat(ending.participantData())
                .containsEntry("dispute_status", "HELD")
                .containsEntry("dispute_pending_action", "RELEASE");
    }

    @Test
    void whereHoldfastIsDownAPersonVerifies() {
        // given
        Caller decided = held().having("decision", "RELEASE");

        // when
        Ending ending = decide(decided, Line.down());

        // then
        assertThat(ending.queue()).hasValue(SERVICE_VERIFICATION);
        assertThat(ending.participantData()).containsEntry("dispute_status", "UNKNOWN");
    }

    /** The caller after the call flow. */
    private Caller held() {
        Ending ending =
                FlowRun.of(FlowFile.read("service-guarantee-dispute.yaml"), Integration.withApiKey(), caller, holdfast);
        assertThat(ending.queue()).hasValue(RESOLUTION);
        return caller.again();
    }

    private Ending decide(Caller decided, Line line) {
        return FlowRun.of(FlowFile.read("service-guarantee-decision.yaml"), Integration.withApiKey(), decided, line);
    }

    private Authorization hold() {
        Map<String, String> known = caller.participantData();
        return authorizations(known.get("dispute_id")).get(0);
    }
}
