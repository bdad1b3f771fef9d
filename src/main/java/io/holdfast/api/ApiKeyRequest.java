package io.holdfast.api;

import io.quarkus.security.identity.request.BaseAuthenticationRequest;

/** Asks who the holder of an API key is. */
class ApiKeyRequest extends BaseAuthenticationRequest {

    private final String key;

    ApiKeyRequest(String key) {
        this.key = key;
    }

    String key() {
        return key;
    }
}
