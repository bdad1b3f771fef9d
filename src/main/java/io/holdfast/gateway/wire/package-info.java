/**
 * The wire that all gateways share: how one HTTP exchange is made, guarded, measured and read. An adapter declares its REST client and one guarded
 * method ({@link io.holdfast.gateway.wire.GuardedWire}); a {@link io.holdfast.gateway.wire.GatewayLine} carries its calls.
 */
package io.holdfast.gateway.wire;
