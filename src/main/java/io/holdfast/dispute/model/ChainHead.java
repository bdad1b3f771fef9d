package io.holdfast.dispute.model;

import java.util.Objects;

/**
 * The end of a dispute's story so far.
 *
 * @param sequence of the last event, from 1; 0 before the first
 * @param hash SHA-256 over the last event and the hash before it
 */
public record ChainHead(int sequence, byte[] hash) {

    private static final int SHA_256_BYTES = 32;

    public static final ChainHead START = new ChainHead(0, new byte[SHA_256_BYTES]);

    public ChainHead {
        Objects.requireNonNull(hash, "hash");
    }
}
