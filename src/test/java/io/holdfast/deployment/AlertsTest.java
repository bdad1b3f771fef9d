package io.holdfast.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The alerts: each is right, by promtool and its unit tests, and each tells whom it wakes what to do. */
class AlertsTest {

    private static final Path RULES = Path.of("k8s/overlays/production/alerts.yaml");
    private static final Path TESTS = Path.of("k8s/tests");
    private static final List<String> TEST_FILES = List.of("alerts.yaml", "alerts-of-days.yaml");

    @Test
    void promtoolAgreesWithThemAndTheirTests(@TempDir Path folder) throws IOException {
        // given
        assumeTrue(
                Programs.isThere("promtool", "--version"),
                "no promtool here (Debian: prometheus): the alerts are not tested");
        ObjectNode rules = (ObjectNode) Kustomize.read(RULES).get(0).get("spec");
        // promtool compares every word of every annotation; what they say is for people
        rules.findParents("annotations").forEach(rule -> ((ObjectNode) rule).remove("annotations"));
        new YAMLMapper().writeValue(folder.resolve("alerts.rules.yaml").toFile(), rules);
        for (String file : TEST_FILES) {
            Files.copy(TESTS.resolve(file), folder.resolve(file));
        }

        // when
        String checked = Programs.run(folder, List.of("promtool", "check", "rules", "alerts.rules.yaml"));
        List<String> test = new ArrayList<>(List.of("promtool", "test", "rules"));
        test.addAll(TEST_FILES);
        String tested = Programs.run(folder, test);

        // then
        assertThat(checked).contains("SUCCESS");
        assertThat(tested).contains("SUCCESS").doesNotContain("FAILED");
    }

    @Test
    void everyAlertIsTestedAndFiresInATest() throws IOException {
        // given
        Set<String> firing = new TreeSet<>();
        for (String file : TEST_FILES) {
            for (JsonNode test : Kustomize.read(TESTS.resolve(file)).get(0).path("tests")) {
                for (JsonNode check : test.path("alert_rule_test")) {
                    if (!check.path("exp_alerts").isEmpty()) {
                        firing.add(check.path("alertname").asText());
                    }
                }
            }
        }

        // then
        assertThat(rules())
                .isNotEmpty()
                .allSatisfy(
                        rule -> assertThat(firing).contains(rule.path("alert").asText()));
    }

    @Test
    void everyAlertSaysWhatToDo() throws IOException {
        // given
        String operating = Files.readString(Path.of("docs/operating.md"));

        // then
        assertThat(rules()).allSatisfy(rule -> {
            JsonNode words = rule.path("annotations");
            assertThat(words.path("summary").asText()).isNotBlank();
            assertThat(words.path("description").asText()).hasSizeGreaterThan(30);
            String[] runbook = words.path("runbook").asText().split("#");
            assertThat(runbook[0]).isEqualTo("docs/operating.md");
            assertThat(operating).contains("<a id=\"" + runbook[1] + "\"></a>");
            assertThat(operating).contains(rule.path("alert").asText());
        });
    }

    @Test
    void everyAlertLooksAtMetricsThatThereAre() throws IOException {
        assertThat(rules())
                .allSatisfy(
                        rule -> assertThat(Metrics.unknownIn(rule.path("expr").asText()))
                                .as(rule.path("expr").asText())
                                .isEmpty());
    }

    static List<JsonNode> rules() {
        List<JsonNode> rules = new ArrayList<>();
        Kustomize.read(RULES)
                .get(0)
                .path("spec")
                .path("groups")
                .forEach(group -> group.path("rules").forEach(rules::add));
        return rules;
    }
}
