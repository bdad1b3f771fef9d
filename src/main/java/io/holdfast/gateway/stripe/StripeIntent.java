package io.holdfast.gateway.stripe;

import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.gateway.AuthorizationView;

/** A PaymentIntent that could be read: what it says of an authorization, and what that leaves out. */
record StripeIntent(AuthorizationView view, Stage stage) {

    /** Where it stands, as far as an {@link AuthorizationView.Status} does not tell. */
    enum Stage {
        /** No attempt on the card is known of it: it is being confirmed at this moment, or it never was. */
        UNCONFIRMED,
        /** It goes no further until the customer does something (3-D Secure). Nobody is there to do it: it is to be cancelled. */
        WAITS_FOR_CUSTOMER,
        CANCELED,
        OTHER
    }

    AuthorizationId id() {
        return view.id();
    }

    boolean waitsForCustomer() {
        return stage == Stage.WAITS_FOR_CUSTOMER;
    }
}
