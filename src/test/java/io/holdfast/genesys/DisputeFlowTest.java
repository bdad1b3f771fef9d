package io.holdfast.genesys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.holdfast.genesys.DataAction.Result;
import io.holdfast.genesys.FlowRun.Ending;
import io.holdfast.testing.WithGateways;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Callers in the call flow, against the running application: each ends in the queue that is right for what happened. */
@QuarkusTest
@TestProfile(WithGateways.class)
class DisputeFlowTest extends HoldfastCase {

    private static final String RESOLUTION = "Queue_Service_Resolution";
    private static final String FRAUD = "Queue_Fraud_Prevention";
    private static final String VERIFICATION = "Queue_Verification";
    private static final String SERVICE_VERIFICATION = "Queue_Service_Verification";

    /** Nobody is kept longer than this, whatever happens. */
    private static final Duration PATIENCE = Duration.ofSeconds(75);

    private final FlowFile flow = FlowFile.read("service-guarantee-dispute.yaml");

    @Test
    void aHeldOneGoesToServiceResolution() {
        // when
        Ending ending = call(Caller.payingWith("pm_card_visa"), holdfast);

        // then
        assertQueue(ending, RESOLUTION);
        assertThat(ending.said()).anySatisfy(it -> assertThat(it).contains("set the amount aside. I am connecting"));
        assertThat(ending.participantData())
                .containsEntry("dispute_status", "HELD")
                .containsEntry("conversationDetails.participantData.Dispute Status", "HELD")
                .containsEntry("conversationDetails.participantData.Dispute Account", "ACC-1001")
                .containsEntry("conversationDetails.participantData.Dispute Amount", "49.99")
                .containsEntry("conversationDetails.participantData.Dispute Currency", "USD")
                .containsEntry("conversationDetails.participantData.Dispute Reason", "SERVICE_LATE");
        assertThat(authorizations(ending.participantData().get("dispute_id"))).hasSize(1);
    }

    @Test
    void aDeclinedOneGoesToFraudPrevention() {
        // when
        Ending ending = call(Caller.payingWith("pm_declined_insufficient_funds"), holdfast);

        // then
        assertQueue(ending, FRAUD);
        assertThat(ending.participantData())
                .containsEntry("dispute_status", "FAILED")
                .containsEntry("conversationDetails.participantData.Dispute Failure", "insufficient_funds");
    }

    @ParameterizedTest
    @CsvSource({"pm_pending_1, " + RESOLUTION, "pm_pending_fail, " + FRAUD})
    void aPendingOneWaitsForTheGatewaysWordAndHearsSo(String paymentMethod, String queue) {
        // when
        Ending ending = call(Caller.payingWith(paymentMethod), holdfast);

        // then
        assertQueue(ending, queue);
        assertThat(ending.said()).anySatisfy(it -> assertThat(it).contains("still checking with your bank"));
    }

    @Test
    void oneThatIsPendingTooLongGoesToVerification() {
        // when
        Ending ending = call(Caller.payingWith("pm_pending_600"), holdfast.impatient());

        // then
        assertQueue(ending, VERIFICATION);
        assertThat(ending.calls()).hasSize(7).endsWith("Get Dispute: success");
        assertThat(ending.participantData()).containsEntry("dispute_status", "INITIATED");
    }

    @Test
    void whereTheGatewayIsSilentAPersonVerifies() {
        // when
        Ending ending = call(Caller.payingWith("pm_hang"), holdfast);

        // then
        assertQueue(ending, SERVICE_VERIFICATION);
        assertThat(ending.participantData())
                .containsEntry("conversationDetails.participantData.Dispute Attention", "GATEWAY_UNREACHABLE");
    }

    @Test
    void whereTheGatewayIsDownAPersonVerifies() {
        // given
        stopGateway();

        // when
        Ending ending = call(Caller.payingWith("pm_card_visa"), holdfast);

        // then
        assertQueue(ending, SERVICE_VERIFICATION);
        assertThat(ending.participantData())
                .containsEntry("dispute_status", "INITIATED")
                .containsEntry("conversationDetails.participantData.Dispute Attention", "GATEWAY_UNREACHABLE");
    }

    @Test
    void whereHoldfastIsDownAPersonVerifies() {
        // when
        Ending ending = call(Caller.payingWith("pm_card_visa"), Line.down());

        // then
        assertQueue(ending, SERVICE_VERIFICATION);
        assertThat(ending.calls()).hasSizeLessThanOrEqualTo(4);
        assertThat(ending.participantData())
                .containsEntry("dispute_status", "UNKNOWN")
                .containsEntry("conversationDetails.participantData.Dispute Error", "http.status.0");
    }

    @Test
    void whereHoldfastIsSilentAPersonVerifies() {
        // when
        Ending ending = call(Caller.payingWith("pm_card_visa"), Line.silent());

        // then
        assertQueue(ending, SERVICE_VERIFICATION);
        assertThat(ending.calls()).allSatisfy(it -> assertThat(it).endsWith(": timeout"));
    }

    @Test
    void whereHoldfastIsSlowAPersonVerifiesAndThereIsOneHold() {
        // given
        Caller caller = Caller.payingWith("pm_card_visa");

        // when
        Ending ending = call(caller, holdfast.slow());

        // then
        assertQueue(ending, SERVICE_VERIFICATION);
        assertThat(authorizations(disputeOf(caller))).hasSize(1);
    }

    @Test
    void anOpeningWhoseAnswerIsLateIsFoundByTheConversation() {
        // given
        Line line = holdfast.at(1, holdfast.slow());

        // when
        Ending ending = call(Caller.payingWith("pm_card_visa"), line);

        // then
        assertQueue(ending, RESOLUTION);
        assertThat(ending.calls()).startsWith("Open Dispute: timeout", "Get Dispute By Conversation: success");
        assertThat(authorizations(ending.participantData().get("dispute_id"))).hasSize(1);
    }

    @Test
    void anOpeningThatWasLostIsMadeOnceMore() {
        // given
        Line line = holdfast.at(1, Line.silent());

        // when
        Ending ending = call(Caller.payingWith("pm_card_visa"), line);

        // then
        assertQueue(ending, RESOLUTION);
        assertThat(ending.calls())
                .startsWith(
                        "Open Dispute: timeout",
                        "Get Dispute By Conversation: http.status.404",
                        "Open Dispute: success");
        assertThat(authorizations(ending.participantData().get("dispute_id"))).hasSize(1);
    }

    @Test
    void whereHoldfastGoesAwayInBetweenAPersonVerifies() {
        // given
        Line line = Line.down().at(2, holdfast.impatient());

        // when
        Ending ending = call(Caller.payingWith("pm_pending_600"), line);

        // then
        assertQueue(ending, SERVICE_VERIFICATION);
        assertThat(ending.participantData()).containsKey("dispute_id");
    }

    @ParameterizedTest
    @CsvSource({
        "200, <html>maintenance</html>",
        "200, ''",
        "200, {}",
        "200, []",
        "200, '{\"status\": null}'",
        "204, ''",
        "302, ''",
        "401, {}",
        "429, {}",
        "500, oops",
        "503, {}"
    })
    void whatHoldfastWouldNotSaySendsTheCallerToAPerson(int status, String body) {
        // when
        Ending ending = call(Caller.payingWith("pm_card_visa"), holdfast.answering(status, body));

        // then
        assertQueue(ending, SERVICE_VERIFICATION);
    }

    @Test
    void aMalformedAnswerIsAskedForOnceMore() {
        // given
        Line line = holdfast.at(1, holdfast.answering(200, "<html>"));

        // when
        Ending ending = call(Caller.payingWith("pm_card_visa"), line);

        // then
        assertQueue(ending, RESOLUTION);
        assertThat(authorizations(ending.participantData().get("dispute_id"))).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(ActionsAgainstHoldfastTest.Credential.class)
    void bothKindsOfCredentialLeadToTheQueue(ActionsAgainstHoldfastTest.Credential credential) {
        // when
        Ending ending = FlowRun.of(
                flow, credential.integration(), Caller.payingWith("pm_card_visa"), credential.line(holdfast));

        // then
        assertQueue(ending, RESOLUTION);
    }

    @Test
    void anotherQueueThatHoldfastNamesIsLookedUp() {
        // given
        Line line = renaming(RESOLUTION, "Queue_Of_Another_Name");
        Caller caller = Caller.payingWith("pm_card_visa").withQueue("Queue_Of_Another_Name");

        // when
        Ending ending = call(caller, line);

        // then
        assertQueue(ending, "Queue_Of_Another_Name");
    }

    @Test
    void aQueueThatDoesNotExistIsNoDeadEnd() {
        // given
        Line line = renaming(RESOLUTION, "Queue_That_Nobody_Made");

        // when
        Ending ending = call(Caller.payingWith("pm_card_visa"), line);

        // then
        assertQueue(ending, SERVICE_VERIFICATION);
    }

    @ParameterizedTest
    @CsvSource({
        "pm_card_visa, " + RESOLUTION,
        "pm_declined_lost_card, " + FRAUD,
    })
    void aTransferThatFailsIsNoDeadEnd(String paymentMethod, String closed) {
        // when
        Ending ending = call(Caller.payingWith(paymentMethod).withClosed(closed), holdfast);

        // then
        assertQueue(ending, SERVICE_VERIFICATION);
    }

    @Test
    void whatIsNotKnownIsAsked() {
        // given
        Caller caller = Caller.unknown()
                .having("payment_method_id", "pm_card_visa")
                .having("gateway", "erp")
                .pressing("1234567", "20", "1");

        // when
        Ending ending = call(caller, holdfast);

        // then
        assertQueue(ending, RESOLUTION);
        JsonNode dispute = dispute(caller);
        assertThat(dispute.path("customerAccountId").asText()).isEqualTo("1234567");
        assertThat(dispute.path("holdAmount").decimalValue()).isEqualByComparingTo("20");
        assertThat(dispute.path("reasonCode").asText()).isEqualTo("SERVICE_NOT_DELIVERED");
    }

    @Test
    void anAmountIsAskedTwiceAndAReasonIsNotInsistedOn() {
        // given
        Caller caller = Caller.payingWith("pm_card_visa")
                .without("hold_amount")
                .without("reason_code")
                .pressing("", "20", "");

        // when
        Ending ending = call(caller, holdfast);

        // then
        assertQueue(ending, RESOLUTION);
        assertThat(dispute(caller).path("reasonCode").asText()).isEqualTo("SERVICE_GUARANTEE_DISPUTE");
    }

    @Test
    void anAmountOfAnotherCurrencyIsNotAskedForInDollars() {
        // given
        Caller caller = Caller.payingWith("pm_card_visa")
                .without("hold_amount")
                .having("currency", "EUR")
                .pressing("20");

        // when
        Ending ending = call(caller, holdfast);

        // then
        assertQueue(ending, RESOLUTION);
        assertThat(ending.said()).noneSatisfy(it -> assertThat(it).containsIgnoringCase("dollar"));
        assertThat(ending.participantData())
                .containsEntry("conversationDetails.participantData.Dispute Amount", "20.0")
                .containsEntry("conversationDetails.participantData.Dispute Currency", "EUR");
    }

    /** Whether and when anything is charged is for the agent to say, who may do it in this very call. */
    @Test
    void noCallerIsPromisedThatTheAgentWillNotCharge() {
        // when
        Ending ending = call(Caller.payingWith("pm_card_visa"), holdfast);

        // then
        assertThat(ending.said()).noneSatisfy(it -> assertThat(it).containsIgnoringCase("today"));
    }

    @ParameterizedTest
    @CsvSource({
        "payment_method_id, '', no payment method",
        "customer_account_id, '', no account",
        "hold_amount, '', no amount",
        "hold_amount, 501, amount over the limit",
        "hold_amount, 9999, amount over the limit",
    })
    void withoutWhatIsNeededNothingIsOpened(String missing, String pressed, String told) {
        // given
        Caller caller = Caller.payingWith("pm_card_visa").without(missing).pressing(pressed, "");

        // when
        Ending ending = call(caller, holdfast);

        // then
        assertQueue(ending, SERVICE_VERIFICATION);
        assertThat(ending.calls()).isEmpty();
        assertThat(ending.participantData()).containsEntry("conversationDetails.participantData.Dispute Opening", told);
    }

    @Test
    void anAmountThatIsNoneLeavesTheFlowForAPerson() {
        // when
        Ending ending = call(Caller.payingWith("pm_card_visa").having("hold_amount", "fifty"), holdfast);

        // then
        assertThat(ending.queue()).hasValue(SERVICE_VERIFICATION);
        assertThat(ending.byErrorHandling()).isTrue();
        assertThat(ending.calls()).isEmpty();
    }

    @Test
    void anAmountThatIsNoneOpensNothingThoughItWereTakenForNone() {
        // given
        FlowFile flow = FlowFile.whereNoTextIsANumber("service-guarantee-dispute.yaml", "Task.HoldAmount");
        Caller caller = Caller.payingWith("pm_card_visa").having("hold_amount", "fifty");

        // when
        Ending ending = FlowRun.of(flow, Integration.withApiKey(), caller, holdfast);

        // then
        assertQueue(ending, SERVICE_VERIFICATION);
        assertThat(ending.calls()).isEmpty();
        assertThat(ending.participantData())
                .containsEntry("conversationDetails.participantData.Dispute Opening", "no amount");
    }

    @Test
    void aCallerWhoComesBackHasTheSameDispute() {
        // given
        Caller caller = Caller.payingWith("pm_card_visa");
        Ending first = call(caller, holdfast);

        // when
        Ending second = call(caller.again(), holdfast);

        // then
        assertQueue(second, RESOLUTION);
        assertThat(second.participantData().get("dispute_id"))
                .isEqualTo(first.participantData().get("dispute_id"));
        assertThat(authorizations(first.participantData().get("dispute_id"))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"hold_amount, 20", "customer_account_id, ACC-9999", "currency, EUR"})
    void anotherAmountOrAccountInTheSameConversationIsForAPersonWhoSeesWhatIsHeld(String attribute, String other) {
        // given
        Caller caller = Caller.payingWith("pm_card_visa");
        Ending first = call(caller, holdfast);

        // when
        Ending second = call(caller.again().having(attribute, other), holdfast);

        // then: the caller is not told that the bank has set that amount aside
        assertQueue(second, SERVICE_VERIFICATION);
        assertThat(second.said()).noneSatisfy(it -> assertThat(it).contains("has set the amount aside"));
        assertThat(second.participantData())
                .containsEntry("dispute_id", first.participantData().get("dispute_id"))
                .containsEntry("conversationDetails.participantData.Dispute Status", "HELD")
                .containsEntry("conversationDetails.participantData.Dispute Account", "ACC-1001")
                .containsEntry("conversationDetails.participantData.Dispute Amount", "49.99")
                .containsEntry(
                        "conversationDetails.participantData.Dispute Opening",
                        "another amount or account than the dispute of this call");
    }

    @ParameterizedTest
    @CsvSource({"hold_amount, 49.990", "currency, USD", "reason_code, SERVICE_NOT_DELIVERED", "call_center_id, CC-002"})
    void otherWordsOfTheSameAmountAndAccountLeadToTheSameDispute(String attribute, String other) {
        // given
        Caller caller = Caller.payingWith("pm_card_visa");
        Ending first = call(caller, holdfast);

        // when
        Ending second = call(caller.again().having(attribute, other), holdfast);

        // then
        assertQueue(second, RESOLUTION);
        assertThat(second.said()).anySatisfy(it -> assertThat(it).contains("has set the amount aside"));
        assertThat(second.participantData())
                .containsEntry("dispute_id", first.participantData().get("dispute_id"))
                .containsEntry("conversationDetails.participantData.Dispute Opening", "")
                .containsEntry("conversationDetails.participantData.Dispute Reason", "SERVICE_LATE");
    }

    @Test
    void digitsOfACardThatAreKeyedForTheAccountAreNotShownToTheAgent() {
        // given
        Caller caller =
                Caller.payingWith("pm_card_visa").without("customer_account_id").pressing("4111111111111111");

        // when
        Ending ending = call(caller, holdfast);

        // then
        assertQueue(ending, SERVICE_VERIFICATION);
        assertThat(ending.participantData().values())
                .noneSatisfy(it -> assertThat(it).contains("4111111111111111"));
        assertThat(ending.participantData())
                .containsEntry("conversationDetails.participantData.Dispute Error", "http.status.422");
    }

    @Test
    void whereTheAnswersAreLateWhatHoldfastWroteForTheAgentStays() {
        // given
        Caller caller = Caller.payingWith("pm_card_visa")
                .having("conversationDetails.participantData.Dispute", "as mirrored")
                .having("conversationDetails.participantData.Dispute Status", "HELD");

        // when
        Ending ending = call(caller, holdfast.slow());

        // then
        assertQueue(ending, SERVICE_VERIFICATION);
        assertThat(ending.participantData())
                .containsEntry("dispute_status", "UNKNOWN")
                .doesNotContainKey("dispute_id")
                .containsEntry("conversationDetails.participantData.Dispute", "as mirrored")
                .containsEntry("conversationDetails.participantData.Dispute Status", "HELD")
                .containsEntry("conversationDetails.participantData.Dispute Error", "timeout");
    }

    @Test
    void aSecondDisputeThatIsNotKnownLeavesTheCallWithoutTheIdOfTheFirst() {
        // given
        Caller caller = Caller.payingWith("pm_card_visa");
        call(caller, holdfast);

        // when
        Ending ending = call(caller.again().having("hold_amount", "80").having("dispute_suffix", "-2"), Line.down());

        // then
        assertQueue(ending, SERVICE_VERIFICATION);
        assertThat(ending.participantData()).containsEntry("dispute_id", "");
    }

    @Test
    void whatWentWrongBeforeIsNotShownBesideAHold() {
        // given
        Caller caller = Caller.payingWith("pm_card_visa");
        call(caller, Line.down());
        call(caller.having("payment_method_id", ""), holdfast);

        // when
        Ending ending = call(caller.having("payment_method_id", "pm_card_visa"), holdfast);

        // then
        assertQueue(ending, RESOLUTION);
        assertThat(ending.participantData())
                .containsEntry("dispute_status", "HELD")
                .containsEntry("conversationDetails.participantData.Dispute Opening", "")
                .containsEntry("conversationDetails.participantData.Dispute Error", "");
    }

    @Test
    void aHoldThatIsBeingReleasedIsNotSaidToBeSetAside() {
        // given
        Caller caller = Caller.payingWith("pm_card_visa");
        Ending first = call(caller, holdfast);
        stopGateway();
        Integration.withApiKey()
                .call(
                        "Release Hold",
                        Map.of("disputeId", first.participantData().get("dispute_id")),
                        holdfast);

        // when
        Ending ending = call(caller.again(), holdfast);

        // then
        assertQueue(ending, RESOLUTION);
        assertThat(ending.said()).noneSatisfy(it -> assertThat(it).contains("has set the amount aside"));
        assertThat(ending.participantData())
                .containsEntry("dispute_pending_action", "RELEASE")
                .containsEntry("conversationDetails.participantData.Dispute Pending", "RELEASE");
    }

    @Test
    void aSecondDisputeInTheSameConversationIsOpenedOnPurpose() {
        // given
        Caller caller = Caller.payingWith("pm_card_visa");
        Ending first = call(caller, holdfast);

        // when
        Ending second = call(caller.again().having("hold_amount", "20").having("dispute_suffix", "-2"), holdfast);

        // then
        assertQueue(second, RESOLUTION);
        assertThat(second.participantData().get("dispute_id"))
                .isNotEqualTo(first.participantData().get("dispute_id"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSecondDisputeWhoseOpeningWasLostIsNotTakenForTheFirst(boolean arrived) {
        // given
        Caller caller = Caller.payingWith("pm_card_visa");
        Ending first = call(caller, holdfast);
        Caller again = caller.again().having("hold_amount", "20").having("dispute_suffix", "-2");

        // when
        Ending second = call(again, holdfast.at(1, arrived ? holdfast.slow() : Line.silent()));

        // then
        assertQueue(second, RESOLUTION);
        assertThat(second.calls()).startsWith("Open Dispute: timeout", "Open Dispute: success");
        assertThat(second.participantData().get("dispute_id"))
                .isNotEqualTo(first.participantData().get("dispute_id"));
        assertThat(authorizations(second.participantData().get("dispute_id"))).hasSize(1);
    }

    private Ending call(Caller caller, Line line) {
        return FlowRun.of(flow, Integration.withApiKey(), caller, line);
    }

    private static void assertQueue(Ending ending, String queue) {
        assertThat(ending.queue()).as(ending.toString()).hasValue(queue);
        assertThat(ending.byErrorHandling()).as(ending.toString()).isFalse();
        assertThat(ending.elapsed()).isLessThan(PATIENCE);
    }

    private Line renaming(String queue, String other) {
        return request -> {
            Line.Reply reply = holdfast.send(request);
            return new Line.Reply(reply.status(), reply.body().replace(queue, other), reply.taken());
        };
    }

    private String disputeOf(Caller caller) {
        return dispute(caller).path("disputeId").asText();
    }

    private JsonNode dispute(Caller caller) {
        Result result = Integration.withApiKey()
                .call(
                        "Get Dispute By Conversation",
                        Map.of("conversationId", caller.conversationId(), "waitSeconds", 10),
                        holdfast);
        return ((Result.Success) result).outputs();
    }
}
