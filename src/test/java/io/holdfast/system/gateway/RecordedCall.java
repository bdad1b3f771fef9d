package io.holdfast.system.gateway;

import java.time.Instant;
import java.util.Optional;

/**
 * A call as it came in, and what became of it.
 *
 * @param done what the gateway did with it, in a word
 */
public record RecordedCall(Instant at, String method, String path, Optional<String> key, String body, String done) {

    @Override
    public String toString() {
        return at + " " + method + " " + path + key.map(it -> " [" + it + "]").orElse("") + " " + done;
    }
}
