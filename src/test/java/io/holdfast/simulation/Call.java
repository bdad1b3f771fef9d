package io.holdfast.simulation;

import io.holdfast.dispute.model.OperationKind;

/** What is asked of a bank. */
public enum Call {
    AUTHORIZE,
    RENEW,
    CAPTURE,
    VOID,
    REFRESH,
    /** For an authorization by its id. */
    FIND,
    /** For the authorizations of a dispute. */
    SEARCH;

    static Call of(OperationKind kind) {
        return valueOf(kind.name());
    }
}
