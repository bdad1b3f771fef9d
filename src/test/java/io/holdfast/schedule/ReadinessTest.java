package io.holdfast.schedule;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testing.InstallationResource;
import io.holdfast.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(InstallationResource.class)
class ReadinessTest {

    @ConfigProperty(name = "quarkus.management.test-port")
    int managementPort;

    @Test
    void itIsJudgedByTheConnectionsThatCallersAreServedFromAndByNoOthers() {
        // when
        JsonPath ready = given().get("http://localhost:" + managementPort + "/q/health/ready")
                .jsonPath();

        // then
        assertThat(ready.getString("status")).isEqualTo("UP");
        assertThat(ready.getList("checks.name", String.class))
                .contains("takes on work")
                .anyMatch(it -> it.startsWith("Reactive PostgreSQL"))
                .doesNotContain("Database connections health check");
    }
}
