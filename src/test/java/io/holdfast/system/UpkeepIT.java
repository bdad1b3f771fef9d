package io.holdfast.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.holdfast.system.gateway.Authorization;
import io.holdfast.system.gateway.Authorization.Status;
import io.holdfast.system.gateway.MisbehavingGateway;
import io.holdfast.system.gateway.Temperament;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

/**
 * The life of holds in seconds instead of days, as real processes that are killed: holds lapse, are renewed, renewals are declined and their answers lost,
 * payment methods are traded, and trades refused, while people release and charge.
 *
 * <p>Longer with {@code -Dsystem.disputes} and {@code -Dsystem.seconds}; {@code -Dsystem.seed} misbehaves as in an earlier run.
 */
class UpkeepIT {

    private static final Logger LOG = Logger.getLogger(UpkeepIT.class);

    private static final int DISPUTES = Integer.getInteger("system.disputes", 250);
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("system.seconds", 35));
    private static final int UNDECIDED = 20;
    private static final long SEED = Long.getLong("system.seed", System.nanoTime() % 1_000_000);

    private static final Duration GATEWAY_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration HOLD_LIFE = Duration.ofSeconds(14);
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private static final Map<String, String> SETTINGS = Map.of(
            "holdfast.hold.renew-before", "6s",
            "holdfast.token.refresh-after", "5s",
            "holdfast.schedule.renew", "300ms",
            "holdfast.schedule.refresh", "400ms",
            "holdfast.schedule.poll", "200ms");

    private static final Set<String> WORRIES = Set.of("RENEWAL_FAILED", "TOKEN_REFRESH_FAILED", "CAPTURE_FAILED");

    @Test
    void holdsAreKeptAliveResolvedAndNeverForgotten() throws Exception {
        // given
        LOG.infof("system.seed=%d, %d disputes in %s", SEED, DISPUTES, TIME);
        MisbehavingGateway gateway =
                MisbehavingGateway.start(Temperament.shortLived(SEED, GATEWAY_TIMEOUT, HOLD_LIFE), Clock.systemUTC());
        try (Installation installation = Installation.start("upkeep", gateway, 2, SETTINGS);
                Pace pace = new Pace()) {
            HoldfastApi api = installation.api();

            // when
            Crowd crowd = Crowd.start(SEED, DISPUTES, TIME, api, pace);
            // Where replicas take long to start, there may be none from the first kill until the callers have left.
            await("there are holds that can lapse")
                    .atMost(LONGEST)
                    .until(() -> gateway.authorizations().size() >= UNDECIDED / 2);
            Trouble trouble = new Trouble(installation.replicas(), SEED, pace).start();
            crowd.join();
            pace.pause(HOLD_LIFE.toMillis());
            int kills = trouble.end();
            // Where a replica takes longer to start than a hold lives, no hold outlives the trouble; these come after
            // it.
            IntStream.rangeClosed(1, UNDECIDED)
                    .forEach(number -> new CallerCase(DISPUTES + number, SEED, api, pace).open());
            gateway.beGood();
            // the last short hold lapses or is renewed for long
            pace.pause(HOLD_LIFE.toMillis());
            Calm.await(installation);
            // nor may anybody have got to decide
            List<JsonNode> held = api.disputes("&status=HELD");
            decide(api, held.get(0), "release");
            decide(api, held.get(1), "charge");
            Calm.await(installation);

            // then
            List<JsonNode> disputes = api.disputes("");
            Map<String, List<Authorization>> books =
                    gateway.authorizations().stream().collect(Collectors.groupingBy(Authorization::disputeId));
            List<String> faults = new ArrayList<>(gateway.violations());
            disputes.forEach(
                    it -> compare(it, books.getOrDefault(it.path("dispute_id").asText(), List.of()), faults));
            long renewed = gateway.calls().stream()
                    .filter(it ->
                            it.key().filter(key -> key.contains(":renew:")).isPresent())
                    .count();
            long refreshed = gateway.calls().stream()
                    .filter(it ->
                            it.key().filter(key -> key.contains(":refresh:")).isPresent())
                    .count();
            Map<String, Long> summary = Reckoning.summary(api);
            LOG.infof("%s, %d kills, %d renewal calls, %d refresh calls", summary, kills, renewed, refreshed);
            faults.stream().limit(20).forEach(LOG::error);
            assertThat(faults)
                    .as("seed %d, logs in %s", SEED, installation.logs())
                    .isEmpty();
            assertThat(List.of((long) kills, renewed, refreshed)).allMatch(count -> count > 0);
            assertThat(summary).containsKeys("HELD", "EXPIRED", "RELEASED", "CHARGED");
        }
    }

    /** As often as it takes: to say the same again changes nothing. */
    private static void decide(HoldfastApi api, JsonNode dispute, String verb) {
        String path = "/v1/disputes/" + dispute.path("dispute_id").asText() + "/" + verb;
        await(verb + " is taken on")
                .atMost(LONGEST)
                .until(() -> api.post(0, path, "", Map.of())
                        .filter(answer -> answer.is(200, 202))
                        .isPresent());
    }

    private static void compare(JsonNode dispute, List<Authorization> own, List<String> faults) {
        String status = dispute.path("status").asText();
        List<Authorization> live = own.stream().filter(Authorization::isLive).toList();
        List<Authorization> captured =
                own.stream().filter(it -> it.status() == Status.CAPTURED).toList();
        String current = dispute.path("gateway_transaction_id").asText();
        boolean agrees = switch (status) {
            case "HELD" -> live.size() == 1 && live.get(0).id().equals(current) && captured.isEmpty();
            case "CHARGED" ->
                live.isEmpty()
                        && captured.size() == 1
                        && captured.get(0)
                                .captured()
                                .filter(taken -> taken.compareTo(amount(dispute, "charged_amount")) == 0
                                        && taken.compareTo(amount(dispute, "hold_amount")) <= 0)
                                .isPresent();
            case "EXPIRED" ->
                live.isEmpty()
                        && captured.isEmpty()
                        && own.stream().anyMatch(it -> it.id().equals(current) && it.status() == Status.EXPIRED);
            case "RELEASED", "FAILED" -> live.isEmpty() && captured.isEmpty();
            default -> false;
        };
        boolean known = !dispute.has("attention")
                || WORRIES.contains(dispute.path("attention").asText());
        if (!agrees || !known || dispute.has("pending_action")) {
            faults.add(dispute + ", and the gateway has " + own);
        }
    }

    private static BigDecimal amount(JsonNode dispute, String key) {
        return new BigDecimal(dispute.path(key).asText("-1"));
    }
}
