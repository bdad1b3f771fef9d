package io.holdfast.simulation;

import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.Sealed;
import io.holdfast.secret.Secret;
import io.holdfast.secret.TokenSealer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** A sealer that hides nothing, so that the rules can look through it. It still opens for the right dispute only. */
public final class Glass implements TokenSealer {

    /** What was sealed since the key was lost; empty while it was not. */
    private Optional<Set<Sealed>> sinceTheLoss = Optional.empty();

    /** What was sealed before is not opened any more, but for those who look through it. */
    void loseTheKey() {
        sinceTheLoss = Optional.of(new HashSet<>());
    }

    void findTheKey() {
        sinceTheLoss = Optional.empty();
    }

    @Override
    public Sealed seal(Secret clear, DisputeId dispute) {
        Sealed sealed = new Sealed((dispute + "|" + clear.reveal()).getBytes(StandardCharsets.UTF_8));
        sinceTheLoss.ifPresent(it -> it.add(sealed));
        return sealed;
    }

    @Override
    public Secret open(Sealed sealed, DisputeId dispute) {
        if (sinceTheLoss.filter(it -> !it.contains(sealed)).isPresent()) {
            throw new UnsealingFailed("sealed with a key that is lost", null);
        }
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
