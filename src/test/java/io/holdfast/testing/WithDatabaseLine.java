package io.holdfast.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;

/** A line to the database that can fail, callers who wait a second for it, nobody who waits long for a body, and an issuer of tokens that has no keys at the start. */
public class WithDatabaseLine implements QuarkusTestProfile {

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(
                new TestResourceEntry(DatabaseLineResource.class),
                new TestResourceEntry(
                        IssuerResource.class, Map.of(IssuerResource.NO_KEYS, "<html>We are moving</html>")));
    }

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("holdfast.database.timeout", "1s", "holdfast.api.body-timeout", "1s");
    }
}
