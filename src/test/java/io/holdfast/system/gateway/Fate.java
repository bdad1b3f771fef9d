package io.holdfast.system.gateway;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;

/**
 * What becomes of an authorization, once and for all.
 *
 * @param status the HTTP code of the answer
 * @param code why it is a no
 * @param after how long it stays pending
 * @param refusalStatus there if it is refused without an authorization
 */
record Fate(boolean isYes, int status, String code, Duration after, Optional<Integer> refusalStatus) {

    static Fate of(Random random) {
        int roll = random.nextInt(100);
        Duration later = Duration.ofMillis(200 + random.nextInt(2_000));
        if (roll < 66) {
            return new Fate(true, 201, "", Duration.ZERO, Optional.empty());
        } else if (roll < 76) {
            return new Fate(false, 402, "insufficient_funds", Duration.ZERO, Optional.empty());
        } else if (roll < 80) {
            return new Fate(false, 201, "do_not_honor", Duration.ZERO, Optional.empty());
        } else if (roll < 84) {
            int[] noes = {400, 404, 422};
            return new Fate(false, 0, "invalid_payment_method", Duration.ZERO, Optional.of(noes[random.nextInt(3)]));
        } else if (roll < 94) {
            return new Fate(true, 202, "", later, Optional.empty());
        }
        return new Fate(false, 202, "card_declined", later, Optional.empty());
    }

    /** Of a new authorization for a hold that would lapse. */
    static Fate ofRenewal(Random random) {
        int roll = random.nextInt(100);
        if (roll < 75) {
            return new Fate(true, 201, "", Duration.ZERO, Optional.empty());
        } else if (roll < 90) {
            return new Fate(false, 402, "do_not_honor", Duration.ZERO, Optional.empty());
        }
        return new Fate(true, 202, "", Duration.ofMillis(200 + random.nextInt(1_500)), Optional.empty());
    }

    boolean isPending() {
        return status == 202;
    }
}
