package io.holdfast.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import org.awaitility.Awaitility;
import org.jboss.logging.Logger;

/** When nothing is open: no status unknown, no operation under way, nothing asked for that was not done. */
final class Calm {

    private static final Logger LOG = Logger.getLogger(Calm.class);

    private static final Duration LONGEST = Duration.ofMinutes(3);

    private Calm() {}

    /** @return how long it took */
    static Duration await(Installation installation) {
        HoldfastApi api = installation.api();
        long begin = System.nanoTime();
        try {
            Awaitility.await("calm")
                    .atMost(LONGEST)
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> !api.hasOpenOperations()
                            && api.disputes("&status=INITIATED").isEmpty()
                            && api.disputes("").stream().noneMatch(it -> it.has("pending_action") || isAskedAfter(it)));
        } catch (RuntimeException | Error failed) {
            LOG.error(api.read("/v1/operations?limit=20"));
            LOG.error(installation.logTails());
            throw failed;
        }
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    /** A question that waits for its next turn shows only by what it raised, and a lapse that was not heard of yet by the hold's end. */
    private static boolean isAskedAfter(JsonNode dispute) {
        boolean unheard = dispute.path("status").asText().equals("HELD")
                && Instant.parse(dispute.path("hold_expires_at").asText()).isBefore(Instant.now());
        return unheard || dispute.path("attention").asText().equals("GATEWAY_UNREACHABLE");
    }
}
