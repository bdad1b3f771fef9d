/** Stripe by its PaymentIntents API: form-encoded requests, JSON answers, webhooks with the {@code Stripe-Signature} header. */
package io.holdfast.gateway.stripe;
