package io.holdfast.audit.verify;

import io.holdfast.dispute.model.ChainHead;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * Walks along one chain and says at which rows it is broken. A row that was changed breaks it once, though the hashes behind it no longer fit what is
 * written in it: each is judged by the hash that is stored before it, and by the one that ought to be.
 */
final class ChainWalk {

    private int sequence;
    private byte[] stored = ChainHead.START.hash();
    private byte[] due = ChainHead.START.hash();

    /** What a row does to the chain. */
    enum Verdict {
        FITS,
        /** It does not follow from the row before it. */
        BROKEN,
        /** Rows before it are not there. */
        GAP
    }

    /**
     * @param hashAfter the hash that the row must have, by the hash before it
     * @return what the row does to the chain; after a gap nothing can be said of it
     */
    Verdict step(int rowSequence, byte[] rowHash, UnaryOperator<byte[]> hashAfter) {
        boolean gap = rowSequence != sequence + 1;
        boolean fits = gap || Arrays.equals(hashAfter.apply(stored), rowHash);
        if (!fits && !Arrays.equals(stored, due)) {
            fits = Arrays.equals(hashAfter.apply(due), rowHash);
        }
        due = fits ? rowHash : hashAfter.apply(due);
        sequence = rowSequence;
        stored = rowHash;
        if (gap) {
            return Verdict.GAP;
        }
        return fits ? Verdict.FITS : Verdict.BROKEN;
    }

    /** Of the last row; 0 before the first. */
    int sequence() {
        return sequence;
    }

    byte[] hash() {
        return stored;
    }
}
