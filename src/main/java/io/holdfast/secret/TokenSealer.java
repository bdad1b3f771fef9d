package io.holdfast.secret;

import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.Sealed;

/** Seals what must not be readable in the database alone: payment tokens, and request bodies that hold one. */
public interface TokenSealer {

    /** @param dispute bound to the sealed bytes: they open for this dispute only */
    Sealed seal(Secret clear, DisputeId dispute);

    /** @throws UnsealingFailed if the key is missing, or the bytes were changed or belong to another dispute */
    Secret open(Sealed sealed, DisputeId dispute);

    /** The bytes cannot be opened: a person has to restore the key. */
    class UnsealingFailed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public UnsealingFailed(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
