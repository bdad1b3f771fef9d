package io.holdfast.dispute;

import io.holdfast.dispute.model.Dispute;

/** What came of opening a dispute. */
public sealed interface Opening {

    /** It is committed, and its authorization is on its way. */
    record Opened(Dispute dispute) implements Opening {}

    /** The same key and the same request came before; this is that dispute as it is now. */
    record Replayed(Dispute dispute) implements Opening {}

    /** The key came before with another request. Nothing was done. */
    record KeyReused() implements Opening {}

    /** No gateway of that name is on. Nothing was done. */
    record GatewayOff() implements Opening {}
}
