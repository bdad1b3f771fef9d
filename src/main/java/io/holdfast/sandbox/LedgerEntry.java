package io.holdfast.sandbox;

import java.time.Instant;
import java.util.Optional;

/**
 * One line of what the sandbox did.
 *
 * @param sequence counts the lines since the last reset, from 1
 * @param key the idempotency key, where the call had one
 * @param httpStatus the code that was sent; empty when nothing was sent, or when time and no caller made the change
 * @param acted whether the call changed anything
 * @param replay whether the call repeated an answered one
 * @param outcome the status of the authorization, the code of an error, or {@code no_answer} and
 *     {@code connection_closed}
 */
public record LedgerEntry(
        long sequence,
        Instant at,
        Call call,
        Optional<String> key,
        Optional<String> disputeId,
        Optional<String> authorizationId,
        Optional<Integer> httpStatus,
        boolean acted,
        boolean replay,
        String outcome) {}
