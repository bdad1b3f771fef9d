/**
 * Adyen's Checkout API, version 72: JSON over HTTP with an API key, captures and cancels that are settled by webhook, and no way to ask after a
 * payment but to repeat its request. See {@code docs/gateways-adyen.md}.
 */
package io.holdfast.gateway.adyen;
