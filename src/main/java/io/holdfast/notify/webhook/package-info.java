/** Outgoing webhooks by the Standard Webhooks specification 1.0.0. */
package io.holdfast.notify.webhook;
