package io.holdfast.gateway.erp;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import io.holdfast.gateway.GatewayOutcome.Reason;
import io.holdfast.gateway.GatewayTestProfile;
import io.holdfast.gateway.wire.Hindrance;
import io.holdfast.gateway.wire.WireAnswer;
import io.holdfast.gateway.wire.WireCall;
import io.holdfast.gateway.wire.WireClient;
import io.holdfast.gateway.wire.WireLimits;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jboss.resteasy.reactive.RestResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The guards really guard: annotations are only promises until a call goes through them. */
@QuarkusTest
@TestProfile(GatewayTestProfile.class)
class ErpWireTest {

    private static final WireLimits LIMITS = new WireLimits(Duration.ofMillis(1_500), 8);
    private static final Duration LONG = Duration.ofSeconds(10);

    WireMockServer server;

    @Inject
    ErpWire wire;

    @Inject
    CircuitBreakerMaintenance breakers;

    private ErpApi api;

    @BeforeEach
    void forget() {
        server.resetAll();
        breakers.reset(ErpGateway.NAME);
        api = WireClient.of(ErpApi.class, URI.create(server.baseUrl()), LIMITS, Optional.empty());
    }

    @Test
    void anAnswerOfAnyStatusIsAnAnswer() {
        for (int status : List.of(200, 201, 302, 400, 402, 404, 409, 422, 429, 500, 503)) {
            // given
            answering(aResponse()
                    .withStatus(status)
                    .withHeader("Retry-After", "7")
                    .withBody("{\"a\":1}"));
            // when
            WireAnswer.Answered answer = (WireAnswer.Answered) call();
            // then
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.body()).isEqualTo("{\"a\":1}");
            assertThat(answer.header().apply("retry-after")).contains("7");
        }
    }

    @Test
    void theSharedTimeoutSettingBoundsACall() {
        // given a call that would itself wait much longer
        answering(aResponse().withFixedDelay(8_000));
        WireCall patient = new WireCall(Duration.ofSeconds(4), () -> api.find(null, "auth_1"));
        long started = System.nanoTime();
        // when
        WireAnswer answer = wire.exchange(patient).await().atMost(LONG);
        // then
        assertThat(answer).isEqualTo(new WireAnswer.Lost("timeout"));
        assertThat(Duration.ofNanos(System.nanoTime() - started))
                .isBetween(Duration.ofMillis(1_450), Duration.ofMillis(3_900));
    }

    @Test
    void aTimeoutIsNotTriedAgain() {
        // given
        AtomicInteger attempts = new AtomicInteger();
        // when
        WireAnswer answer = through(() -> {
            attempts.incrementAndGet();
            return Uni.createFrom().nothing();
        });
        // then
        assertThat(answer).isEqualTo(new WireAnswer.Lost("timeout"));
        assertThat(attempts).hasValue(1);
    }

    @Test
    void theExchangeOfACallThatTimedOutIsEnded() {
        // given
        AtomicInteger ended = new AtomicInteger();
        // when
        through(() -> Uni.createFrom()
                .<RestResponse<String>>nothing()
                .onCancellation()
                .invoke(ended::incrementAndGet));
        // then
        Awaitility.await().atMost(LONG).untilAsserted(() -> assertThat(ended).hasValue(1));
    }

    @Test
    void aResetAfterSendingIsLostAndNotRepeated() {
        // given
        answering(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
        // when
        WireAnswer answer = call();
        // then
        assertThat(answer).isEqualTo(new WireAnswer.Lost("no answer"));
        assertThat(server.getAllServeEvents()).hasSize(1);
    }

    @Test
    void anEmptyAnswerAndABrokenOneAreLost() {
        for (Fault fault :
                List.of(Fault.EMPTY_RESPONSE, Fault.MALFORMED_RESPONSE_CHUNK, Fault.RANDOM_DATA_THEN_CLOSE)) {
            // given
            answering(aResponse().withFault(fault));
            // when
            WireAnswer answer = call();
            // then
            assertThat(answer).as(fault.name()).isInstanceOf(WireAnswer.Lost.class);
        }
    }

    @Test
    void anAnswerThatIsTooLongIsLost() {
        // given
        answering(aResponse().withBody("x".repeat((1 << 20) + 1)).withHeader("Transfer-Encoding", "chunked"));
        // when
        WireAnswer answer = call();
        // then
        assertThat(answer).isEqualTo(new WireAnswer.Lost("answer too long"));
    }

    @Test
    void anAnswerThatComesDropByDropIsBoundedByTheTimeoutToo() {
        // given
        answering(aResponse().withBody("x".repeat(1_000)).withChunkedDribbleDelay(100, 8_000));
        // when
        WireAnswer answer = call();
        // then
        assertThat(answer).isEqualTo(new WireAnswer.Lost("timeout"));
    }

    @Test
    void theLongestAnswerIsRead() {
        // given
        answering(aResponse().withBody("x".repeat(1 << 20)));
        // when
        WireAnswer answer = call();
        // then
        assertThat(((WireAnswer.Answered) answer).body()).hasSize(1 << 20);
    }

    @Test
    void aRefusedConnectionIsNotSent() {
        // given
        ErpApi nobody = WireClient.of(ErpApi.class, URI.create("http://localhost:1/"), LIMITS, Optional.empty());
        // when
        WireAnswer answer = through(() -> nobody.find(null, "auth_1"));
        // then
        assertThat(answer).isEqualTo(new WireAnswer.NotSent(Reason.NO_CONNECTION, Optional.empty()));
    }

    @Test
    void anUnknownHostIsNotSent() {
        // given
        ErpApi nobody = WireClient.of(ErpApi.class, URI.create("http://nobody.invalid/"), LIMITS, Optional.empty());
        // when
        WireAnswer answer = through(() -> nobody.find(null, "auth_1"));
        // then
        assertThat(answer)
                .isEqualTo(new WireAnswer.NotSent(
                        Reason.NO_CONNECTION, Optional.empty(), Optional.of(Hindrance.UNKNOWN_HOST)));
    }

    @Test
    void aConnectionThatCouldNotBeMadeIsTriedAgain() {
        // given
        AtomicInteger attempts = new AtomicInteger();
        // when
        WireAnswer answer = through(() -> attempts.incrementAndGet() < 3
                ? Uni.createFrom().failure(new ConnectException())
                : Uni.createFrom().item(RestResponse.ok("third")));
        // then
        assertThat(((WireAnswer.Answered) answer).body()).isEqualTo("third");
    }

    @Test
    void aLostConnectionIsNotTriedAgain() {
        // given
        AtomicInteger attempts = new AtomicInteger();
        // when
        WireAnswer answer = through(() -> {
            attempts.incrementAndGet();
            return Uni.createFrom().failure(new IOException("Connection was closed"));
        });
        // then
        assertThat(answer).isEqualTo(new WireAnswer.Lost("no answer"));
        assertThat(attempts).hasValue(1);
    }

    @Test
    void faultsOfTheGatewayOpenTheBreaker() {
        // given
        answering(aResponse().withStatus(503));
        IntStream.range(0, 20).forEach(i -> call());
        // when
        WireAnswer answer = call();
        // then
        assertThat(answer).isEqualTo(new WireAnswer.NotSent(Reason.BREAKER_OPEN, Optional.empty()));
        assertThat(server.getAllServeEvents()).hasSize(20);
    }

    @Test
    void declinesDoNotOpenTheBreaker() {
        // given
        answering(aResponse().withStatus(402));
        IntStream.range(0, 30).forEach(i -> call());
        // when
        WireAnswer answer = call();
        // then
        assertThat(((WireAnswer.Answered) answer).status()).isEqualTo(402);
        assertThat(breakers.currentState(ErpGateway.NAME)).isEqualTo(CircuitBreakerState.CLOSED);
    }

    @Test
    void moreThanTheBulkheadHoldsIsNotSent() {
        // given
        answering(aResponse().withFixedDelay(300));
        Awaitility.await()
                .atMost(LONG)
                .until(() -> atOnce(14).stream().allMatch(WireAnswer.Answered.class::isInstance));
        // when
        List<WireAnswer> answers = atOnce(20);
        // then fourteen run (eight and the places of calls that were given up) and one waits, for the library insists
        // on a queue of at least one
        assertThat(answers)
                .filteredOn(it -> it.equals(new WireAnswer.NotSent(Reason.BULKHEAD_FULL, Optional.empty())))
                .hasSize(5);
    }

    @Test
    void callsThatTimedOutGiveTheirPlacesBack() {
        // given
        answering(aResponse().withFixedDelay(10_000));
        atOnce(14);
        forget();
        // when
        answering(aResponse().withStatus(200));
        // then
        Awaitility.await()
                .atMost(LONG)
                .until(() -> atOnce(14).stream().allMatch(WireAnswer.Answered.class::isInstance));
    }

    private List<WireAnswer> atOnce(int calls) {
        return Uni.join()
                .all(IntStream.range(0, calls)
                        .mapToObj(i -> wire.exchange(toServer()))
                        .toList())
                .andFailFast()
                .await()
                .atMost(LONG);
    }

    private void answering(ResponseDefinitionBuilder response) {
        server.stubFor(any(anyUrl()).willReturn(response));
    }

    private WireCall toServer() {
        return new WireCall(LIMITS.timeout(), () -> api.find(null, "auth_1"));
    }

    private WireAnswer call() {
        return wire.exchange(toServer()).await().atMost(LONG);
    }

    private WireAnswer through(Supplier<Uni<RestResponse<String>>> send) {
        return wire.exchange(new WireCall(LIMITS.timeout(), send)).await().atMost(LONG);
    }
}
