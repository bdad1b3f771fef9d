package io.holdfast.notify.webhook;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import com.standardwebhooks.Webhook;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.gateway.SettableClock;
import io.holdfast.notify.Channel;
import io.holdfast.notify.Receivers;
import io.holdfast.notify.Telling;
import io.holdfast.notify.wire.Courier;
import io.holdfast.settings.BadSetting;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookChannelTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final Channel.Note NOTE = new Channel.Note(
            new DisputeId(UUID.fromString("018f3c2e-7a5b-7c1d-9e2f-1a2b3c4d5e6f")),
            7,
            "{\"type\":\"dispute.held\",\"data\":{\"name\":\"Zoë\"}}");

    private final WireMockServer server =
            new WireMockServer(WireMockConfiguration.options().dynamicPort());
    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-25T10:00:00Z"));

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
    void eachAttemptIsSignedWithItsOwnTimestampUnderTheSameId() throws Exception {
        // given
        server.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(200)));
        Channel channel = channel(Receivers.SECRET, Receivers.OLD_SECRET);

        // when
        Telling first = tell(channel);
        clock.advance(Duration.ofMinutes(5));
        tell(channel);

        // then
        assertThat(first).isEqualTo(new Telling.Told());
        List<LoggedRequest> sent = server.findAll(WireMock.postRequestedFor(anyUrl()));
        assertThat(sent)
                .extracting(it -> it.getHeader("webhook-id"))
                .containsExactly("msg_018f3c2e7a5b7c1d9e2f1a2b3c4d5e6f_7", "msg_018f3c2e7a5b7c1d9e2f1a2b3c4d5e6f_7");
        assertThat(sent)
                .extracting(it -> it.getHeader("webhook-timestamp"))
                .containsExactly("1795600800", "1795601100");
        String expected =
                new Webhook(Receivers.SECRET).sign("msg_018f3c2e7a5b7c1d9e2f1a2b3c4d5e6f_7", 1795600800L, NOTE.body())
                        + " "
                        + new Webhook(Receivers.OLD_SECRET)
                                .sign("msg_018f3c2e7a5b7c1d9e2f1a2b3c4d5e6f_7", 1795600800L, NOTE.body());
        assertThat(sent.get(0).getHeader("webhook-signature")).isEqualTo(expected);
        assertThat(sent.get(0).getBodyAsString()).isEqualTo(NOTE.body());
    }

    @ParameterizedTest
    @CsvSource({
        "200, Told",
        "204, Told",
        "301, Failed",
        "302, Failed",
        "400, Failed",
        "401, Failed",
        "404, Failed",
        "410, Stopped",
        "429, Failed",
        "500, Failed",
        "503, Failed"
    })
    void whatAnAnswerMeans(int status, String meaning) {
        // given
        server.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(status).withHeader("Location", "/elsewhere")));

        // when
        Telling telling = tell(channel(Receivers.SECRET));

        // then
        assertThat(telling.getClass().getSimpleName()).isEqualTo(meaning);
    }

    @Test
    void aReceiverThatAsksForPatienceGetsIt() {
        // given
        server.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(429).withHeader("Retry-After", "120")));

        // then
        assertThat(tell(channel(Receivers.SECRET)))
                .isEqualTo(new Telling.Throttled("http_429", Duration.ofSeconds(120)));
        server.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(503).withHeader("Retry-After", "60")));
        assertThat(tell(channel(Receivers.SECRET)))
                .isEqualTo(new Telling.Failed("http_503", Optional.of(Duration.ofSeconds(60))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "Wed, 25 Nov 2026 09:00:00 GMT"})
    void aReceiverThatAsksForNoPatienceHasFailedLikeOneThatDoesNotSay(String header) {
        // given
        server.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(429).withHeader("Retry-After", header)));

        // when
        Telling telling = tell(channel(Receivers.SECRET));

        // then
        assertThat(telling).isEqualTo(Telling.Failed.because("http_429"));
    }

    @Test
    void theScheduleIsThatOfTheSpecification() {
        assertThat(WebhookChannel.RETRIES)
                .containsExactly(
                        Duration.ofSeconds(5),
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(30),
                        Duration.ofHours(2),
                        Duration.ofHours(5),
                        Duration.ofHours(10),
                        Duration.ofHours(14),
                        Duration.ofHours(20),
                        Duration.ofHours(24));
    }

    @Test
    void withoutAUrlThereIsNoChannel() {
        assertThat(channels(Map.of())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "whsec_short", "whsec_c2hvcnQ=", "not base64 at all!"})
    void aSecretThatIsNoneStopsTheStartInOneLineThatDoesNotRepeatIt(String secret) {
        assertThatThrownBy(() -> channels(Map.of("url", "https://example.com/hook", "secret", secret)))
                .isInstanceOf(BadSetting.class)
                .hasMessageStartingWith("holdfast.notify.secret: ")
                .satisfies(it -> assertThat(secret.isEmpty() || !it.getMessage().contains(secret))
                        .isTrue());
    }

    private static List<Channel> channels(Map<String, String> given) {
        NotifySettings settings = new NotifySettings() {

            @Override
            public Optional<String> url() {
                return Optional.ofNullable(given.get("url"));
            }

            @Override
            public Optional<List<String>> secret() {
                return Optional.ofNullable(given.get("secret"))
                        .filter(it -> !it.isEmpty())
                        .map(List::of);
            }

            @Override
            public Duration timeout() {
                return Duration.ofSeconds(15);
            }

            @Override
            public int maxConcurrent() {
                return 16;
            }

            @Override
            public boolean allowPrivateAddresses() {
                return false;
            }
        };
        return new WebhookChannels(settings, (channel, limits) -> new Courier(VERTX, limits), Clock.systemUTC())
                .channels();
    }

    private Channel channel(String... secrets) {
        Duration timeout = Duration.ofSeconds(20);
        return new WebhookChannel(
                URI.create(server.baseUrl() + "/hook"),
                java.util.Arrays.stream(secrets).map(Webhook::new).toList(),
                new Courier(VERTX, new Courier.Limits(timeout, 4, 64, true)),
                clock,
                timeout,
                4);
    }

    private static Telling tell(Channel channel) {
        return channel.tell(List.of(NOTE)).await().atMost(Duration.ofSeconds(30));
    }
}
