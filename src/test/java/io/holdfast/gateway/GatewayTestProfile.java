package io.holdfast.gateway;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;

/** The gateways without a database, with short timeouts, against a server that plays the other side. */
public class GatewayTestProfile implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.ofEntries(
                Map.entry("quarkus.hibernate-orm.enabled", "false"),
                Map.entry("quarkus.datasource.jdbc", "false"),
                Map.entry("quarkus.flyway.enabled", "false"),
                // Never connected to: nothing here starts what would.
                Map.entry("quarkus.datasource.reactive.url", "postgresql://localhost:1/none"),
                Map.entry("quarkus.arc.test.disable-application-lifecycle-observers", "true"),
                Map.entry("quarkus.http.test-port", "0"),
                Map.entry("quarkus.management.test-port", "0"),
                // Short for the tests that wait for it, long enough for a busy machine.
                Map.entry("holdfast.gateway.timeout", "1500ms"),
                Map.entry("holdfast.gateway.max-concurrent", "8"),
                Map.entry("holdfast.gateway.credential-pause", "10s"));
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(FakeGatewayServer.class));
    }
}
