package io.holdfast.sandbox;

/**
 * How much a sandbox keeps. At a limit the oldest finished thing is forgotten to make room.
 *
 * @param authorizations stored authorizations; when none of them is finished a new one gets a 503
 * @param idempotencyKeys answered keys; also the payment methods known to be replaced
 * @param ledgerEntries lines of the ledger
 * @param openCalls calls that are answered late or never, each kind counted for itself; a late one too many gets a
 *     503, for a silent one too many the oldest silent connection is closed
 * @param connections open connections; one too many is closed at once
 * @param webhooks events that wait or are on their way; one too many is dropped and counted
 */
public record SandboxLimits(
        int authorizations, int idempotencyKeys, int ledgerEntries, int openCalls, int connections, int webhooks) {

    public SandboxLimits {
        if (authorizations < 1
                || idempotencyKeys < 1
                || ledgerEntries < 1
                || openCalls < 1
                || connections < 1
                || webhooks < 1) {
            throw new IllegalArgumentException("every limit of the sandbox must be at least 1");
        }
    }

    /** Room for a long load test in a few hundred megabytes. */
    public static SandboxLimits defaults() {
        return new SandboxLimits(50_000, 100_000, 100_000, 5_000, 10_000, 20_000);
    }
}
