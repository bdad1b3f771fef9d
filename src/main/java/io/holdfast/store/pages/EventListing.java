package io.holdfast.store.pages;

import java.time.Instant;

/**
 * One event of a dispute's story, as it is stored.
 *
 * @param detail a JSON object, exactly as it was hashed
 * @param hash SHA-256 over this event and the hash before it
 */
public record EventListing(int sequence, String type, Instant at, String actor, String detail, byte[] hash) {}
