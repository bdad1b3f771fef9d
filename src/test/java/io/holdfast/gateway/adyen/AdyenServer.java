package io.holdfast.gateway.adyen;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** A server that plays Adyen; tests find it as a field of type {@link WireMockServer}. */
public class AdyenServer implements QuarkusTestResourceLifecycleManager {

    private final WireMockServer server =
            new WireMockServer(WireMockConfiguration.options().dynamicPort().asynchronousResponseEnabled(true));

    @Override
    public Map<String, String> start() {
        server.start();
        String prefix = "holdfast.gateway.adyen.";
        return Map.of(
                prefix + "url", server.baseUrl() + "/v72",
                prefix + "api-key", "key-of-ours",
                prefix + "merchant-account", "HoldfastECOM",
                prefix + "return-url", "https://example.com/return",
                prefix + "hmac-keys", AdyenNews.KEY);
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
