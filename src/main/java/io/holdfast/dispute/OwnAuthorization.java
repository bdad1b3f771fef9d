package io.holdfast.dispute;

import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.GatewayOperation;
import io.holdfast.dispute.model.OperationKind;
import io.holdfast.dispute.model.PutOff;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.GatewayOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Which of the authorizations that a gateway knows of a dispute is the one that an operation made, or changes. */
final class OwnAuthorization {

    /** The gateway's clock and ours may differ, and some name only the second. */
    private static final Duration CLOCK_MARGIN = Duration.ofSeconds(5);

    private OwnAuthorization() {}

    static Optional<AuthorizationView> of(Dispute dispute, GatewayOperation operation, List<AuthorizationView> found) {
        return switch (operation.kind()) {
            case CAPTURE, VOID ->
                found.stream()
                        .filter(view -> operation.target().equals(Optional.of(view.id())))
                        .findFirst();
            case AUTHORIZE ->
                found.stream()
                        .filter(view -> !dispute.surplus().contains(view.id()))
                        .min(Comparator.comparingInt(view -> rank(dispute, view)));
            case RENEW -> ofRenewal(dispute, operation, found);
            case REFRESH -> Optional.empty();
        };
    }

    /** Which of several authorizations a first hold is: the one on record, else a live one, else one that ended, else one that was refused. */
    private static int rank(Dispute dispute, AuthorizationView view) {
        if (dispute.isCurrent(view.id())) {
            return 0;
        }
        return switch (view.status()) {
            case CAPTURED -> 1;
            case AUTHORIZED -> view.echoes(dispute.terms().amount()) ? 2 : 3;
            case PENDING -> 4;
            case VOIDED, EXPIRED -> 5;
            case DECLINED, CAPTURE_REFUSED, CAPTURE_FAILED, VOID_REFUSED -> 6;
        };
    }

    /**
     * One that lives, and is not older than the renewal: an older one is too many, and what the gateway does not show yet may come still. Else one that was made for it and
     * has ended already, or the renewal would be sent again, and its first answer, long untrue, come back.
     */
    private static Optional<AuthorizationView> ofRenewal(
            Dispute dispute, GatewayOperation renewal, List<AuthorizationView> found) {
        List<AuthorizationView> others = found.stream()
                .filter(view -> !dispute.surplus().contains(view.id()) && !dispute.isCurrent(view.id()))
                .toList();
        Instant earliest = renewal.createdAt().minus(CLOCK_MARGIN);
        Optional<Instant> oldHold = found.stream()
                .filter(view -> dispute.isCurrent(view.id()))
                .flatMap(view -> view.createdAt().stream())
                .findFirst();
        return others.stream()
                .filter(view -> view.status().isLive())
                .filter(view -> !isOlder(view, renewal))
                // one that is not decided may be it, and then another that lives is one too many
                .min(Comparator.comparing(view -> view.status() != AuthorizationView.Status.PENDING))
                .or(() -> others.stream()
                        .filter(view -> view.status().isEnd())
                        .filter(view -> view.createdAt()
                                .filter(at -> !at.isBefore(earliest)
                                        && oldHold.filter(at::isBefore).isEmpty())
                                .isPresent())
                        .findFirst());
    }

    /** Whether it was surely made before the renewal was begun. */
    private static boolean isOlder(AuthorizationView view, GatewayOperation renewal) {
        return view.createdAt()
                .filter(at -> at.isBefore(renewal.createdAt().minus(PutOff.CLOCKS_DIFFER)))
                .isPresent();
    }

    /**
     * Whether it may be the operation's own after all: as long as another one that is taken for that is not decided, an earlier renewal that was left may have made the
     * other. To give this one back would be to give back what the operation's repeat names.
     */
    static boolean mayBe(AuthorizationView view, GatewayOperation operation, Optional<AuthorizationView> own) {
        boolean undecided = own.filter(it -> it.status() == AuthorizationView.Status.PENDING)
                .isPresent();
        return own.equals(Optional.of(view))
                || (operation.kind() == OperationKind.RENEW && undecided && !isOlder(view, operation));
    }

    /**
     * A gateway may answer a repeat with what it answered at first (Stripe does). What it said a moment ago, when it was asked, is newer: what had ended then has not
     * come to life again.
     */
    static GatewayOutcome<AuthorizationView> notOlder(
            GatewayOutcome<AuthorizationView> outcome, List<AuthorizationView> found) {
        return found.stream()
                .filter(view -> view.status().isEnd() && isAbout(outcome, view))
                .findFirst()
                .<GatewayOutcome<AuthorizationView>>map(GatewayOutcome.Approved::new)
                .orElse(outcome);
    }

    private static boolean isAbout(GatewayOutcome<AuthorizationView> outcome, AuthorizationView view) {
        if (outcome instanceof GatewayOutcome.Approved<AuthorizationView> approved) {
            return approved.answer().id().equals(view.id());
        }
        return outcome instanceof GatewayOutcome.Pending<AuthorizationView> pending
                && pending.authorizationId().equals(Optional.of(view.id()));
    }
}
