package io.holdfast.api;

import io.holdfast.store.IdempotencyClaim;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The header that makes a repeat safe. */
final class IdempotencyKey {

    static final String HEADER = "Idempotency-Key";

    /** On an answer that repeats an earlier one. */
    static final String REPLAYED_HEADER = "Idempotent-Replayed";

    private static final Pattern VALID = Pattern.compile("[\\x20-\\x7E]{1," + IdempotencyClaim.MAX_KEY_LENGTH + "}");

    private IdempotencyKey() {}

    /**
     * What is wrong with the header, if anything.
     *
     * @param sent its values; none if it was left out, which is fine
     */
    static Optional<FieldError> fault(List<String> sent) {
        boolean fine = sent.isEmpty()
                || (sent.size() == 1 && VALID.matcher(sent.get(0)).matches());
        return fine
                ? Optional.empty()
                : Optional.of(new FieldError(
                        HEADER,
                        "is sent once, with 1 to " + IdempotencyClaim.MAX_KEY_LENGTH + " printable ASCII characters"));
    }
}
