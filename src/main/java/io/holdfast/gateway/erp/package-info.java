/** A company's own payment service: JSON over HTTP, OAuth 2.0 client credentials, Standard Webhooks. */
package io.holdfast.gateway.erp;
