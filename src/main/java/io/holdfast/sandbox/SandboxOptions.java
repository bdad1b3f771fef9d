package io.holdfast.sandbox;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * How a sandbox is set up. Begin with {@link #defaults()} and change what matters.
 *
 * @param host the address to listen on
 * @param port the port to listen on; 0 for any free one
 * @param webhook where webhooks go; empty: none are sent
 * @param oauth the client that may call; empty: everybody may
 * @param seed of the flaky payment methods
 * @param holdLifetime how long a hold lives, unless its payment method says otherwise
 * @param journal the file that outlives the process; empty: everything is forgotten at its end
 * @param overlapGrace how long a dispute may have two live authorizations before that is an anomaly
 */
public record SandboxOptions(
        String host,
        int port,
        Optional<WebhookTarget> webhook,
        Optional<OauthClient> oauth,
        long seed,
        Duration holdLifetime,
        Duration overlapGrace,
        Optional<Path> journal,
        SandboxLimits limits,
        Clock clock) {

    public SandboxOptions {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("the port must be 0 to 65535");
        }
        if (host.isBlank()) {
            throw new IllegalArgumentException("the host must not be blank");
        }
    }

    /** Any free port of this machine alone, no webhooks, no OAuth, seven days to every hold. */
    public static SandboxOptions defaults() {
        return new SandboxOptions(
                "127.0.0.1",
                0,
                Optional.empty(),
                Optional.empty(),
                1,
                Duration.ofDays(7),
                Duration.ofMinutes(1),
                Optional.empty(),
                SandboxLimits.defaults(),
                Clock.systemUTC());
    }

    public SandboxOptions withHost(String other) {
        return new SandboxOptions(
                other, port, webhook, oauth, seed, holdLifetime, overlapGrace, journal, limits, clock);
    }

    public SandboxOptions withPort(int other) {
        return new SandboxOptions(
                host, other, webhook, oauth, seed, holdLifetime, overlapGrace, journal, limits, clock);
    }

    public SandboxOptions withWebhook(WebhookTarget target) {
        return new SandboxOptions(
                host, port, Optional.of(target), oauth, seed, holdLifetime, overlapGrace, journal, limits, clock);
    }

    public SandboxOptions withOauth(OauthClient client) {
        return new SandboxOptions(
                host, port, webhook, Optional.of(client), seed, holdLifetime, overlapGrace, journal, limits, clock);
    }

    public SandboxOptions withSeed(long other) {
        return new SandboxOptions(
                host, port, webhook, oauth, other, holdLifetime, overlapGrace, journal, limits, clock);
    }

    public SandboxOptions withOverlapGrace(Duration other) {
        return new SandboxOptions(host, port, webhook, oauth, seed, holdLifetime, other, journal, limits, clock);
    }

    public SandboxOptions withJournal(Path file) {
        return new SandboxOptions(
                host, port, webhook, oauth, seed, holdLifetime, overlapGrace, Optional.of(file), limits, clock);
    }

    public SandboxOptions withLimits(SandboxLimits other) {
        return new SandboxOptions(host, port, webhook, oauth, seed, holdLifetime, overlapGrace, journal, other, clock);
    }

    public SandboxOptions withClock(Clock other) {
        return new SandboxOptions(host, port, webhook, oauth, seed, holdLifetime, overlapGrace, journal, limits, other);
    }
}
