package io.holdfast.dispute.model;

import java.time.Instant;
import java.util.Objects;

/**
 * A {@link StoryEntry} in its place in a dispute's story.
 *
 * @param sequence from 1, without gaps
 * @param type {@link StoryType#code()}
 * @param detail the exact JSON text that is stored and hashed
 * @param hash SHA-256 over this entry and the hash of the one before it
 */
public record ChainedEntry(int sequence, String type, Instant at, String actor, String detail, byte[] hash) {

    public ChainedEntry {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(actor, "actor");
        Objects.requireNonNull(detail, "detail");
        Objects.requireNonNull(hash, "hash");
    }
}
