package io.holdfast.gateway.erp;

import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.gateway.Gateway;
import io.holdfast.gateway.GatewayCase;
import io.holdfast.gateway.SettableClock;
import io.holdfast.gateway.wire.GatewayLine;
import io.holdfast.gateway.wire.WireClient;
import io.holdfast.gateway.wire.WireLimits;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** Our gateway to the ERP, and how the ERP speaks. */
abstract class ErpCase extends GatewayCase {

    static final AuthorizationId AUTH = new AuthorizationId("auth_1");

    @Inject
    ErpWire wire;

    @Override
    protected String name() {
        return ErpGateway.NAME;
    }

    @Override
    protected Gateway connect() {
        return gateway(new SettableClock(Instant.EPOCH));
    }

    /** @param steady how long calls last by it */
    Gateway gateway(Clock steady) {
        WireLimits limits = limits();
        GatewayLine line = lines.open(ErpGateway.NAME, wire, limits);
        Clock clock = Clock.systemUTC();
        ErpApi api = WireClient.of(ErpApi.class, URI.create(server.baseUrl() + "/pay/"), limits, Optional.empty());
        return new ErpGateway(
                api, new ErpLine(line, Optional.empty(), limits.timeout(), steady), new ErpReading(clock), limits);
    }

    @Override
    public void approves() {
        answering(json(201, authorization("authorized", "49.99")));
    }

    static ErpSecret secret(String configured) {
        return new ErpSecret(ErpSecret.bytes(configured));
    }

    static String error(String code) {
        return "{\"error\":{\"code\":\"" + code + "\",\"message\":\"no\"}}";
    }

    static String authorization(String status, String amount) {
        return "{\"id\":\"auth_1\",\"status\":\"" + status + "\",\"amount\":" + amount
                + ",\"currency\":\"USD\",\"capture_method\":\"manual\",\"metadata\":{\"dispute_id\":\"" + DISPUTE
                + "\"},\"created_at\":\"2026-11-22T10:00:00Z\",\"expires_at\":\"2026-11-29T10:00:00Z\"}";
    }

    static String declined(String code) {
        return authorization("declined", "49.99")
                .replace("\"capture_method\"", "\"decline_code\":\"" + code + "\",\"capture_method\"");
    }
}
