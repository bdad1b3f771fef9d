package io.holdfast.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.system.gateway.MisbehavingGateway;
import io.holdfast.system.gateway.Temperament;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

/**
 * Two replicas of the packaged application on one database, killed and restarted under load, with a gateway that misbehaves in every way. At the end
 * its books and Holdfast's record agree on every dispute.
 *
 * <p>Longer with {@code -Dsystem.disputes} and {@code -Dsystem.seconds}; {@code -Dsystem.seed} misbehaves as in an earlier run.
 */
class WholeSystemIT {

    private static final Logger LOG = Logger.getLogger(WholeSystemIT.class);

    private static final int DISPUTES = Integer.getInteger("system.disputes", 400);
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("system.seconds", 35));
    private static final long SEED = Long.getLong("system.seed", System.nanoTime() % 1_000_000);

    private static final Duration GATEWAY_TIMEOUT = Duration.ofSeconds(1);

    private static final Duration OUTAGE = Duration.ofSeconds(3);

    @Test
    void everyDisputeEndsAsTheGatewaysBooksSay() throws Exception {
        // given
        LOG.infof("system.seed=%d, %d disputes in %s", SEED, DISPUTES, TIME);
        MisbehavingGateway gateway =
                MisbehavingGateway.start(Temperament.bad(SEED, GATEWAY_TIMEOUT), Clock.systemUTC());
        try (Installation installation = Installation.start("whole-system", gateway, 2, Map.of());
                Pace pace = new Pace()) {
            HoldfastApi api = installation.api();
            Trouble trouble = new Trouble(installation.replicas(), SEED, pace).start();

            // when
            Crowd crowd = Crowd.start(SEED, DISPUTES, TIME, api, pace);
            pace.pause(TIME.toMillis() / 2);
            LOG.info("the database crashes");
            installation.database().crash();
            pace.pause(OUTAGE.toMillis());
            installation.database().startAgain();
            crowd.join();
            int kills = trouble.end();
            gateway.beGood();
            Duration calmAfter = Calm.await(installation);

            // then
            LOG.infof(
                    "%d cases, %d kills, %d gateway calls, news %s, %s after %d ms of calm",
                    crowd.cases().size(),
                    kills,
                    gateway.calls().size(),
                    gateway.news().answers(),
                    Reckoning.summary(api),
                    calmAfter.toMillis());
            List<String> faults = Reckoning.of(api, gateway, crowd.cases());
            faults.stream().limit(20).forEach(LOG::error);
            assertThat(faults)
                    .as("seed %d, logs in %s", SEED, installation.logs())
                    .isEmpty();
            assertThat(kills).isPositive();
        }
    }
}
