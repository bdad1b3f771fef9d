package io.holdfast.audit;

import io.holdfast.dispute.model.ChainHead;
import io.holdfast.dispute.model.ChainedEntry;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.StoryEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Chains the events of one dispute by SHA-256, so that a changed, removed, reordered or inserted one shows.
 *
 * <p>The hash covers the hash before it, then dispute id, sequence, type, time (microseconds since 1970), actor and detail, each with its length
 * in front, so that no two different entries have the same bytes.
 */
public final class HashChain {

    private HashChain() {}

    /** @param at in whole microseconds, which is what PostgreSQL keeps */
    public static List<ChainedEntry> append(ChainHead head, DisputeId dispute, List<StoryEntry> entries, Instant at) {
        List<ChainedEntry> chained = new ArrayList<>(entries.size());
        byte[] previous = head.hash();
        int sequence = head.sequence();
        for (StoryEntry entry : entries) {
            sequence++;
            String detail = JsonDetail.write(entry.detail());
            byte[] hash = hash(previous, dispute, sequence, entry.type().code(), at, entry.actor(), detail);
            chained.add(new ChainedEntry(sequence, entry.type().code(), at, entry.actor(), detail, hash));
            previous = hash;
        }
        return chained;
    }

    /** The hash that an entry must have if {@code previous} is the hash of the entry before it. */
    public static byte[] hash(
            byte[] previous, DisputeId dispute, int sequence, String type, Instant at, String actor, String detail) {
        return new HashInput()
                .add(previous)
                .add(dispute.value())
                .add(sequence)
                .add(type)
                .add(at)
                .add(actor)
                .add(detail)
                .sha256();
    }
}
