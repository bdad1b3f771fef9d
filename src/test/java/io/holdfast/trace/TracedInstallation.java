package io.holdfast.trace;

import io.holdfast.sandbox.OauthClient;
import io.holdfast.sandbox.Sandbox;
import io.holdfast.sandbox.SandboxOptions;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** Holdfast as an installation that wants traces would set it, with a payment service of its own that asks for tokens, and somebody who takes the traces. */
public class TracedInstallation implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "quarkus.otel.sdk.disabled", "false",
                "quarkus.otel.exporter.otlp.protocol", "http/protobuf",
                "quarkus.otel.bsp.schedule.delay", "100ms",
                "holdfast.schedule.poll", "500ms",
                "holdfast.gateway.default", "erp");
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(Surroundings.class));
    }

    /** Gives the receiver to the test. */
    public static class Surroundings implements QuarkusTestResourceLifecycleManager {

        private OtlpReceiver receiver;
        private Sandbox sandbox;

        @Override
        public Map<String, String> start() {
            receiver = new OtlpReceiver();
            try {
                sandbox = Sandbox.start(
                        SandboxOptions.defaults().withOauth(OauthClient.of("holdfast", "s3cret-of-the-client")));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return Map.of(
                    "quarkus.otel.exporter.otlp.endpoint",
                    receiver.url(),
                    "holdfast.gateway.erp.url",
                    sandbox.url().toString(),
                    "holdfast.gateway.erp.oauth.token-url",
                    sandbox.url() + "/oauth/token",
                    "holdfast.gateway.erp.oauth.client-id",
                    "holdfast",
                    "holdfast.gateway.erp.oauth.client-secret",
                    "s3cret-of-the-client");
        }

        @Override
        public void inject(TestInjector injector) {
            injector.injectIntoFields(receiver, new TestInjector.MatchesType(OtlpReceiver.class));
        }

        @Override
        public void stop() {
            if (sandbox != null) {
                sandbox.close();
            }
            receiver.close();
        }
    }
}
