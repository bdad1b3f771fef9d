package io.holdfast.dispute;

import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.GatewayOperation;
import io.holdfast.dispute.model.Hold;
import io.holdfast.dispute.model.HoldState;
import io.holdfast.dispute.model.OperationKind;
import io.holdfast.gateway.Capabilities;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** What to do next for a dispute that one replica has the lease of. */
sealed interface Step {

    /** Send the open operation: it was never sent, or asking would not tell more. */
    record Send(GatewayOperation operation) implements Step {}

    /** The open operation may have happened: ask first, and send it again only if the gateway does not know of it. */
    record AskThenSend(GatewayOperation operation, Set<AuthorizationId> about) implements Step {}

    /** Ask about authorizations, or about the whole dispute if none is named. */
    record Ask(Set<AuthorizationId> about) implements Step {}

    /** Begin an operation of upkeep. */
    record Begin(OperationKind kind) implements Step {}

    /** It has been held for longer than policy allows: release it. */
    record GiveUp() implements Step {}

    /** Nothing is due. */
    record Rest() implements Step {}

    static Step of(Dispute dispute, Capabilities gateway, HoldPolicy policy, Instant now) {
        if (dispute.operation().isPresent()) {
            return forOperation(dispute, dispute.operation().get(), gateway);
        }
        if (gateway.canBeAsked() && isQuestionDue(dispute, now)) {
            return new Ask(known(dispute));
        }
        if (dispute.state() instanceof HoldState.Held && dispute.pending().isEmpty()) {
            return dispute.createdAt().plus(policy.maxAge()).isAfter(now)
                    ? upkeep(dispute, gateway, now)
                    : new GiveUp();
        }
        return new Rest();
    }

    private static Step forOperation(Dispute dispute, GatewayOperation operation, Capabilities gateway) {
        boolean askable = gateway.canBeAsked() && operation.kind() != OperationKind.REFRESH;
        if (!operation.maybeSent() || !askable) {
            return new Send(operation);
        }
        Set<AuthorizationId> about = switch (operation.kind()) {
            case CAPTURE, VOID -> Set.of(operation.target().orElseThrow());
            case AUTHORIZE -> dispute.state().authorizationId().map(Set::of).orElse(Set.of());
            case RENEW, REFRESH -> Set.of();
        };
        return new AskThenSend(operation, about);
    }

    private static boolean isQuestionDue(Dispute dispute, Instant now) {
        if (dispute.question().isPresent()) {
            return !dispute.question().get().nextAttemptAt().isAfter(now);
        }
        Optional<Hold> hold = dispute.state().hold();
        return dispute.state() instanceof HoldState.Held
                && !hold.orElseThrow().expiresAt().isAfter(now);
    }

    private static Step upkeep(Dispute dispute, Capabilities gateway, Instant now) {
        if (dispute.upkeep().renewAt().filter(at -> !at.isAfter(now)).isPresent()) {
            return new Begin(OperationKind.RENEW);
        }
        if (gateway.canRefresh()
                && dispute.upkeep().refreshAt().filter(at -> !at.isAfter(now)).isPresent()) {
            return new Begin(OperationKind.REFRESH);
        }
        return new Rest();
    }

    private static Set<AuthorizationId> known(Dispute dispute) {
        Set<AuthorizationId> known = new LinkedHashSet<>();
        dispute.state().authorizationId().ifPresent(known::add);
        dispute.question().ifPresent(question -> known.addAll(question.about()));
        return known;
    }
}
