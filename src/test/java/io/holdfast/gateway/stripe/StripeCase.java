package io.holdfast.gateway.stripe;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.OperationKind;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.Gateway;
import io.holdfast.gateway.GatewayCase;
import io.holdfast.gateway.GatewayRequest;
import io.holdfast.gateway.Inquiry;
import io.holdfast.gateway.wire.WireClient;
import io.holdfast.gateway.wire.WireLimits;
import io.holdfast.money.Money;
import io.holdfast.time.Scheduling;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Our gateway to Stripe, and how Stripe speaks. */
abstract class StripeCase extends GatewayCase {

    static final AuthorizationId INTENT = new AuthorizationId("pi_1");
    static final String INTENTS = "/v1/payment_intents";
    static final String INTENT_URL = INTENTS + "/pi_1";

    /** Anything not too far from now, to the second. */
    static final Instant CREATED = Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS);

    static final Instant CAPTURE_BEFORE = CREATED.plus(Duration.ofDays(7));

    @Inject
    StripeWire wire;

    @Inject
    Scheduling scheduling;

    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    @Override
    protected String name() {
        return StripeGateway.NAME;
    }

    @Override
    protected Gateway connect() {
        return gateway(10_000);
    }

    Gateway gateway(int perSecond) {
        WireLimits limits = limits();
        Clock clock = Clock.systemUTC();
        StripeApi api = WireClient.of(StripeApi.class, URI.create(server.baseUrl()), limits, Optional.empty());
        StripeIntents intents = new StripeIntents(clock);
        StripeLine line = new StripeLine(
                lines.open(StripeGateway.NAME, wire, limits),
                new Pace(perSecond, perSecond, clock),
                scheduling,
                intents,
                () -> "Bearer sk_test_1");
        StripeReading reading = new StripeReading(clock);
        return new StripeGateway(
                api,
                line,
                reading,
                intents,
                new StripeLookup(api, line, reading, intents, limits.timeout(), clock),
                new EndingCards(Duration.ofDays(60), clock, metrics),
                limits);
    }

    @Override
    public void approves() {
        answering(okJson(held()));
    }

    Inquiry find() {
        return await(gateway.find(INTENT));
    }

    GatewayRequest request(OperationKind kind, Optional<Money> amount) {
        return new GatewayRequest(
                DISPUTE,
                kind.idempotencyKey(DISPUTE, 1),
                Optional.of(INTENT),
                amount,
                Optional.of("pm_1"),
                gateway.compose(intent(kind, amount.orElse(FIFTY))));
    }

    static List<AuthorizationView> found(Inquiry inquiry) {
        assertThat(inquiry).isInstanceOf(Inquiry.Found.class);
        return ((Inquiry.Found) inquiry).authorizations();
    }

    void listing(ResponseDefinitionBuilder response) {
        server.stubFor(get(urlPathEqualTo(INTENTS)).willReturn(response));
    }

    static String error(String type, String code, String param) {
        return "{\"error\":{\"type\":\"" + type + "\",\"code\":\"" + code + "\",\"param\":\"" + param
                + "\",\"message\":\"Something about a card\"}}";
    }

    static String cardError(String code, String declineCode) {
        return "{\"error\":{\"type\":\"card_error\",\"code\":\"" + code + "\",\"decline_code\":\"" + declineCode
                + "\",\"payment_intent\":" + intent("requires_payment_method") + "}}";
    }

    static String page(boolean more, String... intents) {
        return "{\"object\":\"list\",\"data\":[" + String.join(",", intents) + "],\"has_more\":" + more + "}";
    }

    static String held() {
        return intent(
                "requires_capture",
                ",\"latest_charge\":{\"id\":\"ch_1\",\"status\":\"succeeded\",\"payment_method_details\":{\"card\":"
                        + "{\"capture_before\":" + CAPTURE_BEFORE.getEpochSecond() + "}}}");
    }

    static String captured(long units) {
        return intent("succeeded", ",\"amount_received\":" + units);
    }

    static String intent(String status) {
        return intent(status, ",\"latest_charge\":null");
    }

    static String intent(String status, String more) {
        return "{\"id\":\"pi_1\",\"object\":\"payment_intent\",\"status\":\"" + status
                + "\",\"amount\":4999,\"currency\":\"usd\",\"capture_method\":\"manual\",\"created\":"
                + CREATED.getEpochSecond() + ",\"metadata\":{\"dispute_id\":\"" + DISPUTE + "\"}" + more + "}";
    }
}
