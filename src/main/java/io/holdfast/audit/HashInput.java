package io.holdfast.audit;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.UUID;

/** Bytes to be hashed: each value of its own length, or with its length in front, so that no two different inputs have the same bytes. */
final class HashInput {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    private final DataOutputStream out = new DataOutputStream(bytes);

    HashInput add(byte[] value) {
        return write(() -> {
            out.writeInt(value.length);
            out.write(value);
        });
    }

    HashInput add(String text) {
        return add(text.getBytes(StandardCharsets.UTF_8));
    }

    HashInput add(UUID id) {
        return add(id.getMostSignificantBits()).add(id.getLeastSignificantBits());
    }

    HashInput add(int number) {
        return write(() -> out.writeInt(number));
    }

    HashInput add(long number) {
        return write(() -> out.writeLong(number));
    }

    /** In whole microseconds since 1970, which is what PostgreSQL keeps. */
    HashInput add(Instant time) {
        return add(micros(time));
    }

    static long micros(Instant time) {
        return time.getEpochSecond() * 1_000_000 + time.getNano() / 1_000;
    }

    byte[] sha256() {
        return digest().digest(bytes.toByteArray());
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private interface Writing {
        void write() throws IOException;
    }

    private HashInput write(Writing writing) {
        try {
            writing.write();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
    }
}
