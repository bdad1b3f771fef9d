package io.holdfast.genesys;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.genesys.FlowRun.Ending;
import io.holdfast.sandbox.Authorization;
import io.holdfast.sandbox.AuthorizationStatus;
import io.holdfast.testing.WithGateways;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
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
        Caller decided = deciding(held(), "RELEASE");

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
        Caller decided = deciding(held(), decision).having("charge_amount", amount);

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
        Caller undecided = deciding(held(), decision);

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
        Caller decided = deciding(held(), "RELEASE").without("dispute_id");

        // when
        Ending ending = decide(decided, holdfast);

        // then
        assertThat(ending.participantData()).containsEntry("dispute_status", "RELEASED");
    }

    @Test
    void aRefusedDecisionShowsWhatIsTrue() {
        // given
        Caller decided = deciding(held(), "RELEASE");
        decide(decided, holdfast);

        // when
        Ending ending = decide(deciding(decided.again(), "CHARGE_ALL"), holdfast);

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
        Caller decided = deciding(held(), "RELEASE");

        // when
        Ending ending = decide(decided, holdfast.at(1, holdfast.slow()));

        // then
        assertThat(ending.calls()).startsWith("Release Hold: timeout", "Get Dispute: success");
        assertThat(ending.participantData()).containsEntry("dispute_status", "RELEASED");
    }

    @ParameterizedTest
    @CsvSource({"RELEASE, ''", "CHARGE_ALL, ''", "CHARGE, 20.00"})
    void aDecisionThatNeverArrivedIsToldAsNotCarriedOut(String decision, String amount) {
        // given
        Caller decided = deciding(held(), decision).having("charge_amount", amount);

        // when
        Ending ending = decide(decided, holdfast.at(1, Line.silent()));

        // then
        assertThat(ending.queue()).hasValue(RESOLUTION);
        assertThat(ending.said()).noneSatisfy(it -> assertThat(it).contains("charged"));
        assertThat(ending.participantData())
                .containsEntry("dispute_status", "HELD")
                .containsEntry("conversationDetails.participantData.Dispute Error", "timeout");
    }

    @ParameterizedTest
    @CsvSource({"RELEASE, '', RELEASED", "CHARGE_ALL, '', CHARGED", "CHARGE, 20.00, CHARGED"})
    void aDecisionWhoseAnswerSaysNothingIsLookedUpAndNotSaidToBeCarriedOut(
            String decision, String amount, String status) {
        // given
        Caller decided = deciding(held(), decision).having("charge_amount", amount);

        // when
        Ending ending = decide(decided, holdfast.at(1, holdfast.answering(200, "[]")));

        // then
        assertThat(ending.calls()).contains("Get Dispute: success");
        assertThat(ending.said()).noneSatisfy(it -> assertThat(it).contains("charged"));
        assertThat(ending.participantData())
                .containsEntry("dispute_status", status)
                .containsEntry("conversationDetails.participantData.Dispute Error", "");
    }

    @ParameterizedTest
    @CsvSource({"1, HELD", "9, UNKNOWN"})
    void whereAnswersSayNothingThatIsWhyNothingIsKnown(int empty, String status) {
        // given
        Caller decided = deciding(held(), "RELEASE");
        Line saysNothing = request -> new Line.Reply(200, "[]", Duration.ZERO);

        // when
        Ending ending = decide(decided, holdfast.at(empty, saysNothing));

        // then
        assertThat(ending.participantData())
                .containsEntry("dispute_status", status)
                .containsEntry("conversationDetails.participantData.Dispute Error", "no answer");
    }

    @Test
    void whereTheGatewayIsDownTheDecisionIsKeptAndShown() {
        // given
        Caller decided = deciding(held(), "RELEASE");
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
        Caller decided = deciding(held(), "RELEASE");

        // when
        Ending ending = decide(decided, Line.down());

        // then: what Holdfast itself wrote for the agent stays
        assertThat(ending.queue()).hasValue(SERVICE_VERIFICATION);
        assertThat(ending.participantData())
                .containsEntry("dispute_status", "UNKNOWN")
                .containsEntry("conversationDetails.participantData.Dispute Status", "HELD")
                .containsEntry("conversationDetails.participantData.Dispute Error", "http.status.0");
    }

    @Test
    void aDecisionIsTakenAwayBeforeItIsCarriedOut() {
        // given
        Caller decided = deciding(held(), "CHARGE").having("charge_amount", "20.00");

        // when
        Ending ending = decide(decided, Line.down());

        // then
        assertThat(ending.participantData())
                .containsEntry("decision", "")
                .containsEntry("charge_amount", "")
                .containsEntry("decision_dispute_id", "")
                .containsEntry("conversationDetails.participantData.Dispute Decision", "CHARGE");
    }

    @ParameterizedTest
    @CsvSource({"CHARGE_ALL, ''", "CHARGE, 30.00", "RELEASE, ''"})
    void anOldDecisionIsNotCarriedOutOnTheNextDisputeOfTheCall(String decision, String amount) {
        // given
        Caller decided = deciding(held(), decision).having("charge_amount", amount);
        decide(decided, holdfast);
        Caller second = secondOf(decided);

        // when
        Ending ending = decide(second, holdfast);

        // then
        assertThat(ending.queue()).hasValue(RESOLUTION);
        assertThat(ending.calls()).containsExactly("Get Dispute: success");
        assertThat(ending.participantData())
                .containsEntry("conversationDetails.participantData.Dispute Decision", "")
                .containsEntry("conversationDetails.participantData.Dispute Charged", "");
        assertThat(holdOf(second).status()).isEqualTo(AuthorizationStatus.AUTHORIZED);
    }

    @Test
    void anAmountThatIsLostIsNotReplacedByThatOfAnEarlierDispute() {
        // given
        Caller decided = deciding(held(), "CHARGE").having("charge_amount", "30.00");
        decide(decided, holdfast);
        Caller second = deciding(secondOf(decided), "CHARGE");

        // when
        Ending ending = decide(second, holdfast);

        // then
        assertThat(ending.calls()).containsExactly("Get Dispute: success");
        assertThat(holdOf(second).status()).isEqualTo(AuthorizationStatus.AUTHORIZED);
    }

    @ParameterizedTest
    @CsvSource({"''", "another"})
    void aDecisionThatDoesNotNameTheDisputeChangesNothing(String about) {
        // given
        Caller decided = deciding(held(), "CHARGE_ALL").having("decision_dispute_id", about);

        // when
        Ending ending = decide(decided, holdfast);

        // then
        assertThat(ending.queue()).hasValue(RESOLUTION);
        assertThat(ending.calls()).containsExactly("Get Dispute: success");
        assertThat(ending.participantData())
                .containsEntry("dispute_status", "HELD")
                .containsEntry(
                        "conversationDetails.participantData.Dispute Error",
                        "nothing was done, the decision is not about this dispute");
    }

    @Test
    void anAmountThatIsNoNumberChargesNothingThoughItWereTakenForNone() {
        // given
        FlowFile flow = FlowFile.whereNoTextIsANumber("service-guarantee-decision.yaml", "Task.ChargeAmount");
        Caller decided = deciding(held(), "CHARGE").having("charge_amount", "twenty");

        // when
        Ending ending = FlowRun.of(flow, Integration.withApiKey(), decided, holdfast);

        // then
        assertThat(ending.calls()).containsExactly("Get Dispute: success");
        assertThat(ending.participantData())
                .containsEntry(
                        "conversationDetails.participantData.Dispute Error",
                        "nothing was done, the decision is not complete");
        assertThat(hold().status()).isEqualTo(AuthorizationStatus.AUTHORIZED);
    }

    @ParameterizedTest
    @CsvSource({"CHARGE, 20.00", "RELEASE, ''"})
    void aDecisionThatIsRefusedIsNotSaidToBeCarriedOut(String decision, String amount) {
        // given
        Caller decided = deciding(held(), "CHARGE_ALL");
        decide(decided, holdfast);

        // when
        Ending ending = decide(deciding(decided.again(), decision).having("charge_amount", amount), holdfast);

        // then: the agent sees what is true, the caller hears nothing of it
        assertThat(ending.said()).noneSatisfy(it -> assertThat(it).contains("charged"));
        assertThat(ending.participantData())
                .containsEntry("dispute_status", "CHARGED")
                .containsEntry("conversationDetails.participantData.Dispute Charged", "49.99")
                .containsEntry("conversationDetails.participantData.Dispute Error", "http.status.409");
    }

    @ParameterizedTest
    @CsvSource({"CHARGE, 20.00, true", "CHARGE, 49.99, false", "CHARGE_ALL, '', false"})
    void aRestIsSpokenOfWhereThereIsOne(String decision, String amount, boolean rest) {
        // given
        Caller decided = deciding(held(), decision).having("charge_amount", amount);

        // when
        Ending ending = decide(decided, holdfast);

        // then
        assertThat(String.join(" ", ending.said()).contains("The rest is yours again."))
                .isEqualTo(rest);
    }

    /** The caller after the call flow. */
    private Caller held() {
        return opened(caller);
    }

    /** The same call, and another dispute opened in it. */
    private Caller secondOf(Caller first) {
        return opened(first.again().having("hold_amount", "80.00").having("dispute_suffix", "-2"));
    }

    private Caller opened(Caller calling) {
        Ending ending = FlowRun.of(
                FlowFile.read("service-guarantee-dispute.yaml"), Integration.withApiKey(), calling, holdfast);
        assertThat(ending.queue()).hasValue(RESOLUTION);
        return calling.again();
    }

    /** What the agent's script writes: the decision, and the dispute that the agent saw. */
    private static Caller deciding(Caller calling, String decision) {
        String seen = calling.participantData().get("conversationDetails.participantData.Dispute");
        return calling.having("decision", decision).having("decision_dispute_id", seen);
    }

    private Ending decide(Caller decided, Line line) {
        return FlowRun.of(FlowFile.read("service-guarantee-decision.yaml"), Integration.withApiKey(), decided, line);
    }

    private Authorization hold() {
        return holdOf(caller);
    }

    private Authorization holdOf(Caller opened) {
        return authorizations(opened.participantData().get("dispute_id")).get(0);
    }
}
