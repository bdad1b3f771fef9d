package io.holdfast.simulation;

import io.holdfast.gateway.Intent;
import io.holdfast.money.Money;

/** A request in the simulated bank's words. */
record Body(String verb, Money amount, String captureMethod, String token) {

    private static final String NONE = "-";

    static String write(Intent intent) {
        return switch (intent.kind()) {
            case AUTHORIZE, RENEW ->
                "authorize " + intent.amount().orElseThrow() + " manual " + intent.paymentMethodId();
            case CAPTURE -> "capture " + intent.amount().orElseThrow() + " manual " + NONE;
            case VOID -> "void";
            case REFRESH -> "refresh";
        };
    }

    static Body parse(String body) {
        String[] words = body.split(" ");
        return words.length == 1
                ? new Body(words[0], null, NONE, NONE)
                : new Body(words[0], Money.of(words[1], words[2]), words[3], words[4]);
    }
}
