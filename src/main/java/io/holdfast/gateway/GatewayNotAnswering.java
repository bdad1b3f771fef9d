package io.holdfast.gateway;

/** A page of authorizations could not be had from a gateway, or not be believed. */
public class GatewayNotAnswering extends RuntimeException {

    /** @param reason in a word or two, without anything of the payload */
    public GatewayNotAnswering(String gateway, String reason) {
        super(gateway + ": " + reason);
    }
}
