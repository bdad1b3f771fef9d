package io.holdfast.store;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A row of the access journal.
 *
 * @param stream one run of one replica, on one day
 * @param sequence from 1, without gaps
 * @param at in whole microseconds
 * @param detail the exact JSON text that was hashed
 * @param hash SHA-256 over this row and the hash of the one before it
 */
public record AccessRow(
        UUID stream,
        int sequence,
        String kind,
        Instant at,
        String actor,
        String source,
        String outcome,
        List<UUID> disputes,
        String detail,
        byte[] hash) {}
