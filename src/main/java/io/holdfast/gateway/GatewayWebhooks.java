package io.holdfast.gateway;

import java.util.List;
import java.util.Optional;

/** A gateway's way of signing and telling its news. */
public interface GatewayWebhooks {

    /** The name in the address: {@code /v1/webhooks/{gateway}}. */
    String gateway();

    /**
     * Checks the signature and its time window, then reads the news. An authentic webhook that tells nothing of interest is an empty list.
     *
     * @return empty if the signature is missing, wrong, or outside its time window, or if the secret is not configured
     */
    Optional<List<GatewayEvent>> read(WebhookRequest request);

    /** Why a webhook is refused; few, because they are counted. */
    enum Refusal {
        /** It carries none. */
        NO_SIGNATURE,
        /** What has to be there to check it is not, or cannot be read. */
        MALFORMED,
        /** Its time is too far from ours: a clock is wrong, or it is an old one that somebody sends again. */
        OUTSIDE_WINDOW,
        /** None of our secrets made it, or its body was changed. */
        WRONG_SIGNATURE
    }

    /** Why {@link #read} gave nothing, of a request that it gave nothing for. */
    Refusal refusalOf(WebhookRequest request);

    /**
     * Whether its names of authorizations, and those of events that are made of them, are kept as they are, though one may look like a card number: it names nothing else,
     * and the gateway cannot be asked for another.
     */
    default boolean namesAreKept() {
        return false;
    }

    /** The body of a good answer; some gateways insist on one. */
    default Optional<String> acknowledgement() {
        return Optional.empty();
    }
}
