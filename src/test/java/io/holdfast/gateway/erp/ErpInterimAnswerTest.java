package io.holdfast.gateway.erp;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.GatewayTestProfile;
import io.holdfast.gateway.wire.WireAnswer;
import io.holdfast.gateway.wire.WireCall;
import io.holdfast.gateway.wire.WireClient;
import io.holdfast.gateway.wire.WireLimits;
import io.holdfast.testing.InterimServer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a server says before its answer (RFC 9110, 15.2), of all gateways. */
@QuarkusTest
@TestProfile(GatewayTestProfile.class)
class ErpInterimAnswerTest {

    private static final WireLimits LIMITS = new WireLimits(Duration.ofMillis(1_500), 8);

    @Inject
    ErpWire wire;

    @Test
    void theAnswerToOneCallIsNeverTakenForThatToTheNext() throws IOException {
        for (String interim : new String[] {"102 Processing", "199 Odd"}) {
            try (InterimServer server = new InterimServer(interim)) {
                // given
                ErpApi api = WireClient.of(ErpApi.class, URI.create(server.url()), LIMITS, Optional.empty());
                // when
                WireAnswer first = call(api, "auth_1");
                WireAnswer second = call(api, "auth_2");
                // then
                assertThat(body(first)).isNotEqualTo("auth_2");
                assertThat(body(second)).isNotEqualTo("auth_1");
            }
        }
    }

    private static String body(WireAnswer answer) {
        return answer instanceof WireAnswer.Answered it ? it.body() : "";
    }

    private WireAnswer call(ErpApi api, String id) {
        return wire.exchange(new WireCall(LIMITS.timeout(), () -> api.find(null, id)))
                .await()
                .atMost(Duration.ofSeconds(10));
    }
}
