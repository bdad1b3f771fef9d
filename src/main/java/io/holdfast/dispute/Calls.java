package io.holdfast.dispute;

import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.GatewayOperation;
import io.holdfast.dispute.model.OperationKind;
import io.holdfast.dispute.model.Question;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.Gateway;
import io.holdfast.gateway.GatewayOutcome;
import io.holdfast.gateway.GatewayRequest;
import io.holdfast.gateway.Inquiry;
import io.holdfast.secret.TokenSealer;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
        return call.invoke(outcome -> log.sent(dispute, operation, outcome)).chain(outcome -> {
            List<GatewayCall> calls = GatewayCall.together(before, sent(operation, outcome, began));
            return recorder.settle(
                    turn,
                    dispute,
                    calls,
                    () -> namesOneGivenBack(dispute, operation, OwnAuthorization.notOlder(outcome, found))
                            .map(givenBack -> draft -> {
                                if (givenBack) {
                                    turn.findings(policy).answeredBefore(draft, operation.id(), found);
                                } else {
                                    turn.findings(policy).sent(draft, operation, outcome, found);
                                }
                            }));
        });
    }

    /**
     * Whether a renewal is answered with a hold that was given back: one with the same key was sent before, and is not on record. A database that took over from another,
     * and was behind, counts once more what it has not heard of.
     */
    private Uni<Boolean> namesOneGivenBack(
            Dispute dispute, GatewayOperation operation, GatewayOutcome<AuthorizationView> outcome) {
        return operation.kind() == OperationKind.RENEW
                        && outcome instanceof GatewayOutcome.Approved<AuthorizationView> approved
                        && approved.answer().status() != AuthorizationView.Status.CAPTURED
                ? recorder.isReturned(dispute.id(), approved.answer().id())
                : Uni.createFrom().item(false);
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
        LongStep longStep = longStep(turn, dispute);
        return Inquirer.inquire(longStep, turn.gateway(), dispute, step.about()).chain(inquiry -> {
            log.asked(dispute, operation, inquiry);
            List<GatewayCall> calls = GatewayCall.asked(inquiry, since(began));
            if (step.beside().isEmpty()) {
                return concluded(turn, longStep, dispute, step, calls, inquiry, Inquirer.Answers.NONE);
            }
            Instant then = clock.instant();
            return Inquirer.inquireEach(longStep, turn.gateway(), dispute, step.beside())
                    .invoke(named -> log.asked(dispute, operation, named.asked()))
                    .chain(named -> concluded(
                            turn,
                            longStep,
                            dispute,
                            step,
                            GatewayCall.together(calls, GatewayCall.asked(named.asked(), since(then))),
                            inquiry,
                            named));
        });
    }

    Uni<Optional<Dispute>> renew(Turn turn, Dispute dispute, GatewayOperation renewal) {
        Instant began = clock.instant();
        LongStep longStep = longStep(turn, dispute);
        Set<AuthorizationId> hold =
                dispute.state().authorizationId().map(Set::of).orElse(Set.of());
        return Inquirer.inquireWhy(longStep, turn.gateway(), dispute, hold).chain(answers -> {
            Inquiry inquiry = answers.said();
            log.asked(dispute, renewal, inquiry);
            List<GatewayCall> calls = GatewayCall.asked(inquiry, since(began));
            List<AuthorizationView> found = together(inquiry, new Inquiry.Absent());
            boolean stands = found.stream()
                    .anyMatch(view ->
                            dispute.isCurrent(view.id()) && view.status() == AuthorizationView.Status.AUTHORIZED);
            return stands
                    ? sendIfStillOurs(turn, longStep, dispute, renewal, calls, found)
                    : recorder.settle(
                            turn,
                            dispute,
                            calls,
                            draft -> turn.findings(policy).notRenewed(draft, renewal.id(), inquiry, found));
        });
    }

    Uni<Optional<Dispute>> charge(Turn turn, Dispute dispute, Step.Charge step) {
        GatewayOperation charge = step.operation();
        Instant began = clock.instant();
        LongStep longStep = longStep(turn, dispute);
        return Inquirer.inquireWhy(longStep, turn.gateway(), dispute, step.about())
                .chain(answers -> {
                    log.asked(dispute, charge, answers.said());
                    List<GatewayCall> calls = GatewayCall.asked(answers.said(), since(began));
                    Draft trial = new Draft(dispute, turn.actor(), clock.instant());
                    return turn.findings(policy).isStillToBeCharged(trial, step, answers)
                            ? sendIfStillOurs(
                                    turn,
                                    longStep,
                                    dispute,
                                    charge,
                                    calls,
                                    together(answers.said(), new Inquiry.Absent()))
                            : recorder.settle(
                                    turn,
                                    dispute,
                                    calls,
                                    draft -> turn.findings(policy).isStillToBeCharged(draft, step, answers));
                });
    }

    private Uni<Optional<Dispute>> sendIfStillOurs(
            Turn turn,
            LongStep longStep,
            Dispute dispute,
            GatewayOperation operation,
            List<GatewayCall> calls,
            List<AuthorizationView> found) {
        return longStep.isStillOurs()
                .chain(ours -> ours
                        ? send(turn, dispute, operation, calls, found)
                        : recorder.settle(turn, dispute, calls, draft -> {}));
    }

    /** @param named what came of asking by name as well */
    private Uni<Optional<Dispute>> concluded(
            Turn turn,
            LongStep longStep,
            Dispute dispute,
            Step.AskThenSend asked,
            List<GatewayCall> calls,
            Inquiry inquiry,
            Inquirer.Answers named) {
        GatewayOperation operation = asked.operation();
        List<AuthorizationView> found = together(named.said(), inquiry);
        Draft trial = new Draft(dispute, turn.actor(), clock.instant());
        boolean answered = !(inquiry instanceof Inquiry.NotAnswered);
        boolean explained = turn.findings(policy).explained(trial, asked, answered, found);
        boolean over = operation.kind() == OperationKind.RENEW
                && (trial.dispute().status().isTerminal() || isGivenBack(dispute, found));
        Step.AskThenSend step = over ? asked.notWanted() : asked;
        if (explained) {
            return recorder.settle(turn, dispute, calls, draft -> {
                turn.findings(policy).explained(draft, step, answered, found);
                keepNewer(draft, dispute.question());
            });
        }
        Optional<Inquiry.NotAnswered> silence = inquiry instanceof Inquiry.NotAnswered none
                ? Optional.of(none)
                : named.silence().filter(it -> step.waits());
        if (silence.isPresent()) {
            return recorder.settle(
                    turn,
                    dispute,
                    calls,
                    draft -> turn.findings(policy).notAnswered(draft, step, found, silence.get()));
        }
        if (!step.wanted()) {
            return recorder.settle(
                    turn, dispute, calls, draft -> turn.findings(policy).left(draft, operation, found));
        }
        return sendIfStillOurs(turn, longStep, dispute, operation, calls, found)
                .onFailure(TokenSealer.UnsealingFailed.class)
                .recoverWithUni(() -> unreadable(turn, dispute, operation, calls, found));
    }

    /** That the hold has lapsed is what a renewal is for. */
    private static boolean isGivenBack(Dispute dispute, List<AuthorizationView> found) {
        return found.stream()
                .anyMatch(view -> dispute.isCurrent(view.id())
                        && (view.status() == AuthorizationView.Status.VOIDED
                                || view.status() == AuthorizationView.Status.DECLINED));
    }

    private Uni<Optional<Dispute>> unreadable(
            Turn turn,
            Dispute dispute,
            GatewayOperation operation,
            List<GatewayCall> calls,
            List<AuthorizationView> found) {
        CallLog.unreadable(dispute, operation.kind());
        return recorder.settle(
                turn, dispute, calls, draft -> turn.findings(policy).unreadable(draft, operation, found));
    }

    private LongStep longStep(Turn turn, Dispute dispute) {
        return new LongStep(recorder, clock, dispute.id(), turn);
    }

    Uni<Optional<Dispute>> ask(Turn turn, Dispute dispute, Step.Ask step) {
        Instant began = clock.instant();
        if (dispute.question().flatMap(Question::allUntil).isPresent()) {
            return askAboutAll(turn, dispute, step);
        }
        return Inquirer.inquireWhy(longStep(turn, dispute), turn.gateway(), dispute, step.about())
                .chain(answers -> {
                    Inquiry inquiry = answers.said();
                    log.asked(dispute, answers.asked());
                    return recorder.settle(turn, dispute, GatewayCall.asked(inquiry, since(began)), draft -> {
                        turn.replies(policy).answered(draft, step, answers);
                        keepNewer(draft, dispute.question());
                    });
                });
    }

    /** What came up while the gateway was being asked is not answered by what it said. */
    private static void keepNewer(Draft draft, Optional<Question> asked) {
        Optional<Question> newer = draft.before().question().filter(question -> !asked.equals(Optional.of(question)));
        if (newer.isPresent() && draft.dispute().question().isEmpty()) {
            draft.change(d -> d.withQuestion(newer));
        }
    }

    /** By name too: what a gateway lists may be older than what it says of each. */
    private Uni<Optional<Dispute>> askAboutAll(Turn turn, Dispute dispute, Step.Ask step) {
        Instant began = clock.instant();
        LongStep longStep = longStep(turn, dispute);
        return Inquirer.inquire(longStep, turn.gateway(), dispute, step.about())
                .invoke(named -> log.asked(dispute, named))
                .chain(named -> Inquirer.inquire(longStep, turn.gateway(), dispute, Set.of())
                        .invoke(all -> log.asked(dispute, all))
                        .chain(all -> recorder.settle(turn, dispute, GatewayCall.asked(all, since(began)), draft -> {
                            turn.replies(policy).answeredOfAll(draft, step, together(named, all), named, all);
                            keepNewer(draft, dispute.question());
                        })));
    }

    /** What was asked about by name comes first, and its word is taken for the newer one. */
    private static List<AuthorizationView> together(Inquiry named, Inquiry others) {
        List<AuthorizationView> both = new ArrayList<>();
        for (Inquiry inquiry : List.of(named, others)) {
            if (inquiry instanceof Inquiry.Found found) {
                found.authorizations().stream()
                        .filter(view -> both.stream().noneMatch(it -> it.id().equals(view.id())))
                        .toList()
                        .forEach(both::add);
            }
        }
        return both;
    }
}
