package io.holdfast.sandbox;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The status of an authorization, as the {@code erp} contract names it. */
public enum AuthorizationStatus {
    PENDING,
    AUTHORIZED,
    DECLINED,
    CAPTURED,
    VOIDED,
    EXPIRED;

    /** The name used in JSON and in the query of a listing. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether nothing can change this status any more. */
    public boolean isFinished() {
        return this != PENDING && this != AUTHORIZED;
    }

    static Optional<AuthorizationStatus> ofWireName(String text) {
        return Arrays.stream(values())
                .filter(status -> status.wireName().equals(text))
                .findFirst();
    }
}
