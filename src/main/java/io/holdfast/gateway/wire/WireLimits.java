package io.holdfast.gateway.wire;

import io.holdfast.gateway.GatewaySettings;
import io.holdfast.settings.BadSetting;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The bounds of a gateway's calls.
 *
 * @param timeout of one HTTP call
 * @param maxConcurrent how many calls may run at once
 */
public record WireLimits(Duration timeout, int maxConcurrent) {

    private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(2);
    private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(10);
    private static final Duration LONGEST_CREDENTIAL_PAUSE = Duration.ofHours(1);
    private static final Duration SHORTEST_CREDENTIAL_PAUSE = Duration.ofSeconds(1);
    private static final int MOST_CONCURRENT = 10_000;

    /**
     * @param gateway its name in the properties
     * @param timeout the gateway's own, in place of the shared one
     * @param maxConcurrent the gateway's own, in place of the shared one
     * @throws BadSetting if one is out of range
     */
    public static WireLimits of(
            String gateway, GatewaySettings shared, Optional<Duration> timeout, OptionalInt maxConcurrent) {
        String own = "holdfast.gateway." + gateway + ".";
        String all = "holdfast.gateway.";
        checkTimeout(all, shared.timeout());
        timeout.ifPresent(it -> checkTimeout(own, it));
        checkConcurrent(all, shared.maxConcurrent());
        maxConcurrent.ifPresent(it -> checkConcurrent(own, it));
        checkCredentialPause(all, shared.credentialPause());
        return new WireLimits(timeout.orElseGet(shared::timeout), maxConcurrent.orElseGet(shared::maxConcurrent));
    }

    /**
     * How many places the bulkhead and the connection pool have: some more than calls may run, because one whose caller gave up waiting holds its
     * place until its connection is closed.
     */
    static int places(int maxConcurrent) {
        return maxConcurrent + maxConcurrent / 4 + 4;
    }

    int places() {
        return places(maxConcurrent);
    }

    /** How long a connection may take: no longer than leaves time for the answer. */
    Duration connectTimeout() {
        Duration half = timeout.dividedBy(2);
        Duration longest = Duration.ofSeconds(3);
        return half.compareTo(longest) < 0 ? half : longest;
    }

    private static void checkTimeout(String prefix, Duration timeout) {
        if (timeout.compareTo(SHORTEST_TIMEOUT) < 0 || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
            throw new BadSetting(prefix + "timeout", "must be from 10ms to 2m");
        }
    }

    private static void checkCredentialPause(String prefix, Duration pause) {
        if (pause.compareTo(SHORTEST_CREDENTIAL_PAUSE) < 0 || pause.compareTo(LONGEST_CREDENTIAL_PAUSE) > 0) {
            throw new BadSetting(prefix + "credential-pause", "must be from 1s to 1h");
        }
    }

    private static void checkConcurrent(String prefix, int maxConcurrent) {
        if (maxConcurrent < 1 || maxConcurrent > MOST_CONCURRENT) {
            throw new BadSetting(prefix + "max-concurrent", "must be from 1 to " + MOST_CONCURRENT);
        }
    }
}
