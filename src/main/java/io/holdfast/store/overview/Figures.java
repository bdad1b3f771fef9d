package io.holdfast.store.overview;

import java.time.Instant;
import java.util.List;

/**
 * What the supervisor's view is made of.
 *
 * @param countedUntil what happened before is complete; later than {@code until} minus some hours unless the counting is behind
 */
public record Figures(Instant from, Instant until, Instant countedUntil, List<Flow> flows, List<HeldNow> heldNow) {

    public Figures {
        flows = List.copyOf(flows);
        heldNow = List.copyOf(heldNow);
    }
}
