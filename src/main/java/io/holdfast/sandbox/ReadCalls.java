package io.holdfast.sandbox;

import java.util.Optional;

/** The calls that only look. */
final class ReadCalls {
    private static final int LARGEST_PAGE = 100;

    private final Authorizations authorizations;
    private final FaultDice dice;
    private final OpenCalls openCalls;

    ReadCalls(Authorizations authorizations, FaultDice dice, OpenCalls openCalls) {
        this.authorizations = authorizations;
        this.dice = dice;
        this.openCalls = openCalls;
    }

    void one(Exchange exchange) {
        Authorization found = authorizations
                .find(exchange.pathId())
                .orElseThrow(() -> ApiError.of(404, "authorization_not_found", "there is no such authorization"));
        exchange.isAbout(found);
        answer(exchange, Optional.of(found), found.status().wireName(), JsonText.authorization(found));
    }

    void list(Exchange exchange) {
        if (!exchange.hasOnlyQuery("dispute_id", "status", "limit", "starting_after")) {
            throw ApiError.malformed("allowed are dispute_id, status, limit and starting_after");
        }
        Optional<String> disputeId = exchange.query("dispute_id");
        disputeId.ifPresent(exchange::isAbout);
        Authorizations.Page page = authorizations.page(
                exchange.query("status").map(ReadCalls::status),
                disputeId,
                exchange.query("starting_after").map(this::sequenceOf).orElse(0L),
                exchange.query("limit").map(ReadCalls::pageSize).orElse(LARGEST_PAGE));
        Optional<Authorization> newest = disputeId.flatMap(authorizations::newestOf);
        answer(exchange, newest, "found_" + page.data().size(), JsonText.page(page));
    }

    private void answer(Exchange exchange, Optional<Authorization> subject, String outcome, byte[] json) {
        Fault flake = dice.roll(subject.map(Authorization::paymentMethodId)
                .map(Behaviour::of)
                .map(Behaviour::flakyPercent)
                .orElse(0));
        if (flake.isNone()) {
            exchange.answer(200, outcome, json);
        } else {
            openCalls.fail(exchange, flake.answer());
        }
    }

    private long sequenceOf(String id) {
        return authorizations
                .find(id)
                .map(Authorization::sequence)
                .orElseThrow(() -> ApiError.malformed("starting_after is no authorization of this sandbox"));
    }

    private static AuthorizationStatus status(String text) {
        return AuthorizationStatus.ofWireName(text)
                .orElseThrow(() -> ApiError.malformed("status is no status of an authorization"));
    }

    private static int pageSize(String text) {
        boolean threeDigits = text.matches("[0-9]{1,3}");
        int size = threeDigits ? Integer.parseInt(text) : 0;
        if (size < 1 || size > LARGEST_PAGE) {
            throw ApiError.malformed("limit must be 1 to " + LARGEST_PAGE);
        }
        return size;
    }
}
