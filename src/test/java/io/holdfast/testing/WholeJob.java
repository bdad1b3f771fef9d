package io.holdfast.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;

/** An installation that does all there is, with the sandbox gateway, marked secrets, a database role that owns nothing, and short rounds; and logs all there is. */
public class WholeJob implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        // Nothing is left out of the build that could be logged.
        return Map.of("quarkus.log.min-level", "TRACE");
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(WholeJobResource.class));
    }
}
