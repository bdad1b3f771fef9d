package io.holdfast.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.holdfast.system.gateway.MisbehavingGateway;
import io.holdfast.system.gateway.Temperament;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

/** Intake while the gateway answers nothing at all. */
class HungGatewayIT {

    private static final Logger LOG = Logger.getLogger(HungGatewayIT.class);

    private static final Duration GATEWAY_TIMEOUT = Duration.ofSeconds(1);
    private static final int PER_SECOND = Integer.getInteger("system.rate", 200);
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("system.hung-seconds", 15));
    private static final Duration WARM_UP = Duration.ofSeconds(8);
    private static final Duration HEALTHY = Duration.ofSeconds(5);

    /** Fewer are not tried: a machine that does not take so many is none to run this on. */
    private static final int FEWEST_PER_SECOND = 20;

    /** At one rate: the replicas have just started, and get faster for a while. */
    private static final int MOST_TRIES = 3;

    private static final Duration LONGEST = Duration.ofSeconds(1);

    /** Of a thousand answers the slowest may be this machine's fault: it runs the callers, the gateway, two replicas and the database. */
    private static final int MACHINES_SHARE = 1;

    @Test
    void intakeDoesNotFeelTheGateway() throws Exception {
        // given
        MisbehavingGateway gateway = MisbehavingGateway.start(Temperament.good(GATEWAY_TIMEOUT), Clock.systemUTC());
        try (Installation installation = Installation.start(
                "hung-gateway", gateway, 2, Map.of("quarkus.log.category.\"io.holdfast\".level", "INFO"))) {
            HoldfastApi api = installation.api();
            OpenLoop.run(api, "warm", PER_SECOND, WARM_UP);
            int rate = PER_SECOND;
            OpenLoop healthy = OpenLoop.run(api, "healthy", rate, HEALTHY);
            for (int tries = 1; isTooMuch(healthy) && rate / 2 >= FEWEST_PER_SECOND; tries++) {
                rate = tries % MOST_TRIES == 0 ? rate / 2 : rate;
                healthy = OpenLoop.run(api, "healthy", rate, HEALTHY);
            }
            gateway.hang(true);

            // when
            OpenLoop hung = OpenLoop.run(api, "hung", rate, TIME);

            // then
            LOG.infof("%d a second, healthy: %s; hung: %s", rate, healthy, hung);
            assertThat(hung.statuses()).containsOnlyKeys(202);
            Duration machine = healthy.permille(1_000 - MACHINES_SHARE);
            assertThat(hung.permille(1_000 - MACHINES_SHARE))
                    .as("a machine that is slow anyway shows in the healthy run: %s", machine)
                    .isLessThan(
                            machine.compareTo(LONGEST) < 0
                                    ? LONGEST
                                    : machine.multipliedBy(3).dividedBy(2));
            await("every caller is routed to a person who knows")
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> opened(api, "hung").stream()
                            .allMatch(it -> it.path("route").asText().equals("Queue_Service_Verification")));

            // and when
            gateway.hang(false);
            gateway.beGood();

            // then
            LOG.infof("calm after %s", Calm.await(installation));
            List<String> faults = Reckoning.withoutStories(api, gateway);
            faults.stream().limit(10).forEach(LOG::error);
            assertThat(faults).isEmpty();
            assertThat(opened(api, "hung"))
                    .hasSize(hung.count())
                    .allMatch(it -> !it.path("status").asText().equals("INITIATED"));
        }
    }

    /** Of a machine that cannot do so many the line only grows, and longer in the longer run, whatever the gateway does. */
    private static boolean isTooMuch(OpenLoop healthy) {
        return healthy.permille(1_000 - MACHINES_SHARE).compareTo(LONGEST.dividedBy(2)) > 0;
    }

    private static List<JsonNode> opened(HoldfastApi api, String account) {
        return api.disputes("&customer_account_id=" + account);
    }
}
