package io.holdfast.dispute;

import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.Sealed;
import io.holdfast.dispute.model.TokenFingerprint;
import io.holdfast.secret.Secret;
import io.holdfast.secret.TokenSealer;
import io.holdfast.store.DisputeStore;
import io.smallrye.mutiny.Uni;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;

/**
 * What became of payment tokens. One customer's token may be in many disputes; once a gateway has traded it for a new one, none of them uses it again.
 *
 * <p>An old token is known by a hash (gateways make tokens too random to be guessed), the new one is sealed under that hash.
 */
final class PaymentTokens {

    /** A chain of trades longer than this in one look would mean that a gateway trades in circles. */
    private static final int MOST_TRADES = 16;

    private final DisputeStore store;
    private final TokenSealer sealer;

    PaymentTokens(DisputeStore store, TokenSealer sealer) {
        this.store = store;
        this.sealer = sealer;
    }

    /** The token that took this one's place, as far as trades are known; empty if it is still good. */
    Uni<Optional<Secret>> replacement(String gateway, Secret token) {
        return follow(gateway, token, MOST_TRADES)
                .map(latest -> Optional.of(latest).filter(it -> !it.equals(token)));
    }

    /** Remembers that a gateway traded a token. May be told again. */
    Uni<Void> traded(String gateway, Secret old, Secret fresh) {
        if (old.equals(fresh)) {
            return Uni.createFrom().voidItem();
        }
        byte[] fingerprint = fingerprint(gateway, old);
        return store.rememberTrade(fingerprint, sealer.seal(fresh, seal(fingerprint)));
    }

    static byte[] fingerprint(String gateway, Secret token) {
        return TokenFingerprint.of(gateway, token.reveal()).bytes();
    }

    private Uni<Secret> follow(String gateway, Secret token, int left) {
        byte[] fingerprint = fingerprint(gateway, token);
        return store.tradedFor(fingerprint)
                .chain(found -> found.isEmpty() || left == 0
                        ? Uni.createFrom().item(token)
                        : follow(gateway, open(found.get(), fingerprint), left - 1));
    }

    private Secret open(Sealed sealed, byte[] fingerprint) {
        return sealer.open(sealed, seal(fingerprint));
    }

    /** What is sealed opens only under the id it was sealed for; a trade's id is made of its fingerprint. */
    private static DisputeId seal(byte[] fingerprint) {
        ByteBuffer bytes = ByteBuffer.wrap(fingerprint);
        return new DisputeId(new UUID(bytes.getLong(), bytes.getLong()));
    }
}
