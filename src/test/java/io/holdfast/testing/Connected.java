package io.holdfast.testing;

import io.holdfast.notify.Receivers;
import io.holdfast.trace.TracesResource;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;

/**
 * A Holdfast that is connected to everybody but more gateways: an issuer of tokens, those who are told, and who takes the traces; with few webhooks and bad
 * credentials a second of one source, and a proxy on this machine that is believed where a call comes from. None of them disturbs the others, and each start of another Holdfast costs as much as all of their tests.
 */
public class Connected implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "holdfast.limits.webhook-rate", "1",
                "holdfast.limits.failure-rate", "5",
                "quarkus.http.proxy.proxy-address-forwarding", "true",
                "quarkus.http.proxy.trusted-proxies", "127.0.0.1,::1",
                "holdfast.schedule.poll", "500ms",
                "holdfast.schedule.relay", "1s",
                "holdfast.notify.timeout", "30s");
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(
                new TestResourceEntry(IssuerResource.class),
                new TestResourceEntry(Receivers.class),
                new TestResourceEntry(TracesResource.class));
    }
}
