package io.holdfast.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** What Prometheus would get from a Holdfast that has just started: what an alert looks at is there before anything has happened. */
@QuarkusTest
class MetricsInUseTest {

    private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (\\S+) ");

    /** It is taken every 15 seconds. */
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(60);

    @ConfigProperty(name = "quarkus.management.test-port")
    int managementPort;

    @Test
    void whatAlertsLookAtIsThereBeforeAnythingHasHappened() {
        // Other tests of the same Holdfast may have left work behind: how large the numbers are is not asked here.
        await("the first look at the database")
                .atMost(LONGEST_LOOK)
                .untilAsserted(() -> assertThat(scrape())
                        .contains("holdfast_database_up 1.0")
                        .containsPattern(number("holdfast_operations_open", "gateway=\"scripted\",state=\"WAITING\""))
                        .containsPattern(number(
                                "holdfast_operations_oldest_seconds", "gateway=\"scripted\",state=\"NEEDS_PERSON\""))
                        .containsPattern(number("holdfast_holds_renewal_overdue", "gateway=\"scripted\""))
                        .containsPattern(number(
                                "holdfast_attention_open",
                                "attention=\"UNEXPECTED_CAPTURE\",dispute=\"ended\",gateway=\"scripted\"")));
        assertThat(scrape())
                .contains("holdfast_audit_dropped_total ")
                .containsPattern(
                        number("holdfast_attention_total", "attention=\"ORPHANED_HOLD\",gateway=\"scripted\""));
    }

    @Test
    void whatIsNotOursIsThereToo() {
        // given
        RestAssured.get("/v1/disputes");

        // when
        String scrape = scrape();

        // then
        assertThat(Metrics.FOREIGN)
                .allSatisfy(name -> assertThat(families(scrape)).contains(name.replaceAll("_(count|sum)$", "")));
    }

    /** Never NaN: an alert would compare with nothing. */
    private static Pattern number(String metric, String labels) {
        return Pattern.compile("(?m)^" + Pattern.quote(metric + "{" + labels + "}") + " [0-9]+(\\.[0-9]+)?(E[0-9]+)?$");
    }

    private static Set<String> families(String scrape) {
        Set<String> families = new TreeSet<>();
        TYPE.matcher(scrape).results().forEach(found -> families.add(found.group(1)));
        return families;
    }

    private String scrape() {
        return RestAssured.get("http://localhost:" + managementPort + "/q/metrics")
                .asString();
    }
}
