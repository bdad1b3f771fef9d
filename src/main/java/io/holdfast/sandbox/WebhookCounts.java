package io.holdfast.sandbox;

/**
 * What became of the webhooks since the last reset.
 *
 * @param delivered answered with 2xx
 * @param failedAttempts tries that were not
 * @param givenUp events that failed at every try
 * @param dropped events that found the queue full
 * @param waiting events in the queue, on their way or waiting for their next try
 */
public record WebhookCounts(long delivered, long failedAttempts, long givenUp, long dropped, int waiting) {
    static final WebhookCounts NONE = new WebhookCounts(0, 0, 0, 0, 0);
}
