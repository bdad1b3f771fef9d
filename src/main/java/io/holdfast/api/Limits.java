package io.holdfast.api;

import io.holdfast.settings.BadSetting;
import io.quarkus.runtime.Startup;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** How often credentials and addresses may call, and who has called too often. */
@Startup
@ApplicationScoped
class Limits {

    private static final int MOST_PER_SECOND = 1_000_000;
    private static final int MOST_BURST_SECONDS = 3_600;

    /** Nobody can tell where it comes from. */
    private static final String NOWHERE = "unknown";

    private final LongSupplier nanoTime;
    private final int burstSeconds;
    private final Optional<Pace> credentials;
    private final Optional<Pace> webhooks;
    private final Optional<Pace> failures;

    /** Of credentials that have a rate of their own. There are as many as are configured. */
    private final Map<String, Pace> own = new ConcurrentHashMap<>();

    @Inject
    Limits(LimitSettings settings) {
        this(settings, System::nanoTime);
    }

    Limits(LimitSettings settings, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.burstSeconds = settings.burstSeconds();
        if (burstSeconds < 1 || burstSeconds > MOST_BURST_SECONDS) {
            throw new BadSetting("holdfast.limits.burst-seconds", "must be from 1 to " + MOST_BURST_SECONDS);
        }
        credentials = pace("holdfast.limits.credential-rate", settings.credentialRate());
        webhooks = pace("holdfast.limits.webhook-rate", settings.webhookRate());
        failures = pace("holdfast.limits.failure-rate", settings.failureRate());
    }

    /**
     * Counts a request of a credential.
     *
     * @param ownRate in place of the rate of all, a second
     * @throws Refusal if it has sent too many
     */
    void passCredential(String name, Optional<Integer> ownRate) {
        Duration wait = ownRate.map(rate -> own.computeIfAbsent(name, absent -> newPace(rate)))
                .or(() -> credentials)
                .map(pace -> pace.take(name))
                .orElse(Duration.ZERO);
        refuseUnlessZero(wait);
    }

    /**
     * Counts a webhook.
     *
     * @throws Refusal if its source has sent too many
     */
    void passWebhook(RoutingContext call) {
        refuseUnlessZero(webhooks.map(pace -> pace.take(source(call))).orElse(Duration.ZERO));
    }

    /** Counts a credential or a signature that was refused. @return how long its source has to wait until the next is looked at; zero if it need not */
    Duration failed(RoutingContext call) {
        return failures.map(pace -> pace.take(source(call))).orElse(Duration.ZERO);
    }

    /**
     * For what costs more to look at than an API key.
     *
     * @throws Refusal if the source has brought too many bad credentials
     */
    void passIfTrusted(RoutingContext call) {
        boolean open = failures.map(pace -> pace.isOpenTo(source(call))).orElse(true);
        refuseUnlessZero(open ? Duration.ZERO : Duration.ofSeconds(1));
    }

    private static void refuseUnlessZero(Duration wait) {
        if (!wait.isZero()) {
            throw new Refusal(Problems.tooMany(wait));
        }
    }

    /**
     * Where a request comes from: the address that connected, or, from proxies that {@code quarkus.http.proxy.*} trusts, the one they name. Of IPv6 the
     * network, because a host there has as many addresses as it likes.
     */
    static String source(RoutingContext call) {
        SocketAddress address = call.request().remoteAddress();
        String host = address == null ? null : address.hostAddress();
        if (host == null) {
            host = address == null ? null : address.host();
        }
        if (host == null) {
            return NOWHERE;
        }
        return host.indexOf(':') < 0 ? host : network(host);
    }

    private static String network(String ipv6) {
        String[] groups = ipv6.split(":", -1);
        StringBuilder network = new StringBuilder();
        for (int i = 0; i < Math.min(4, groups.length) && !(i > 0 && groups[i].isEmpty()); i++) {
            network.append(groups[i]).append(':');
        }
        return network.toString();
    }

    private Optional<Pace> pace(String property, int perSecond) {
        if (perSecond < 0 || perSecond > MOST_PER_SECOND) {
            throw new BadSetting(property, "must be from 0, which is no limit, to " + MOST_PER_SECOND);
        }
        return perSecond == 0 ? Optional.empty() : Optional.of(newPace(perSecond));
    }

    private Pace newPace(int perSecond) {
        return new Pace(perSecond, (long) perSecond * burstSeconds, nanoTime);
    }
}
