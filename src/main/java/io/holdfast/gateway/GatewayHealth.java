package io.holdfast.gateway;

/** How it stands between Holdfast and a gateway. */
public enum GatewayHealth {
    /** Calls are made. */
    UP,
    /** The circuit breaker lets a few calls through to see whether the gateway is back. */
    PROBING,
    /** The circuit breaker is open: no call is made for a moment. */
    BREAKER_OPEN,
    /** The gateway refused our credentials last: a person has to put them right. Now and then a call is tried. */
    CREDENTIALS_REFUSED
}
