package io.holdfast.dispute;

import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.simulation.Bank;
import io.holdfast.simulation.Stage;
import java.time.Duration;
import java.util.List;

/** A world in which weeks pass, and what is asked of it about renewals. */
abstract class RenewalCase {

    static final Duration UNTIL_RENEWED = Duration.ofDays(6).plusHours(13);

    final Stage stage = Stage.forWeeks();

    final void whileRenewing(DisputeId id) {
        while (stage.stored(id).operation().isEmpty()) {
            stage.pass(Duration.ofSeconds(1));
        }
        stage.pass(Duration.ofSeconds(2));
    }

    /** A person settles what is open, as soon as nobody works on it. */
    final void settleByHand(DisputeId id, AuthorizationView.Status said) {
        untilNobodyWorksOn(id);
        stage.settleByHand(id, said);
    }

    final void untilNobodyWorksOn(DisputeId id) {
        while (stage.stored(id).lease().isPresent()) {
            stage.pass(Duration.ofSeconds(1));
        }
    }

    final AuthorizationId current(DisputeId id) {
        return stage.stored(id).state().authorizationId().orElseThrow();
    }

    final List<AuthorizationView.Status> statuses(DisputeId id) {
        return stage.books(id).stream().map(Bank.Authorization::status).toList();
    }

    final List<AuthorizationId> live(DisputeId id) {
        return stage.books(id).stream()
                .filter(it -> it.status() == AuthorizationView.Status.AUTHORIZED)
                .map(Bank.Authorization::id)
                .toList();
    }
}
