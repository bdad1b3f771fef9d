package io.holdfast.notify.monitoring;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.holdfast.audit.Host;
import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.notify.Channel;
import io.holdfast.notify.Receivers;
import io.holdfast.notify.SomeDispute;
import io.holdfast.notify.Telling;
import io.holdfast.notify.wire.Courier;
import io.holdfast.secret.Secret;
import io.holdfast.settings.BadSetting;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Splunk and Datadog, each against a server that speaks its API. */
class CollectorsTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final WireMockServer server =
            new WireMockServer(WireMockConfiguration.options().dynamicPort());
    private final SomeDispute opened = SomeDispute.opened();

    @BeforeEach
    void start() {
        server.start();
        Receivers.takeEverything(server);
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @AfterAll
    static void end() throws Exception {
        VERTX.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @CsvSource({"timeout, timeout", "breaker_open, fallback", "no_connection, fallback", "mismatch, unsettled"})
    void anOutcomeThatSettlesNothingIsAnEventOfItsKind(String outcome, String kind) throws Exception {
        // when
        Optional<String> alarm = splunk().compose(opened.unsettled(outcome).after(Optional.of(opened), it -> "{}"));

        // then
        JsonNode event = JSON.readTree(alarm.orElseThrow());
        assertThat(event.path("event").asText()).isEqualTo("gateway.unsettled");
        assertThat(event.path("kind").asText()).isEqualTo(kind);
        assertThat(event.path("level").asText()).isEqualTo("warn");
        assertThat(event.path("dispute_id").asText())
                .isEqualTo(opened.dispute().id().value().toString());
        assertThat(event.path("gateway").asText()).isEqualTo("scripted");
        assertThat(event.path("detail").path("outcome").asText()).isEqualTo(outcome);
        assertThat(alarm.get()).doesNotContain("ACC-1001").doesNotContain("pm_");
    }

    @Test
    void attentionIsAnEventWhenItComesAndWhenItGoesAndGoodNewsIsNone() throws Exception {
        // given
        SomeDispute raised = opened.attention(Optional.of(Attention.ORPHANED_HOLD));

        // then
        JsonNode event = JSON.readTree(
                splunk().compose(raised.after(Optional.of(opened), it -> "{}")).orElseThrow());
        assertThat(event.path("event").asText()).isEqualTo("attention.raised");
        assertThat(event.path("kind").asText()).isEqualTo("attention");
        assertThat(event.path("attention").asText()).isEqualTo("ORPHANED_HOLD");
        assertThat(splunk().compose(raised.attention(Optional.empty()).after(Optional.of(raised), it -> "{}")))
                .isPresent();
        assertThat(splunk().compose(opened.after(Optional.empty(), it -> "{}"))).isEmpty();
        assertThat(splunk().compose(opened.held().after(Optional.of(opened), it -> "{}")))
                .isEmpty();
    }

    @Test
    void splunkGetsEventAfterEventInOneBody() throws Exception {
        // when
        Telling telling = tell(splunk(), notes(3));

        // then
        assertThat(telling).isEqualTo(new Telling.Told());
        LoggedRequest request = only("/services/collector/event");
        assertThat(request.getHeader("Authorization")).isEqualTo("Splunk hec-token");
        assertThat(request.getHeader("X-Splunk-Request-Channel")).isNotBlank();
        try (var events = JSON.readerFor(JsonNode.class).<JsonNode>readValues(request.getBodyAsString())) {
            List<JsonNode> all = events.readAll();
            assertThat(all).hasSize(3);
            assertThat(all.get(0).path("time").decimalValue()).isEqualByComparingTo("1795600800.000");
            assertThat(all.get(0).path("source").asText()).isEqualTo("holdfast");
            assertThat(all.get(0).path("sourcetype").asText()).isEqualTo("holdfast");
            assertThat(all.get(0).path("index").asText()).isEqualTo("payments");
            assertThat(all.get(0).path("event").path("event").asText()).isEqualTo("gateway.unsettled");
        }
    }

    @Test
    void datadogGetsOneArray() throws Exception {
        // when
        Telling telling = tell(datadog(), notes(2));

        // then
        assertThat(telling).isEqualTo(new Telling.Told());
        LoggedRequest request = only("/api/v2/logs");
        assertThat(request.getHeader("DD-API-KEY")).isEqualTo("dd-key");
        JsonNode logs = JSON.readTree(request.getBodyAsString());
        assertThat(logs).hasSize(2);
        JsonNode log = logs.get(0);
        assertThat(log.path("ddsource").asText()).isEqualTo("holdfast");
        assertThat(log.path("service").asText()).isEqualTo("holdfast");
        assertThat(log.path("ddtags").asText())
                .isEqualTo("gateway:scripted,event:gateway.unsettled,env:test,team:payments");
        assertThat(log.path("status").asText()).isEqualTo("warn");
        assertThat(log.path("timestamp").asText()).isEqualTo("2026-11-25T10:00:00Z");
        assertThat(log.path("message").asText()).contains(opened.dispute().id().toString());
        assertThat(log.path("holdfast").path("kind").asText()).isEqualTo("timeout");
    }

    @Test
    void manyEventsAreCompressed() throws Exception {
        // when
        tell(splunk(), notes(100));

        // then: the server has unpacked what it shows
        LoggedRequest request = only("/services/collector/event");
        assertThat(request.getHeader("Content-Encoding")).isEqualTo("gzip");
        try (var events = JSON.readerFor(JsonNode.class).<JsonNode>readValues(request.getBodyAsString())) {
            assertThat(events.readAll()).hasSize(100);
        }
        int sent = Integer.parseInt(request.getHeader("Content-Length"));
        assertThat(sent).isLessThan(request.getBodyAsString().length() / 4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | {\"text\":\"Success\",\"code\":0} | Told",
                "200 | {\"text\":\"odd\",\"code\":9} | Failed",
                "200 | <html> | Failed",
                "400 | {\"text\":\"Invalid data format\",\"code\":6,\"invalid-event-number\":1} | Refused",
                "400 | {\"text\":\"No data\",\"code\":5} | Refused",
                "400 | {\"text\":\"Incorrect index\",\"code\":7} | Failed",
                "401 | {\"text\":\"Invalid authorization\",\"code\":3} | Failed",
                "403 | {\"text\":\"Invalid token\",\"code\":4} | Failed",
                "404 | none | Failed",
                "413 | none | Refused",
                "429 | none | Throttled",
                "500 | {\"text\":\"Internal server error\",\"code\":8} | Failed",
                "503 | {\"text\":\"Server is busy\",\"code\":9} | Failed"
            })
    void whatSplunksAnswersMean(int status, String body, String meaning) {
        // given
        server.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(status).withBody(body)));

        // then
        assertThat(tell(splunk(), notes(1)).getClass().getSimpleName()).isEqualTo(meaning);
    }

    @ParameterizedTest
    @CsvSource({
        "202, Told",
        "400, Refused",
        "401, Failed",
        "403, Failed",
        "408, Failed",
        "413, Refused",
        "429, Throttled",
        "500, Failed",
        "503, Failed"
    })
    void whatDatadogsAnswersMean(int status, String meaning) {
        // given
        server.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(status).withHeader("Retry-After", "9")));

        // then
        assertThat(tell(datadog(), notes(1)).getClass().getSimpleName()).isEqualTo(meaning);
    }

    @ParameterizedTest
    @CsvSource({
        "splunk.url=https://splunk:8088, holdfast.monitoring.splunk.token",
        "splunk.token=t, holdfast.monitoring.splunk.url",
        "datadog.url=nowhere, holdfast.monitoring.datadog.url",
        "datadog.url=https://intake, holdfast.monitoring.datadog.api-key"
    })
    void aBadSettingIsNamed(String setting, String property) {
        // given
        String[] parts = setting.split("=", 2);
        MonitoringSettings settings = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(MonitoringSettings.class)
                .withSources(
                        new PropertiesConfigSource(Map.of("holdfast.monitoring." + parts[0], parts[1]), "test", 100))
                .build()
                .getConfigMapping(MonitoringSettings.class);

        // then
        assertThatThrownBy(() -> new MonitoringChannels(
                                settings, (channel, limits) -> new Courier(VERTX, limits), Clock.systemUTC())
                        .channels())
                .isInstanceOf(BadSetting.class)
                .hasMessageStartingWith(property + ": ");
    }

    private Channel splunk() {
        return new SplunkChannel(
                courier(),
                URI.create(server.baseUrl() + "/services/collector/event"),
                Secret.of("hec-token"),
                "holdfast",
                Optional.of("payments"),
                Clock.systemUTC(),
                Duration.ofSeconds(20));
    }

    private Channel datadog() {
        return new DatadogChannel(
                courier(),
                URI.create(server.baseUrl() + "/api/v2/logs"),
                Secret.of("dd-key"),
                "holdfast",
                Optional.of("env:test, team:payments ,"),
                Clock.systemUTC(),
                Duration.ofSeconds(20));
    }

    @Test
    void theHostIsTheOneThatTheAccessJournalNames() {
        assertThat(Collector.host()).isEqualTo(Host.name());
    }

    private static Courier courier() {
        return new Courier(VERTX, new Courier.Limits(Duration.ofSeconds(20), 4, 4096, true));
    }

    private List<Channel.Note> notes(int count) {
        String body = splunk().compose(opened.unsettled("timeout").after(Optional.of(opened), it -> "{}"))
                .orElseThrow();
        return IntStream.range(0, count)
                .mapToObj(i -> new Channel.Note(new DisputeId(UUID.randomUUID()), 2, body))
                .toList();
    }

    private LoggedRequest only(String path) {
        List<LoggedRequest> requests = server.findAll(postRequestedFor(urlEqualTo(path)));
        assertThat(requests).hasSize(1);
        return requests.get(0);
    }

    private static Telling tell(Channel channel, List<Channel.Note> notes) {
        return channel.tell(notes).await().atMost(Duration.ofSeconds(30));
    }
}
