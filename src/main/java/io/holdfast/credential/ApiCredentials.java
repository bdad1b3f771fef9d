package io.holdfast.credential;

import java.util.Optional;
import java.util.Set;

/** The API keys that are good now. */
public interface ApiCredentials {

    /**
     * Who holds a key.
     *
     * @param name the actor that a story tells
     * @param roles what the holder may do
     * @param callCenters whose disputes there are for the holder; empty if of all
     * @param fingerprint of the key: tells keys apart, and does not open anything
     */
    record Holder(String name, Set<String> roles, Optional<Set<String>> callCenters, String fingerprint) {}

    /** Whose key this is. Takes the same time whichever key it is, or none. */
    Optional<Holder> holderOf(String apiKey);

    /** The holder of that name, if the key is still the one of that fingerprint: one that was withdrawn or replaced since then has no holder. */
    Optional<Holder> holderNow(String name, String fingerprint);
}
