package io.holdfast.simulation;

import io.holdfast.dispute.model.OperationKind;

/** What is asked of a bank. */
public enum Call {
    AUTHORIZE,
    RENEW,
    CAPTURE,
    VOID,
    REFRESH,
    FIND;

    static Call of(OperationKind kind) {
        return valueOf(kind.name());
    }
}
