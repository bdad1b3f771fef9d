package io.holdfast.genesys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FlowLintTest {

    private static final Set<String> QUEUES = Set.of(
            "Queue_Service_Resolution", "Queue_Fraud_Prevention", "Queue_Verification", "Queue_Service_Verification");

    static Stream<String> flows() {
        return FlowFile.names().stream();
    }

    @ParameterizedTest
    @MethodSource("flows")
    void aFlowFitsTheDataActionsAndLosesNoCaller(String name) {
        // when
        List<String> findings = FlowLint.findings(FlowFile.read(name), QUEUES);

        // then
        assertThat(findings).isEmpty();
    }

    @Test
    void thereIsAFlowForTheCallAndOneForTheDecision() {
        // when
        List<String> names = FlowFile.names();

        // then
        assertThat(names).containsExactly("service-guarantee-decision.yaml", "service-guarantee-dispute.yaml");
    }

    @ParameterizedTest
    @MethodSource("flows")
    void noFlowHangsUp(String name) throws IOException {
        // when
        String text = Files.readString(FlowFile.FOLDER.resolve(name));

        // then
        assertThat(text).doesNotContain("disconnect:").doesNotContain("endTask:");
    }

    @Test
    void terraformMakesTheQueuesAndTheIntegrationThatTheFlowsName() throws IOException {
        // when
        String variables = Files.readString(Path.of("genesys", "terraform", "variables.tf"));
        String integration = Files.readString(Path.of("genesys", "terraform", "integration.tf"));

        // then
        assertThat(QUEUES).allSatisfy(queue -> assertThat(variables).contains('"' + queue + '"'));
        assertThat(integration).contains("integration_name = \"" + FlowLint.INTEGRATION + "\"");
    }

    /** The integration has one place for a credential, named after the first kind that there was. */
    @Test
    void terraformPutsEitherCredentialWhereTheIntegrationLooksForIt() throws IOException {
        // when
        String integration = Files.readString(Path.of("genesys", "terraform", "integration.tf"));

        // then
        assertThat(integration.substring(integration.indexOf("credentials = {")))
                .containsOnlyOnce("basicAuth = ")
                .contains("genesyscloud_integration_credential.api_key[")
                .contains("genesyscloud_integration_credential.oauth[");
    }

    @Test
    void terraformPublishesEachFlowAgainWhenItsDataActionsAreMadeAnew() throws IOException {
        // when
        String flows = Files.readString(Path.of("genesys", "terraform", "flows.tf"));

        // then: what only comes first in the order is not done again
        assertThat(flows.split("resource \"genesyscloud_flow\"", -1))
                .hasSize(1 + FlowFile.names().size())
                .allSatisfy(it -> assertThat(it).contains("action_ids"));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {
                "Open Dispute:, Close Dispute:, does not exist",
                "Holdfast:, Handfast:, another integration",
                "holdAmount:, amount:, does not have",
                "conversationId:, conversation:, lacks one of the inputs",
                "failureCode:, failure:, does not have",
                "var: Task.Route, var: Task.Rout, unknown variable",
                "var: Task.Route, var: Task.HoldAmount, sets Task.HoldAmount to a string",
                "exp: Task.HoldAmount, exp: Task.AmountText, takes Task.AmountText for a decimal",
                "exp: Task.Open == \"go\", exp: Task.Opened == \"go\", unknown variable",
                "exp: Task.Open == \"go\", exp: Task.Open = \"go\", cannot be read",
                "exp: ToDecimal(, exp: ToNumber(, unknown function",
                "name: Queue_Fraud_Prevention, name: Queue_Fraud, queue that does not exist",
                "task[open], task[begin], does not exist",
                "seconds: 6, seconds: 15, longer than the data action",
                "lit: 3, lit: 6, longer than its step",
                "loopCount:\\n                lit: 6, loopCount:\\n                exp: Task.Misses, no limit",
                "timeout:\\n                            actions:, late:\\n                            actions:, not",
                "notFound:, elsewhere:, not",
                "- transferToAcd:, - disconnect:, not seen",
                "- integerVariable:, - stringVariable:, to a integer",
                "queue:\\n        targetQueue, disconnect:\\n        none, shape of a flow",
                "name: Task.KeyedLimit, name: Task.Limit, never used",
                "and IsNotSetOrEmpty(Task.PendingAction), and Task.PendingAction == \"\", which NOT_SET is not",
            })
    void aBrokenFlowIsFound(String before, String after, String finding) throws IOException {
        // given
        String text = Files.readString(FlowFile.FOLDER.resolve("service-guarantee-dispute.yaml"));
        String broken = text.replace(before.replace("\\n", "\n"), after.replace("\\n", "\n"));
        assertThat(broken).isNotEqualTo(text);

        // when
        List<String> findings = FlowLint.findings(FlowFile.of(broken), QUEUES);

        // then
        assertThat(findings).anySatisfy(it -> assertThat(it).contains(finding));
    }

    @Test
    void aTaskThatEndsInSilenceIsFound() throws IOException {
        // given
        String text = Files.readString(FlowFile.FOLDER.resolve("service-guarantee-dispute.yaml"));
        String broken = text.substring(0, text.lastIndexOf("          - transferToAcd:"));

        // when
        List<String> findings = FlowLint.findings(FlowFile.of(broken), QUEUES);

        // then
        assertThat(findings).containsExactly("task open does not end in a transfer");
    }
}
