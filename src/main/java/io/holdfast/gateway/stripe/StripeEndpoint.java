package io.holdfast.gateway.stripe;

import java.util.Locale;

/** What Stripe counts calls by. */
enum StripeEndpoint {
    AUTHORIZE,
    CAPTURE,
    CANCEL,
    FIND,
    SEARCH,
    LIST,
    PAYMENT_METHOD;

    /** Stripe's own limit for searches, in any second. */
    private static final int SEARCHES = 20;

    /** The name in metrics. */
    String call() {
        return name().toLowerCase(Locale.ROOT);
    }

    int perSecond(int ofAnEndpoint) {
        return this == SEARCH ? Math.min(SEARCHES, ofAnEndpoint) : ofAnEndpoint;
    }
}
