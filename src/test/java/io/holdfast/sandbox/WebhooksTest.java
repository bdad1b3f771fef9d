package io.holdfast.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.standardwebhooks.Webhook;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebhooksTest {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private WebhookInbox inbox;
    private Sandbox sandbox;
    private Caller caller;

    @BeforeEach
    void start() throws IOException {
        inbox = new WebhookInbox();
        sandbox = Sandbox.start(
                SandboxOptions.defaults().withWebhook(new WebhookTarget(inbox.url(), SECRET, Duration.ofMillis(20))));
        caller = new Caller(sandbox.url());
    }

    @AfterEach
    void stop() {
        sandbox.close();
        inbox.close();
    }

    @Test
    void anAuthorizationIsToldWithASignatureThatHolds() throws IOException {
        // when
        Caller.Answer answer = caller.authorize("pm_ok", "d-1");

        // then
        await().until(() -> inbox.deliveries().size() == 1);
        WebhookInbox.Delivery delivery = inbox.deliveries().get(0);
        assertThatCode(() -> new Webhook(SECRET).verify(delivery.body(), delivery.headers()))
                .doesNotThrowAnyException();
        JsonNode event = new ObjectMapper().readTree(delivery.body());
        assertThat(event.get("id").asText()).startsWith("evt_").isEqualTo(delivery.id());
        assertThat(event.get("type").asText()).isEqualTo("authorization.updated");
        assertThat(event.get("created_at").asText()).endsWith("Z");
        assertThat(event.at("/data/id").asText()).isEqualTo(answer.id());
        assertThat(event.at("/data/status").asText()).isEqualTo("authorized");
    }

    @Test
    void everyChangeOfStatusIsTold() {
        // given
        String id = caller.authorize("pm_pending_0.1").id();
        await().until(() ->
                caller.get("/v1/authorizations/" + id).text("/status").equals("authorized"));

        // when
        caller.giveBack(id, "v");

        // then
        await().untilAsserted(
                        () -> assertThat(statuses()).containsExactlyInAnyOrder("pending", "authorized", "voided"));
    }

    @Test
    void aLapsedHoldIsTold() {
        // when
        caller.authorize("pm_expires_0.1");

        // then
        await().untilAsserted(() -> assertThat(statuses()).contains("expired"));
    }

    @Test
    void aRefusedWebhookIsSentAgainUnderItsOwnId() {
        // given
        inbox.refuse(2);

        // when
        caller.authorize("pm_ok");

        // then
        await().until(() -> inbox.deliveries().size() == 3);
        assertThat(inbox.deliveries())
                .extracting(WebhookInbox.Delivery::id)
                .containsOnly(inbox.deliveries().get(0).id());
        await().untilAsserted(
                        () -> assertThat(sandbox.ledger().webhooks()).isEqualTo(new WebhookCounts(1, 2, 0, 0, 0)));
    }

    @Test
    void aWebhookThatIsAlwaysRefusedIsGivenUp() {
        // given
        inbox.refuse(1_000);

        // when
        caller.authorize("pm_ok");

        // then
        await().untilAsserted(
                        () -> assertThat(sandbox.ledger().webhooks()).isEqualTo(new WebhookCounts(0, 6, 1, 0, 0)));
    }

    @Test
    void aReceiverThatIsAwayCostsNoCallerAnything() {
        // given
        inbox.close();

        // when
        Caller.Answer answer = caller.authorize("pm_ok");

        // then
        assertThat(answer.status()).isEqualTo(201);
        await().untilAsserted(
                        () -> assertThat(sandbox.ledger().webhooks().givenUp()).isEqualTo(1));
    }

    @Test
    void aFullQueueDropsWhatIsNewAndCountsIt() throws IOException {
        // given
        inbox.refuse(1_000);
        SandboxLimits limits = new SandboxLimits(100, 100, 100, 100, 100, 2);
        SandboxOptions options = SandboxOptions.defaults()
                .withLimits(limits)
                .withWebhook(new WebhookTarget(inbox.url(), SECRET, Duration.ofMinutes(1)));
        try (Sandbox small = Sandbox.start(options)) {
            Caller other = new Caller(small.url());
            other.authorize("pm_ok");
            other.authorize("pm_ok");

            // when
            other.authorize("pm_ok");

            // then
            assertThat(small.ledger().webhooks().dropped()).isEqualTo(1);
            assertThat(small.ledger().webhooks().waiting()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ftp://host/x, whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "/path, whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "http://host, MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "http://host, whsec_",
        "http://host, whsec_***"
    })
    void aTargetThatCannotWorkIsRefused(String url, String secret) {
        // when
        URI address = URI.create(url);

        // then
        assertThatThrownBy(() -> WebhookTarget.of(address, secret)).isInstanceOf(IllegalArgumentException.class);
    }

    private List<String> statuses() {
        ObjectMapper mapper = new ObjectMapper();
        return inbox.deliveries().stream()
                .map(delivery -> {
                    try {
                        return mapper.readTree(delivery.body())
                                .at("/data/status")
                                .asText();
                    } catch (IOException notJson) {
                        throw new AssertionError(notJson);
                    }
                })
                .toList();
    }
}
