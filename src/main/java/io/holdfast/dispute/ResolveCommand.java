package io.holdfast.dispute;

import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.OperationId;
import io.holdfast.gateway.AuthorizationView;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What a person learned at the gateway's own desk about an operation that would not settle.
 *
 * @param said how the authorization stands, by that desk's word
 * @param authorizationId the gateway's id; may be left out where Holdfast knows it, or where nothing came to be
 * @param amount what is held or was captured, in major units; left out, all that the dispute is about is held, or what was asked for was captured
 * @param expiresAt when the hold lapses, for one that is live
 * @param note who said it, or a ticket's number; kept in the story
 */
public record ResolveCommand(
        OperationId operation,
        AuthorizationView.Status said,
        Optional<AuthorizationId> authorizationId,
        Optional<BigDecimal> amount,
        Optional<Instant> expiresAt,
        String note) {

    public ResolveCommand {
        Objects.requireNonNull(operation, "operation");
        Objects.requireNonNull(said, "said");
        Objects.requireNonNull(note, "note");
    }
}
