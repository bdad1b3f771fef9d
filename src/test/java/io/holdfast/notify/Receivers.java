package io.holdfast.notify;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.patch;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlMatching;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Everybody who can be told, on one server; tests find it as a field of type {@link WireMockServer}. */
public class Receivers implements QuarkusTestResourceLifecycleManager {

    public static final String SECRET = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
    public static final String OLD_SECRET = "whsec_OTg3NjU0MzIxMDk4NzY1NDMyMTA5ODc2NTQzMjEwOTg=";

    private final WireMockServer server = new WireMockServer(
            WireMockConfiguration.options().dynamicPort().containerThreads(40).asynchronousResponseEnabled(true));

    @Override
    public Map<String, String> start() {
        server.start();
        takeEverything(server);
        String url = server.baseUrl();
        return Map.ofEntries(
                Map.entry("holdfast.notify.url", url + "/hook?team=payments"),
                Map.entry("holdfast.notify.secret", SECRET + "," + OLD_SECRET),
                Map.entry("holdfast.notify.allow-private-addresses", "true"),
                Map.entry("holdfast.notify.max-concurrent", "4"),
                Map.entry("holdfast.genesys.region", "eu-central-1"),
                Map.entry("holdfast.genesys.client-id", "client"),
                Map.entry("holdfast.genesys.client-secret", "secret"),
                Map.entry("holdfast.genesys.workflow-id", "flow-1"),
                Map.entry("holdfast.genesys.requests-per-minute", "6000"),
                Map.entry("holdfast.genesys.login-url", url),
                Map.entry("holdfast.genesys.api-url", url),
                Map.entry("holdfast.monitoring.splunk.url", url),
                Map.entry("holdfast.monitoring.splunk.token", "hec-token"),
                Map.entry("holdfast.monitoring.datadog.url", url),
                Map.entry("holdfast.monitoring.datadog.api-key", "dd-key"));
    }

    /** As on a good day. */
    public static void takeEverything(WireMockServer server) {
        server.resetAll();
        server.stubFor(any(urlPathEqualTo("/hook")).willReturn(aResponse().withStatus(204)));
        server.stubFor(post(urlPathEqualTo("/oauth/token"))
                .willReturn(okJson("{\"access_token\":\"t1\",\"token_type\":\"bearer\",\"expires_in\":86400}")));
        server.stubFor(get(urlMatching("/api/v2/conversations/[^/]+"))
                .willReturn(okJson("{\"participants\":[{\"id\":\"p-agent\",\"purpose\":\"agent\"},"
                        + "{\"id\":\"p-customer\",\"purpose\":\"customer\"}]}")));
        server.stubFor(patch(urlMatching("/api/v2/conversations/calls/[^/]+/participants/p-customer/attributes"))
                .willReturn(aResponse().withStatus(202)));
        server.stubFor(post(urlPathEqualTo("/api/v2/flows/executions")).willReturn(okJson("{\"id\":\"execution-1\"}")));
        server.stubFor(post(urlPathEqualTo("/services/collector/event"))
                .willReturn(okJson("{\"text\":\"Success\",\"code\":0}")));
        server.stubFor(post(urlPathEqualTo("/api/v2/logs"))
                .willReturn(aResponse().withStatus(202).withBody("{}")));
    }

    @Override
    public void stop() {
        server.stop();
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(server, new TestInjector.MatchesType(WireMockServer.class));
    }
}
