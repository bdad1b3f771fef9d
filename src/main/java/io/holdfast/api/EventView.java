package io.holdfast.api;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.holdfast.store.pages.EventListing;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.HexFormat;

/**
 * One event of a dispute's story.
 *
 * @param detail a JSON object, byte for byte as it was hashed
 * @param hash SHA-256 over this event and the hash before it, in hexadecimal digits
 */
@RegisterForReflection
public record EventView(
        int sequence,
        String type,
        Instant at,
        String actor,
        @JsonRawValue String detail,
        String hash) {

    static EventView of(EventListing event) {
        return new EventView(
                event.sequence(),
                event.type(),
                event.at(),
                event.actor(),
                event.detail(),
                HexFormat.of().formatHex(event.hash()));
    }
}
