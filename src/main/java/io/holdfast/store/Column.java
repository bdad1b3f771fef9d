package io.holdfast.store;

import io.vertx.mutiny.core.buffer.Buffer;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** Between Java's types and those of the PostgreSQL driver. */
final class Column {

    private Column() {}

    static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    static OffsetDateTime time(Optional<Instant> instant) {
        return instant.map(Column::time).orElse(null);
    }

    static Instant instant(OffsetDateTime time) {
        return time.toInstant();
    }

    static Optional<Instant> optionalInstant(OffsetDateTime time) {
        return Optional.ofNullable(time).map(OffsetDateTime::toInstant);
    }

    static io.vertx.core.buffer.Buffer bytes(byte[] bytes) {
        return io.vertx.core.buffer.Buffer.buffer(bytes);
    }

    static byte[] array(Buffer buffer) {
        return buffer.getBytes();
    }
}
