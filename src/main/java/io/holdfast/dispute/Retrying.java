package io.holdfast.dispute;

import io.holdfast.dispute.model.Dispute;

/** What came of asking for another attempt of an operation. */
public sealed interface Retrying {

    /** It is being tried now. */
    record Accepted(Dispute dispute) implements Retrying {}

    /** Its gateway is switched off in the settings. Nothing was done. */
    record GatewayOff() implements Retrying {}

    /** No operation of that id is open. */
    record NotFound() implements Retrying {}
}
