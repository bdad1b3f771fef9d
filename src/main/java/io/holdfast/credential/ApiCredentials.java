package io.holdfast.credential;

import java.util.Optional;
import java.util.Set;

/** The API keys that are good now, for all call centres: one that is for some only has no holder here. */
public interface ApiCredentials {

    /**
     * Who holds a key.
     *
     * @param name the actor that a story tells
     * @param roles what the holder may do
     * @param fingerprint of the key: tells keys apart, and does not open anything
     */
    record Holder(String name, Set<String> roles, String fingerprint) {}

    /** Whose key this is. Takes the same time whichever key it is, or none. */
    Optional<Holder> holderOf(String apiKey);

    /** The holder of that name, if the key is still the one of that fingerprint: one that was withdrawn, replaced or restricted since then has no holder. */
    Optional<Holder> holderNow(String name, String fingerprint);
}
