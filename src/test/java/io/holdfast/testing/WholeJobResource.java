package io.holdfast.testing;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.holdfast.sandbox.OauthClient;
import io.holdfast.sandbox.Sandbox;
import io.holdfast.sandbox.SandboxOptions;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** Of {@link WholeJob}: the sandbox gateway with marked secrets, and two log files that take whatever any library has to say, one in text, one in JSON; and who collects the traces. */
public class WholeJobResource implements QuarkusTestResourceLifecycleManager {

    public static final String LOGS = "test.leak.logs";

    /** Of the client at the gateway. */
    public static final String CLIENT_SECRET = "MARKEDclientSecret0123456789";

    /** Of the webhooks, in base64. */
    public static final String WEBHOOK_SECRET =
            Base64.getEncoder().encodeToString("MARKED webhook secret of 32 byte".getBytes(StandardCharsets.US_ASCII));

    private final WireMockServer collector = new WireMockServer(options().dynamicPort());
    private Sandbox sandbox;

    @Override
    public Map<String, String> start() {
        Map<String, String> settings = new HashMap<>(DatabaseRoles.create());
        try {
            sandbox = Sandbox.start(
                    SandboxOptions.defaults().withPort(0).withOauth(OauthClient.of("holdfast", CLIENT_SECRET)));
            Path logs = Files.createTempDirectory("holdfast-logs");
            settings.put(LOGS, logs.toString());
            settings.put("quarkus.log.file.path", logs.resolve("lines.json").toString());
            settings.put(
                    "quarkus.log.handler.file.\"text\".path",
                    logs.resolve("lines.txt").toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        settings.put("quarkus.log.console.level", "OFF");
        settings.put("quarkus.log.file.enabled", "true");
        settings.put("quarkus.log.file.level", "ALL");
        settings.put("quarkus.log.file.rotation.max-file-size", "1G");
        settings.put("quarkus.log.handler.file.\"text\".enabled", "true");
        settings.put("quarkus.log.handler.file.\"text\".level", "ALL");
        settings.put("quarkus.log.handler.file.\"text\".rotation.max-file-size", "1G");
        settings.put("quarkus.log.handler.file.\"text\".json.enabled", "false");
        settings.put("quarkus.log.handler.file.\"text\".format", "%d %p [%c] (%t) %X %s%e%n");
        settings.put("quarkus.log.handlers", "text");
        collector.start();
        collector.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(200)));
        settings.put("quarkus.otel.sdk.disabled", "false");
        settings.put("quarkus.otel.exporter.otlp.protocol", "http/protobuf");
        settings.put("quarkus.otel.exporter.otlp.endpoint", collector.baseUrl());
        settings.put("quarkus.otel.bsp.schedule.delay", "100ms");
        settings.put("holdfast.gateway.default", "erp");
        settings.put("holdfast.gateway.erp.url", sandbox.url());
        settings.put("holdfast.gateway.erp.oauth.token-url", sandbox.url() + "/oauth/token");
        settings.put("holdfast.gateway.erp.oauth.client-id", "holdfast");
        settings.put("holdfast.gateway.erp.oauth.client-secret", CLIENT_SECRET);
        settings.put("holdfast.gateway.erp.webhook-secrets", "whsec_" + WEBHOOK_SECRET);
        settings.put("holdfast.token.refresh-after", "1s");
        settings.put("holdfast.schedule.refresh", "1s");
        settings.put("holdfast.schedule.renew", "1s");
        settings.put("holdfast.schedule.purge", "1s");
        settings.put("holdfast.reconcile.every", "1s");
        settings.put("holdfast.reconcile.settle", "1s");
        return settings;
    }

    /** Gives the collector of traces to the test. */
    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(collector, new TestInjector.MatchesType(WireMockServer.class));
    }

    @Override
    public void stop() {
        collector.stop();
        if (sandbox != null) {
            sandbox.close();
        }
    }
}
