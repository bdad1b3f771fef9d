package io.holdfast.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The Grafana dashboard: it is one, and every panel has something to show. */
class DashboardTest {

    private JsonNode dashboard;

    @BeforeEach
    void read() throws IOException {
        dashboard = new ObjectMapper()
                .readTree(Path.of("k8s/dashboards/holdfast.json").toFile());
    }

    @Test
    void everyQueryAsksForMetricsThatThereAre() {
        // when
        List<String> queries = dashboard.findValuesAsText("expr");

        // then
        assertThat(queries)
                .hasSizeGreaterThan(15)
                .allSatisfy(
                        query -> assertThat(Metrics.unknownIn(query)).as(query).isEmpty());
    }

    @Test
    void everyPanelIsInItsPlaceAndAsksAnInstallation() {
        // given
        Set<Integer> ids = new HashSet<>();
        Set<String> variables = new TreeSet<>();
        dashboard
                .path("templating")
                .path("list")
                .forEach(it -> variables.add(it.path("name").asText()));

        // then
        assertThat(variables).containsExactlyInAnyOrder("datasource", "namespace");
        assertThat(StreamSupport.stream(dashboard.path("panels").spliterator(), false))
                .isNotEmpty()
                .allSatisfy(panel -> {
                    assertThat(ids.add(panel.path("id").asInt()))
                            .as("its own id")
                            .isTrue();
                    JsonNode place = panel.path("gridPos");
                    assertThat(place.path("x").asInt() + place.path("w").asInt())
                            .isBetween(1, 24);
                    if (!panel.path("type").asText().equals("row")) {
                        assertThat(panel.path("targets").size()).isPositive();
                        assertThat(panel.path("targets").findValuesAsText("expr"))
                                .allMatch(query -> query.contains("namespace=\"$namespace\""));
                    }
                });
    }

    @Test
    void everyMetricThatAnAlertLooksAtIsShown() {
        // given
        String shown = String.join("\n", dashboard.findValuesAsText("expr"));

        // then
        assertThat(AlertsTest.rules())
                .allSatisfy(rule -> assertThat(java.util.regex.Pattern.compile("holdfast_[a-z_]+")
                                .matcher(rule.path("expr").asText().replaceAll("\"[^\"]*\"", ""))
                                .results()
                                .map(found -> found.group()))
                        .allMatch(shown::contains, "is shown"));
    }
}
