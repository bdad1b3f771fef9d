package io.holdfast.gateway;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** A server that plays a gateway; tests find it as a field of type {@link WireMockServer}. */
public class FakeGatewayServer implements QuarkusTestResourceLifecycleManager {

    private final WireMockServer server =
            new WireMockServer(WireMockConfiguration.options().dynamicPort().asynchronousResponseEnabled(true));

    @Override
    public Map<String, String> start() {
        server.start();
        return Map.of("holdfast.gateway.erp.url", server.baseUrl() + "/pay/");
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
