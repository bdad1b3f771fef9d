/** A payment service that speaks the {@code erp} contract and misbehaves, made without a line of Holdfast: what both believe can be compared. */
package io.holdfast.system.gateway;
