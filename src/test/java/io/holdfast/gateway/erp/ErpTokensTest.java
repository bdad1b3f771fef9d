package io.holdfast.gateway.erp;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.GatewayOutcome;
import io.holdfast.gateway.GatewayOutcome.Approved;
import io.holdfast.gateway.GatewayOutcome.NotSent;
import io.holdfast.gateway.GatewayOutcome.Reason;
import io.holdfast.gateway.GatewayRequest;
import io.holdfast.gateway.GatewaySettings;
import io.holdfast.gateway.GatewayTestProfile;
import io.holdfast.gateway.Inquiry;
import io.holdfast.gateway.SettableClock;
import io.holdfast.gateway.wire.GatewayLine;
import io.holdfast.gateway.wire.GatewayLines;
import io.holdfast.gateway.wire.Undecided;
import io.holdfast.gateway.wire.WireClient;
import io.holdfast.gateway.wire.WireLimits;
import io.holdfast.money.Money;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(GatewayTestProfile.class)
class ErpTokensTest {

    private static final DisputeId DISPUTE = new DisputeId(UUID.fromString("018f3c2e-7a5b-7c1d-9e2f-1a2b3c4d5e6f"));
    private static final Money FIFTY = Money.of("49.99", "USD");
    private static final AuthorizationId AUTH = new AuthorizationId("auth_1");
    private static final String VIEW =
            "{\"id\":\"auth_1\",\"status\":\"authorized\",\"amount\":49.99,\"currency\":\"USD\"}";

    WireMockServer server;

    @Inject
    ErpWire wire;

    @Inject
    GatewayLines lines;

    @Inject
    GatewaySettings settings;

    @Inject
    CircuitBreakerMaintenance breakers;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-22T10:00:00Z"));
    private ErpGateway gateway;

    @BeforeEach
    void connect() {
        server.resetAll();
        breakers.reset(ErpGateway.NAME);
        WireLimits limits = WireLimits.of(ErpGateway.NAME, settings, Optional.empty(), OptionalInt.empty());
        GatewayLine line = lines.open(ErpGateway.NAME, wire, limits);
        TokenApi api =
                WireClient.of(TokenApi.class, URI.create(server.baseUrl() + "/oauth/token"), limits, Optional.empty());
        ErpTokens tokens = new ErpTokens(
                api,
                line,
                new Undecided(clock),
                clock,
                () -> ErpTokens.basic("id:1", "s+cret"),
                "payments:write transactions:read");
        gateway = new ErpGateway(
                WireClient.of(ErpApi.class, URI.create(server.baseUrl()), limits, Optional.empty()),
                new ErpLine(line, Optional.of(tokens), limits.timeout(), clock),
                new ErpReading(clock),
                limits);
        server.stubFor(get(urlPathEqualTo("/v1/authorizations/auth_1")).willReturn(json(200, VIEW)));
        server.stubFor(post(urlPathEqualTo("/v1/authorizations")).willReturn(json(201, VIEW)));
    }

    @Test
    void aTokenIsAskedForAsTheStandardSays() {
        // given
        granting("token-1", 3600);
        // when
        find();
        // then
        String basic = Base64.getEncoder().encodeToString("id%3A1:s%2Bcret".getBytes(StandardCharsets.UTF_8));
        server.verify(postRequestedFor(urlEqualTo("/oauth/token"))
                .withHeader("Authorization", equalTo("Basic " + basic))
                .withHeader("Content-Type", equalTo("application/x-www-form-urlencoded"))
                .withFormParam("grant_type", equalTo("client_credentials"))
                .withFormParam("scope", equalTo("payments:write transactions:read")));
        server.verify(getRequestedFor(urlEqualTo("/v1/authorizations/auth_1"))
                .withHeader("Authorization", equalTo("Bearer token-1")));
    }

    @Test
    void aTokenIsUsedAgain() {
        // given
        granting("token-1", 3600);
        find();
        clock.advance(Duration.ofMinutes(58));
        // when
        find();
        // then
        assertThat(tokensFetched()).isEqualTo(1);
    }

    @Test
    void aTokenIsRenewedBeforeItEnds() {
        // given
        granting("token-1", 3600);
        find();
        clock.advance(Duration.ofMinutes(59));
        // when
        find();
        // then
        assertThat(tokensFetched()).isEqualTo(2);
    }

    @Test
    void aTokenWhoseEndIsNotToldIsUsedForAWhile() {
        // given
        server.stubFor(
                post("/oauth/token").willReturn(json(200, "{\"access_token\":\"token-1\",\"token_type\":\"bearer\"}")));
        find();
        find();
        clock.advance(Duration.ofMinutes(5));
        // when
        find();
        // then
        assertThat(tokensFetched()).isEqualTo(2);
    }

    @Test
    void callsAtTheSameTimeShareOneRenewal() {
        // given
        server.stubFor(post("/oauth/token").willReturn(token("token-1", 3600).withFixedDelay(100)));
        // when
        List<Inquiry> found = Uni.join()
                .all(IntStream.range(0, 6).mapToObj(i -> gateway.find(AUTH)).toList())
                .andFailFast()
                .await()
                .atMost(Duration.ofSeconds(5));
        // then
        assertThat(found).hasOnlyElementsOfType(Inquiry.Found.class);
        assertThat(tokensFetched()).isEqualTo(1);
    }

    @Test
    void aRefusedTokenIsRenewedOnceAndTheSameCallMadeAgain() {
        // given
        server.stubFor(post("/oauth/token")
                .inScenario("renewal")
                .willReturn(token("token-1", 3600))
                .willSetStateTo("renewed"));
        server.stubFor(post("/oauth/token")
                .inScenario("renewal")
                .whenScenarioStateIs("renewed")
                .willReturn(token("token-2", 3600)));
        server.stubFor(post(urlPathEqualTo("/v1/authorizations"))
                .withHeader("Authorization", equalTo("Bearer token-1"))
                .willReturn(json(401, "")));
        // when
        GatewayOutcome<AuthorizationView> outcome = authorize();
        // then
        assertThat(outcome).isInstanceOf(Approved.class);
        assertThat(tokensFetched()).isEqualTo(2);
        server.verify(
                2,
                postRequestedFor(urlEqualTo("/v1/authorizations"))
                        .withHeader("Idempotency-Key", equalTo(DISPUTE.toString()))
                        .withRequestBody(equalTo("{\"amount\":49.99}")));
    }

    @Test
    void aSecondRefusalIsForAPersonToSettle() {
        // given
        granting("token-1", 3600);
        server.stubFor(post(urlPathEqualTo("/v1/authorizations")).willReturn(json(401, "")));
        // when
        GatewayOutcome<AuthorizationView> outcome = authorize();
        // then
        assertThat(outcome).isEqualTo(new NotSent<>(Reason.CREDENTIALS, Optional.empty()));
        server.verify(2, postRequestedFor(urlEqualTo("/v1/authorizations")));
        assertThat(gateway.isAvailable()).isFalse();
    }

    @Test
    void aRefusedClientIsForAPersonToSettle() {
        for (ResponseDefinitionBuilder refusal :
                List.of(json(400, "{\"error\":\"invalid_client\"}"), json(401, "{\"error\":\"invalid_client\"}"))) {
            // given
            connect();
            server.stubFor(post("/oauth/token").willReturn(refusal));
            // when
            GatewayOutcome<AuthorizationView> outcome = authorize();
            // then
            assertThat(outcome).isEqualTo(new NotSent<>(Reason.CREDENTIALS, Optional.empty()));
            server.verify(0, postRequestedFor(urlEqualTo("/v1/authorizations")));
        }
    }

    @Test
    void withoutATokenNothingIsSent() {
        for (ResponseDefinitionBuilder trouble : List.of(
                aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER),
                aResponse().withFixedDelay(5_000),
                json(500, ""),
                json(200, "<html>"),
                json(200, "{\"access_token\":\"a\\r\\nb\",\"token_type\":\"Bearer\"}"),
                json(200, "{\"access_token\":\"abc\",\"token_type\":\"mac\"}"))) {
            // given
            connect();
            server.stubFor(post("/oauth/token").willReturn(trouble));
            // when
            GatewayOutcome<AuthorizationView> outcome = authorize();
            // then
            assertThat(outcome).isEqualTo(new NotSent<>(Reason.NO_CONNECTION, Optional.empty()));
            server.verify(0, postRequestedFor(urlEqualTo("/v1/authorizations")));
        }
    }

    @Test
    void aTokenServerThatAsksForPatienceGetsIt() {
        // given
        server.stubFor(post("/oauth/token").willReturn(json(429, "").withHeader("Retry-After", "3")));
        // when
        GatewayOutcome<AuthorizationView> outcome = authorize();
        // then
        assertThat(outcome).isEqualTo(new NotSent<>(Reason.RATE_LIMITED, Optional.of(Duration.ofSeconds(3))));
    }

    @Test
    void afterATroubleTheNextCallAsksForATokenAgain() {
        // given
        server.stubFor(post("/oauth/token")
                .inScenario("trouble")
                .whenScenarioStateIs(Scenario.STARTED)
                .willReturn(json(500, ""))
                .willSetStateTo("over"));
        server.stubFor(post("/oauth/token")
                .inScenario("trouble")
                .whenScenarioStateIs("over")
                .willReturn(token("token-1", 60)));
        authorize();
        // when
        GatewayOutcome<AuthorizationView> outcome = authorize();
        // then
        assertThat(outcome).isInstanceOf(Approved.class);
    }

    private void granting(String token, int seconds) {
        server.stubFor(post("/oauth/token").willReturn(token(token, seconds)));
    }

    private static ResponseDefinitionBuilder token(String token, int seconds) {
        return json(
                200, "{\"access_token\":\"" + token + "\",\"token_type\":\"Bearer\",\"expires_in\":" + seconds + "}");
    }

    private static ResponseDefinitionBuilder json(int status, String body) {
        return aResponse()
                .withStatus(status)
                .withHeader("Content-Type", "application/json")
                .withBody(body);
    }

    private int tokensFetched() {
        return server.countRequestsMatching(
                        postRequestedFor(urlEqualTo("/oauth/token")).build())
                .getCount();
    }

    private Inquiry find() {
        Inquiry found = gateway.find(AUTH).await().atMost(Duration.ofSeconds(5));
        assertThat(found).isInstanceOf(Inquiry.Found.class);
        return found;
    }

    private GatewayOutcome<AuthorizationView> authorize() {
        return gateway.authorize(new GatewayRequest(
                        DISPUTE,
                        DISPUTE.toString(),
                        Optional.empty(),
                        Optional.of(FIFTY),
                        Optional.empty(),
                        "{\"amount\":49.99}"))
                .await()
                .atMost(Duration.ofSeconds(5));
    }
}
