package io.holdfast.trace;

import io.holdfast.sandbox.OauthClient;
import io.holdfast.sandbox.Sandbox;
import io.holdfast.sandbox.SandboxOptions;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** Somebody who takes the traces, and for whatever they are about a payment service that asks for tokens. Gives the receiver to the test. */
public class TracesResource implements QuarkusTestResourceLifecycleManager {

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
                "quarkus.otel.sdk.disabled", "false",
                "quarkus.otel.exporter.otlp.protocol", "http/protobuf",
                "quarkus.otel.exporter.otlp.endpoint", receiver.url(),
                "quarkus.otel.bsp.schedule.delay", "100ms",
                "holdfast.gateway.erp.url", sandbox.url(),
                "holdfast.gateway.erp.oauth.token-url", sandbox.url() + "/oauth/token",
                "holdfast.gateway.erp.oauth.client-id", "holdfast",
                "holdfast.gateway.erp.oauth.client-secret", "s3cret-of-the-client");
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
