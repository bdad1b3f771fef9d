package io.holdfast.simulation;

import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.Sealed;
import io.holdfast.secret.Secret;
import io.holdfast.secret.TokenSealer;
import java.nio.charset.StandardCharsets;

/** A sealer that hides nothing, so that the rules can look through it. It still opens for the right dispute only. */
public final class Glass implements TokenSealer {

    @Override
    public Sealed seal(Secret clear, DisputeId dispute) {
        return new Sealed((dispute + "|" + clear.reveal()).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Secret open(Sealed sealed, DisputeId dispute) {
        String text = new String(sealed.bytes(), StandardCharsets.UTF_8);
        String owner = dispute + "|";
        if (!text.startsWith(owner)) {
            throw new UnsealingFailed("sealed for another dispute", null);
        }
        return Secret.of(text.substring(owner.length()));
    }

    /** The payment token of a dispute. */
    public static String token(Dispute dispute) {
        return new Glass().open(dispute.paymentToken(), dispute.id()).reveal();
    }
}
