package io.holdfast.notify.wire;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import io.holdfast.settings.BadSetting;
import io.holdfast.testing.InterimServer;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CourierTest {

    private static final Vertx VERTX = Vertx.vertx();

    private final WireMockServer server = new WireMockServer(
            WireMockConfiguration.options().dynamicPort().dynamicHttpsPort().asynchronousResponseEnabled(true));

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @AfterAll
    static void end() throws Exception {
        VERTX.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Test
    void anAnswerIsBroughtBackWithWhatWasAskedForOfItsBody() {
        // given
        server.stubFor(any(urlEqualTo("/hook?a=b"))
                .willReturn(aResponse()
                        .withStatus(503)
                        .withHeader("Retry-After", "7")
                        .withBody("0123456789".repeat(100))));

        // when
        Answer answer = send(courier(true, Duration.ofSeconds(20)), base() + "/hook?a=b");

        // then
        Answer.Answered answered = (Answer.Answered) answer;
        assertThat(answered.status()).isEqualTo(503);
        assertThat(answered.retryAfter()).contains("7");
        assertThat(answered.body()).hasSize(64).startsWith("0123456789");
    }

    @Test
    void anAnswerWithoutEndIsCutOff() {
        // given
        server.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(200).withBody("x".repeat(5_000_000))));

        // when
        Answer answer = send(courier(true, Duration.ofSeconds(20)), base() + "/hook");

        // then
        assertThat(((Answer.Answered) answer).body()).hasSize(64);
    }

    @Test
    void noRedirectIsFollowed() {
        // given
        server.stubFor(any(urlEqualTo("/hook"))
                .willReturn(aResponse().withStatus(307).withHeader("Location", base() + "/elsewhere")));

        // when
        Answer answer = send(courier(true, Duration.ofSeconds(20)), base() + "/hook");

        // then
        assertThat(((Answer.Answered) answer).status()).isEqualTo(307);
        assertThat(server.getAllServeEvents()).hasSize(1);
    }

    @Test
    void theAnswerToOneRequestIsNeverTakenForThatToTheNext() throws IOException {
        for (String interim : new String[] {"102 Processing", "199 Odd"}) {
            try (InterimServer server = new InterimServer(interim)) {
                // given
                Courier courier = courier(true, Duration.ofSeconds(20));

                // when
                Answer first = send(courier, server.url() + "/first");
                Answer second = send(courier, server.url() + "/second");

                // then
                assertThat(first).isEqualTo(new Answer.Lost("no_answer"));
                assertThat(second).isEqualTo(new Answer.Lost("no_answer"));
            }
        }
    }

    @Test
    void oneThatDoesNotAnswerIsLeftInTime() {
        // given
        server.stubFor(any(anyUrl()).willReturn(aResponse().withFixedDelay(20_000)));
        long before = System.nanoTime();

        // when
        Answer answer = send(courier(true, Duration.ofMillis(300)), base() + "/hook");

        // then
        assertThat(answer).isEqualTo(new Answer.Lost("timeout"));
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void oneThatSendsItsAnswerDropByDropIsLeftInTimeToo() {
        // given
        server.stubFor(any(anyUrl())
                .willReturn(
                        aResponse().withStatus(200).withBody("x".repeat(1_000)).withChunkedDribbleDelay(100, 20_000)));

        // when
        Answer answer = send(courier(true, Duration.ofMillis(500)), base() + "/hook");

        // then
        assertThat(answer).isEqualTo(new Answer.Lost("timeout"));
    }

    @Test
    void aBrokenConnectionAndAnUnknownServerAreTold() throws Exception {
        // given
        server.stubFor(any(anyUrl()).willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }

        // then
        Courier courier = courier(true, Duration.ofSeconds(20));
        assertThat(send(courier, base() + "/hook")).isEqualTo(new Answer.Lost("no_answer"));
        assertThat(send(courier, "http://127.0.0.1:" + free + "/hook")).isEqualTo(new Answer.Lost("no_connection"));
        assertThat(send(courier, "https://localhost:" + server.httpsPort() + "/hook"))
                .isEqualTo(new Answer.Lost("tls"));
        assertThat(send(courier(false, Duration.ofSeconds(20)), "https://no-such-host.invalid/hook"))
                .isEqualTo(new Answer.Lost("unknown_host"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "0.0.0.0", "2130706433", "[::1]", "[::ffff:127.0.0.1]"})
    void aPrivateAddressIsNotConnectedToHoweverItIsWritten(String host) {
        // when
        URI address = URI.create("http://" + host + ":" + server.port() + "/hook");
        Answer answer = send(courier(false, Duration.ofSeconds(20)), address.toString());

        // then
        assertThat(answer).isEqualTo(new Answer.Lost("private_address"));
        assertThat(server.getAllServeEvents()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "example.com",
                "ftp://example.com",
                "http:///path",
                "https://user@example.com",
                "https://a b",
                "https://example.com/#x"
            })
    void anAddressThatIsNoneIsABadSettingOfOneLine(String value) {
        assertThatThrownBy(() -> Courier.address("holdfast.notify.url", value))
                .isInstanceOf(BadSetting.class)
                .hasMessageStartingWith("holdfast.notify.url: ")
                .hasMessageNotContaining("\n");
    }

    /** The server's own word is its https address. */
    private String base() {
        return "http://localhost:" + server.port();
    }

    private static Courier courier(boolean privateAddresses, Duration timeout) {
        return new Courier(VERTX, new Courier.Limits(timeout, 4, 64, privateAddresses));
    }

    private static Answer send(Courier courier, String address) {
        return courier.send(HttpMethod.POST, URI.create(address), Map.of("X-One", "1"), Buffer.buffer("{}"))
                .await()
                .atMost(Duration.ofSeconds(30));
    }
}
