package io.holdfast.desk;

/** Ends a request with a page that says why. It is an answer, not an accident: no stack trace is taken. */
final class DeskRefusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String title;
    private final String advice;

    private DeskRefusal(int status, String title, String advice) {
        super(title, null, false, false);
        this.status = status;
        this.title = title;
        this.advice = advice;
    }

    static DeskRefusal cardData() {
        return new DeskRefusal(
                422,
                "That looks like a card number",
                "Holdfast never takes card data. Nothing was done, and nothing of it was kept.");
    }

    static DeskRefusal malformed() {
        return new DeskRefusal(400, "The address or the form is malformed", "Go back to the list and try again.");
    }

    static DeskRefusal notFound() {
        return new DeskRefusal(
                404,
                "There is no such page or dispute",
                "Check the address, or search for the account or the dispute.");
    }

    /** A form that did not come from our own page, or from one that was left open for too long. */
    static DeskRefusal foreignForm() {
        return new DeskRefusal(
                403,
                "This form is too old, or did not come from this page",
                "Nothing was done. Load the page again and repeat what you wanted to do.");
    }

    static DeskRefusal mayNotDecide() {
        return new DeskRefusal(
                403, "You may look, but not decide", "Nothing was done. Releasing and charging need the role agent.");
    }

    static DeskRefusal tooLarge() {
        return new DeskRefusal(413, "That is too much for a form", "Nothing was done. Go back and try again.");
    }

    static DeskRefusal unavailable() {
        return new DeskRefusal(
                503,
                "Holdfast cannot reach its database at the moment",
                "Holds are safe where they are. Try again in a moment; repeating a release or a charge does nothing twice.");
    }

    static DeskRefusal broken() {
        return new DeskRefusal(
                500,
                "Something went wrong here",
                "It is in the log under the number below. Repeating a release or a charge does nothing twice.");
    }

    boolean isAboutCardData() {
        return status == 422;
    }

    int status() {
        return status;
    }

    String title() {
        return title;
    }

    String advice() {
        return advice;
    }
}
