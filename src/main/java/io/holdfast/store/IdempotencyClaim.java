package io.holdfast.store;

import java.util.Objects;

/**
 * A caller's promise that a repeat means the same thing.
 *
 * @param credential whose key it is
 * @param key 1 to 255 characters
 * @param requestHash SHA-256 over the request as parsed JSON
 */
public record IdempotencyClaim(String credential, String key, byte[] requestHash) {

    public static final int MAX_KEY_LENGTH = 255;

    public IdempotencyClaim {
        Objects.requireNonNull(credential, "credential");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(requestHash, "requestHash");
    }
}
