package io.holdfast.dispute.model;

import java.util.Objects;

/** Bytes that only the holder of the keyset can read: a payment token, or a request body with one in it. Never changed, never printed. */
public final class Sealed {

    private final byte[] bytes;

    public Sealed(byte[] bytes) {
        this.bytes = Objects.requireNonNull(bytes, "bytes");
    }

    /** The array itself, not a copy: it is written once and read by the database driver and the sealer only. */
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public String toString() {
        return "***";
    }
}
