package io.holdfast.gateway;

import java.util.Optional;
import java.util.function.Function;

/**
 * A webhook as it came in.
 *
 * @param header looks a header up by its name, whatever its case
 * @param body the raw bytes that were signed
 */
public record WebhookRequest(Function<String, Optional<String>> header, byte[] body) {

    @Override
    public String toString() {
        return "WebhookRequest[" + body.length + " bytes]";
    }
}
