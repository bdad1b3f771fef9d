package io.holdfast.gateway.adyen;

import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.gateway.Gateway;
import io.holdfast.gateway.GatewayCase;
import io.holdfast.gateway.SettableClock;
import io.holdfast.gateway.wire.WireClient;
import io.holdfast.gateway.wire.WireLimits;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Our gateway to Adyen, and how Adyen speaks. */
abstract class AdyenCase extends GatewayCase {

    static final AuthorizationId PSP = new AuthorizationId("NC6HT9CRT65ZGN82");
    static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    @Inject
    AdyenWire wire;

    @Override
    protected String name() {
        return AdyenGateway.NAME;
    }

    @Override
    protected Gateway connect() {
        WireLimits limits = limits();
        SettableClock clock = new SettableClock(NOW);
        return new AdyenGateway(
                WireClient.of(AdyenApi.class, URI.create(server.baseUrl() + "/v72"), limits, Optional.empty()),
                () -> "key-of-ours",
                lines.open(AdyenGateway.NAME, wire, limits),
                limits,
                new AdyenBody("HoldfastECOM", "https://example.com/return"),
                new AdyenReading(new HoldLife(Duration.ofDays(7), clock), clock));
    }

    @Override
    public void approves() {
        answering(json(200, payment("Authorised", 4_999)));
    }

    static String payment(String resultCode, long value) {
        return "{\"pspReference\":\"" + PSP + "\",\"resultCode\":\"" + resultCode
                + "\",\"amount\":{\"currency\":\"USD\",\"value\":" + value + "},\"merchantReference\":\"" + DISPUTE
                + "\"}";
    }

    static String refused(String resultCode, String number) {
        return payment(resultCode, 4_999)
                .replace(
                        "\"amount\"",
                        "\"refusalReason\":\"because\",\"refusalReasonCode\":\"" + number + "\",\"amount\"");
    }

    static String received() {
        return "{\"merchantAccount\":\"HoldfastECOM\",\"paymentPspReference\":\"" + PSP
                + "\",\"pspReference\":\"QFQTPCQ8HXSKGK82\",\"status\":\"received\"}";
    }

    static String error(int status, String code, String type) {
        return "{\"status\":" + status + ",\"errorCode\":\"" + code + "\",\"message\":\"no\",\"errorType\":\"" + type
                + "\"}";
    }
}
