package io.holdfast.api;

import jakarta.ws.rs.core.MediaType;

/** Names of media types, as callers write them. */
final class MediaTypes {

    private MediaTypes() {}

    /** Whether the framework can read it. */
    static boolean isReadable(String type) {
        try {
            MediaType.valueOf(type);
            return true;
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }
}
