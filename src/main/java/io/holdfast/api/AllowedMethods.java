package io.holdfast.api;

import java.util.regex.Pattern;

/** What {@code Allow} says on a 405 (RFC 9110, 15.5.6). The framework knows that a method is wrong, and keeps to itself which ones are right. */
final class AllowedMethods {

    private static final Pattern LISTED_AND_POSTED = Pattern.compile("/v1/disputes/?");

    private static final Pattern POSTED = Pattern.compile("/v1/(webhooks/.*|.*/(release|charge|retry|resolve)/?)");

    private AllowedMethods() {}

    /** @param path of an address that exists */
    static String of(String path) {
        if (POSTED.matcher(path).matches()) {
            return "OPTIONS, POST";
        }
        return LISTED_AND_POSTED.matcher(path).matches() ? "GET, HEAD, OPTIONS, POST" : "GET, HEAD, OPTIONS";
    }
}
