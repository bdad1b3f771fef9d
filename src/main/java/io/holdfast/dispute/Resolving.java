package io.holdfast.dispute;

import io.holdfast.dispute.model.Dispute;

/** What came of settling an operation by hand. */
public sealed interface Resolving {

    /** It is recorded, with who said so. */
    record Resolved(Dispute dispute) implements Resolving {}

    /** A replica is carrying the operation out at this moment. Nothing was done. */
    record Running() implements Resolving {}

    /** A refresh of a token is not settled by a word; it is tried again or left. Nothing was done. */
    record NotByHand() implements Resolving {}

    /** The gateway's id is needed, because Holdfast does not know it. Nothing was done. */
    record AuthorizationIdNeeded() implements Resolving {}

    /** The authorization is another dispute's: to take that one's word for this one would take another customer's money. Nothing was done. */
    record AnothersAuthorization() implements Resolving {}

    /** The authorization is one that is to be given back, and may be gone already: nothing can stand on it. Nothing was done. */
    record ToBeGivenBack() implements Resolving {}

    /** The hold would have ended before the dispute was opened, or live for more than three years from now. Nothing was done. */
    record EndOutOfReach() implements Resolving {}

    /** The amount does not fit the hold's currency. Nothing was done. */
    record MalformedAmount() implements Resolving {}

    /** More is said to be captured than was held. Nothing was done. */
    record MoreThanIsHeld() implements Resolving {}

    /** Its gateway is switched off in the settings. Nothing was done. */
    record GatewayOff() implements Resolving {}

    /** No operation of that id is open. */
    record NotFound() implements Resolving {}
}
