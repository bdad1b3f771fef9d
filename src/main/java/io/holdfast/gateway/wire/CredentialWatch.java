package io.holdfast.gateway.wire;

import io.holdfast.gateway.GatewayOutcome.Reason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Leaves a gateway alone while it refuses our credentials: repeating does not help until a person acts. After a pause one call may try, and its
 * answer ends the spell or starts the next pause.
 *
 * <p>A 401 is about the credential. A 403 may also be about the one thing that was asked for, and that must not stop all the others: only
 * those of several disputes in a row count.
 */
final class CredentialWatch {

    private static final Logger LOG = Logger.getLogger(CredentialWatch.class);
    private static final int FORBIDDEN_IN_A_ROW = 3;

    /**
     * So long a refusal tells how things are if no call has been tried since. While something waits it is tried more often; a replica that had nothing to send may not
     * have heard that another one's calls are taken again.
     */
    private static final Duration A_REFUSAL_TELLS = Duration.ofHours(1);

    private final String gateway;
    private final Duration pause;
    private final Clock clock;
    private final Runnable whenRefused;

    /** Of which disputes; a call that is of none counts for itself. */
    private final Set<Object> forbidden = new HashSet<>();

    private Optional<Instant> blockedUntil = Optional.empty();

    /** @param whenRefused told of every refusal; must not wait */
    CredentialWatch(String gateway, Duration pause, Clock clock, Runnable whenRefused) {
        this.whenRefused = whenRefused;
        this.gateway = gateway;
        this.pause = pause;
        this.clock = clock;
    }

    /** Whether a call now would be let through. */
    synchronized boolean isOpen() {
        return remaining().isEmpty();
    }

    /** Whether the gateway refused them last, as far as is known here: also while a call would be let through to see whether it still does. */
    synchronized boolean areRefused() {
        return blockedUntil
                .filter(it -> clock.instant().isBefore(it.plus(A_REFUSAL_TELLS)))
                .isPresent();
    }

    /** How long a call has to wait; empty lets it through, and during a spell only one every pause. */
    synchronized Optional<Duration> enter() {
        Optional<Duration> wait = remaining();
        if (wait.isEmpty() && blockedUntil.isPresent()) {
            blockedUntil = Optional.of(clock.instant().plus(pause));
        }
        return wait;
    }

    /** @param dispute that was called for, if it was for one */
    synchronized void note(WireAnswer answer, Optional<String> dispute) {
        if (answer instanceof WireAnswer.NotSent it && it.reason() == Reason.CREDENTIALS) {
            refused();
        } else if (answer instanceof WireAnswer.Answered it && it.status() == 401) {
            refused();
        } else if (answer instanceof WireAnswer.Answered it && it.status() == 403) {
            if (forbidden.size() < FORBIDDEN_IN_A_ROW) {
                forbidden.add(dispute.<Object>map(id -> id).orElseGet(Object::new));
            }
            if (forbidden.size() >= FORBIDDEN_IN_A_ROW) {
                refused();
            }
        } else if (answer instanceof WireAnswer.Answered it && it.status() < 500) {
            accepted();
        }
    }

    /** The credentials are others now: the next call tells. */
    synchronized void changed() {
        forbidden.clear();
        blockedUntil = Optional.empty();
    }

    private void refused() {
        whenRefused.run();
        if (blockedUntil.isEmpty()) {
            LOG.errorf(
                    "Gateway %s refuses our credentials: its operations wait. Check holdfast.gateway.%s.*",
                    gateway, gateway);
        }
        blockedUntil = Optional.of(clock.instant().plus(pause));
    }

    private void accepted() {
        forbidden.clear();
        if (blockedUntil.isPresent()) {
            LOG.infof("Gateway %s accepts our credentials again", gateway);
        }
        blockedUntil = Optional.empty();
    }

    private Optional<Duration> remaining() {
        return blockedUntil
                .map(it -> Duration.between(clock.instant(), it))
                .filter(it -> !it.isNegative() && !it.isZero());
    }
}
