package io.holdfast.sandbox;

import java.time.Instant;

/** What a call that writes came to; this is what an idempotency key keeps. */
interface Outcome {
    /** The HTTP code of the answer and of every replay. */
    int status();

    /** Whether the call changed anything. */
    boolean acted();

    /** The answer is the authorization, as it is when the answer is given. */
    record Decided(int status, String authorizationId, boolean acted) implements Outcome {}

    /** The request was understood, and the answer is no. */
    record Refused(int status, String code, String message) implements Outcome {
        @Override
        public boolean acted() {
            return false;
        }
    }

    /** A payment method was replaced. */
    record Refreshed(String paymentMethodId, Instant expiresAt) implements Outcome {
        @Override
        public int status() {
            return 200;
        }

        @Override
        public boolean acted() {
            return true;
        }
    }
}
