package io.holdfast.dispute;

import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.GatewayOperation;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.Gateway;
import io.holdfast.gateway.GatewayOutcome;
import io.holdfast.gateway.GatewayRequest;
import io.holdfast.gateway.Inquiry;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The calls to a gateway that a step of the {@link Runner} makes, with what each comes to; a token's trade is {@link TokenRefresh}'s. */
final class Calls {

    private final Composer composer;
    private final OutcomeRecorder recorder;
    private final CallLog log;
    private final HoldPolicy policy;
    private final Clock clock;

    Calls(Composer composer, OutcomeRecorder recorder, CallLog log, HoldPolicy policy, Clock clock) {
        this.composer = composer;
        this.recorder = recorder;
        this.log = log;
        this.policy = policy;
        this.clock = clock;
    }

    Uni<Optional<Dispute>> send(Turn turn, Dispute dispute, GatewayOperation operation) {
        return send(turn, dispute, operation, List.of(), List.of());
    }

    /**
     * @param before calls that led to this one
     * @param found what the gateway said in them
     */
    private Uni<Optional<Dispute>> send(
            Turn turn,
            Dispute dispute,
            GatewayOperation operation,
            List<GatewayCall> before,
            List<AuthorizationView> found) {
        Gateway gateway = turn.gateway();
        GatewayRequest request = composer.read(gateway, dispute, operation);
        Uni<GatewayOutcome<AuthorizationView>> call = switch (operation.kind()) {
            case AUTHORIZE, RENEW -> gateway.authorize(request);
            case CAPTURE -> gateway.capture(request);
            case VOID -> gateway.voidAuthorization(request);
            case REFRESH -> throw new IllegalArgumentException("a refresh is sent by " + TokenRefresh.class);
        };
        Instant began = clock.instant();
        return call.invoke(outcome -> log.sent(dispute, operation, outcome))
                .chain(outcome -> recorder.settle(
                        turn, dispute, GatewayCall.together(before, sent(operation, outcome, began)), draft -> {
                            turn.conclusion(policy).capturedBeside(draft, operation.id(), found);
                            turn.conclusion(policy)
                                    .sent(draft, operation.id(), OwnAuthorization.notOlder(outcome, found));
                            turn.conclusion(policy).liveBeside(draft, operation, found);
                            turn.conclusion(policy).endedBeside(draft, operation.id(), found);
                        }));
    }

    Uni<Optional<Dispute>> takeBack(Turn turn, Dispute dispute, GatewayOperation operation) {
        Gateway gateway = turn.gateway();
        Instant began = clock.instant();
        return gateway.takeBack(composer.read(gateway, dispute, operation))
                .invoke(outcome -> log.takenBack(dispute, operation, outcome))
                .chain(outcome -> recorder.settle(
                        turn,
                        dispute,
                        GatewayCall.sent("take_back", outcome, since(began)),
                        draft -> turn.conclusion(policy).takenBack(draft, operation.id(), outcome)));
    }

    private List<GatewayCall> sent(GatewayOperation operation, GatewayOutcome<?> outcome, Instant began) {
        return GatewayCall.sent(operation.kind().lowerCase(), outcome, since(began));
    }

    private Duration since(Instant began) {
        return Duration.between(began, clock.instant());
    }

    Uni<Optional<Dispute>> askThenSend(Turn turn, Dispute dispute, Step.AskThenSend step) {
        GatewayOperation operation = step.operation();
        Instant began = clock.instant();
        return Inquirer.inquire(turn.gateway(), dispute, step.about()).chain(inquiry -> {
            log.asked(dispute, operation, inquiry);
            List<GatewayCall> calls = GatewayCall.asked(inquiry, since(began));
            if (inquiry instanceof Inquiry.NotAnswered silence) {
                return recorder.settle(
                        turn,
                        dispute,
                        calls,
                        draft -> turn.conclusion(policy).notAnswered(draft, operation.id(), silence));
            }
            List<AuthorizationView> found =
                    inquiry instanceof Inquiry.Found answer ? answer.authorizations() : List.of();
            Draft trial = new Draft(dispute, turn.actor(), clock.instant());
            boolean explained = turn.conclusion(policy).asked(trial, operation.id(), found);
            return explained
                    ? recorder.settle(
                            turn,
                            dispute,
                            calls,
                            draft -> turn.conclusion(policy).asked(draft, operation.id(), found))
                    : send(turn, dispute, operation, calls, found);
        });
    }

    Uni<Optional<Dispute>> ask(Turn turn, Dispute dispute, Step.Ask step) {
        Instant began = clock.instant();
        return Inquirer.inquireWhy(turn.gateway(), dispute, step.about()).chain(answers -> {
            Inquiry inquiry = answers.said();
            log.asked(dispute, answers.silence().<Inquiry>map(it -> it).orElse(inquiry));
            return recorder.settle(turn, dispute, GatewayCall.asked(inquiry, since(began)), draft -> {
                if (inquiry instanceof Inquiry.Found found && answers.silence().isPresent()) {
                    turn.conclusion(policy)
                            .newsOfSome(
                                    draft,
                                    found.authorizations(),
                                    answers.silence().get());
                } else if (inquiry instanceof Inquiry.Found found) {
                    turn.conclusion(policy).news(draft, found.authorizations());
                } else if (inquiry instanceof Inquiry.NotAnswered silence) {
                    turn.conclusion(policy)
                            .questionOpen(draft, silence.reason(), silence.retryAfter(), !silence.heldBack());
                } else {
                    turn.conclusion(policy).questionOpen(draft, "absent", Optional.empty(), true);
                }
            });
        });
    }
}
