package io.holdfast.notify;

import io.holdfast.dispute.model.Dispute;

/** Writes a dispute down for others. */
public interface DisputeDocument {

    /** The dispute as the API shows it, as JSON: flat, without a payment token, and without a key for what has no value. */
    String of(Dispute dispute);
}
