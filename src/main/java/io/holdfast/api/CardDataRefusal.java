package io.holdfast.api;

/** Ends a request for card data in it. */
final class CardDataRefusal extends Refusal {

    private static final long serialVersionUID = 1L;

    private final String told;

    /** @param told the field's name if it is a known one, else where it was: one of few words, whatever was sent */
    CardDataRefusal(String told, Problem problem) {
        super(problem);
        this.told = told;
    }

    String told() {
        return told;
    }
}
