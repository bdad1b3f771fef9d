package io.holdfast.dispute;

import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.Rejection;

/** What came of a release or a charge. */
public sealed interface Settling {

    /** It is committed and will be carried out. */
    record Accepted(Dispute dispute) implements Settling {}

    /** The same was asked before; {@code done} once the gateway has confirmed it. */
    record Repeated(Dispute dispute, boolean done) implements Settling {}

    /** Holdfast's own no. Nothing was done. */
    record Rejected(Rejection reason) implements Settling {}

    /** Its gateway is switched off in the settings. Nothing was done. */
    record GatewayOff() implements Settling {}

    /** There is no such dispute. */
    record NotFound() implements Settling {}

    /** The amount does not fit the hold's currency. Nothing was done. */
    record MalformedAmount() implements Settling {}
}
