package io.holdfast.simulation;

import io.holdfast.dispute.HoldPolicy;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.Status;
import io.holdfast.money.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Optional;

/**
 * One run of a whole world from one seed: people open disputes and settle them on several replicas, everything goes wrong for a while, then nothing does, and in the
 * end record and books have to agree.
 */
final class Simulation {

    private static final Duration PEOPLE_COME = Duration.ofMinutes(60);
    private static final Duration TROUBLES_LAST = Duration.ofMinutes(100);
    private static final Duration CALM_LASTS = Duration.ofMinutes(90);
    private static final Duration UNTIL_ALL_CAME_TO_REST = Duration.ofMinutes(45);
    private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(5);
    /** As long as a lease that was left in times of trouble may last, and then some. */
    private static final Duration UNTIL_RECONCILED = Duration.ofMinutes(8);

    private static final Duration RECONCILED_WITHIN = Duration.ofMinutes(5);
    private static final int RECONCILIATIONS = 12;
    private static final int ORPHANS = 4;

    /** At most of them something is to be given back, at such a time. */
    private static final int LOOKS_AT_THE_DESK = 400;

    private static final long LONGEST_BEFORE_A_CHARGE = 300_000_000;

    /** Beside it the life of a hold is short: what waits for it, and should not, is seen in the end. */
    private static final Duration LONG_PATIENCE = Duration.ofHours(5);

    private static final Duration A_HOLD_LIVES = Duration.ofMinutes(40);

    /** What a run came to. */
    record Run(int disputes, long steps, long digest, List<String> lines) {}

    /** A rule was broken; says the seed, the step, and the story of the dispute. */
    static final class Failed extends AssertionError {
        private static final long serialVersionUID = 1L;

        Failed(String message, Throwable cause) {
            super(message, cause);
        }
    }

    private final long seed;
    private final int people;
    private final Mutant mutant;
    private final Optional<DisputeId> watched;
    private final Town town;

    private Simulation(long seed, int people, Mutant mutant, Optional<DisputeId> watched) {
        this.seed = seed;
        this.people = people;
        this.mutant = mutant;
        this.watched = watched;
        Dice dice = new Dice(seed).split();
        HoldPolicy policy = new HoldPolicy(
                Duration.ofMinutes(10),
                dice.chance(50_000) ? Duration.ofHours(2) : Duration.ofDays(60),
                Duration.ofMinutes(dice.between(5, 50)),
                dice.chance(10_000) ? LONG_PATIENCE : Duration.ofMinutes(15),
                Duration.ofMinutes(4));
        Duration skew = Duration.ofMillis(dice.chance(50_000) ? dice.between(0, 3_000) : 0);
        boolean narrow = dice.chance(20_000);
        this.town = new Town(
                new Town.Plan(
                        seed,
                        (int) dice.between(2, 3),
                        Troubles.of(dice),
                        policy,
                        Replica.paces(5, 10, 60, 60, 60),
                        narrow ? 4 : 8,
                        narrow ? (int) dice.between(1, 3) : 500,
                        skew,
                        mutant,
                        watched),
                Weather::new);
    }

    /** @throws Failed if a rule is broken */
    static Run run(long seed, int people) {
        return run(seed, people, Mutant.NONE);
    }

    static Run run(long seed, int people, Mutant mutant) {
        return new Simulation(seed, people, mutant, Optional.empty()).run();
    }

    private Run run() {
        try {
            live();
        } catch (MoneyRules.Broken broken) {
            throw failed(broken);
        }
        return new Run(
                town.database().rows().size(),
                town.timeline().steps(),
                town.chronicle().digest(),
                town.chronicle().lines());
    }

    private void live() {
        Post post = new Post(town, town.dice().split());
        for (Bank bank : town.banks()) {
            bank.tells(post);
            bank.holdsLive(A_HOLD_LIVES);
            bank.lapsesOddly(15_000);
            bank.capturesFail(3_000);
            bank.listsAtOnce(10);
        }
        if (seed % 2 == 0) {
            town.bank(Town.ASKABLE).keepsFirstAnswers();
        }
        Dice dice = town.dice().split();
        for (int i = 0; i < people; i++) {
            Person person = new Person(i, town, dice.split(), TROUBLES_LAST);
            town.timeline().afterMicros(dice.between(0, PEOPLE_COME.toNanos() / 1_000), person::begin);
        }
        planReconciliations(town.dice().split());
        town.start();
        pass(TROUBLES_LAST);
        town.world().becomeCalm();
        town.banks().forEach(bank -> bank.lapsesOddly(0));
        town.banks().forEach(bank -> bank.capturesFail(0));
        pass(UNTIL_RECONCILED);
        reconcileInPeace();
        pass(CALM_LASTS.minus(UNTIL_RECONCILED).minus(RECONCILED_WITHIN));
        // Again and again: who changes nothing any more is not looked at for a change of its own.
        for (Duration passed = Duration.ZERO;
                passed.compareTo(UNTIL_ALL_CAME_TO_REST) < 0;
                passed = passed.plus(BETWEEN_LOOKS)) {
            town.rules().inTheEnd().lookAtTheEnd(town.policy().patience().compareTo(CALM_LASTS) < 0);
            pass(BETWEEN_LOOKS);
        }
        town.rules().inTheEnd().expectRest();
        if (town.policy().maxAge().compareTo(TROUBLES_LAST.plus(CALM_LASTS)) < 0) {
            town.rules().inTheEnd().over();
        }
    }

    /** At any moment, by any replica, two at once; and holds that the bank has for disputes that nobody ever opened. */
    private void planReconciliations(Dice dice) {
        long most = TROUBLES_LAST.toNanos() / 1_000;
        for (int i = 0; i < RECONCILIATIONS; i++) {
            boolean voids = dice.chance(70_000);
            boolean anew = dice.chance(20_000);
            long when = dice.between(2_000_000, most);
            town.timeline().afterMicros(when - dice.between(0, 2_000_000), () -> doubleHold(dice));
            town.timeline().afterMicros(when, () -> reconcile(dice, voids, anew));
        }
        for (int i = 0; i < LOOKS_AT_THE_DESK; i++) {
            town.timeline().afterMicros(dice.between(0, most), () -> takesWhatIsToBeGivenBack(dice));
        }
        for (int i = 0; i < ORPHANS; i++) {
            town.timeline()
                    .afterMicros(
                            dice.between(most / 2, most),
                            () -> town.bank(Town.ASKABLE)
                                    .invent(
                                            new DisputeId(dice.uuid(
                                                    town.timeline().micros() / 1_000 - dice.between(0, 1_000_000))),
                                            Money.ofMinorUnits(dice.between(1, 20_000), Currency.getInstance("USD"))));
        }
    }

    /** The bank has one hold more than it was asked for, says nothing of it, and has it for a dispute that something has just happened to. */
    private void doubleHold(Dice dice) {
        Bank bank = town.bank(Town.ASKABLE);
        Instant lately = town.timeline().now().minus(MoneyRules.SETTLE.dividedBy(2));
        List<Dispute> changed = town.database().disputes().stream()
                .filter(it -> it.terms().gateway().equals(bank.name()) && it.status() != Status.INITIATED)
                .filter(it -> it.operation().isEmpty() && it.updatedAt().isAfter(lately))
                .toList();
        if (!changed.isEmpty()) {
            Dispute it = dice.pick(changed);
            bank.inventInSilence(it.id(), it.terms().amount());
        }
    }

    /** Somebody at the bank takes the money of a hold that is to be given back, and an agent, who does not know of that, charges the one that the dispute stands on. */
    private void takesWhatIsToBeGivenBack(Dice dice) {
        Bank bank = town.bank(Town.ASKABLE);
        List<Dispute> two = town.database().disputes().stream()
                .filter(it -> it.terms().gateway().equals(bank.name()) && it.status() == Status.HELD)
                .filter(it -> !it.surplus().isEmpty())
                .toList();
        List<Replica> up = town.replicas().stream().filter(Replica::isUp).toList();
        if (two.isEmpty() || up.isEmpty()) {
            return;
        }
        Dispute it = dice.pick(two);
        bank.named(dice.pick(it.surplus())).ifPresent(hold -> bank.captureAtDesk(hold.id(), hold.amount()));
        Replica called = dice.pick(up);
        town.timeline()
                .afterMicros(
                        dice.mostlyShort(LONGEST_BEFORE_A_CHARGE),
                        () -> called.call(
                                disputes -> disputes.chargeHold().charge(it.id(), Optional.empty(), "agent"),
                                settling -> {},
                                failure -> {}));
    }

    private void reconcile(Dice dice, boolean voids, boolean anew) {
        List<Replica> up = town.replicas().stream().filter(Replica::isUp).toList();
        if (!up.isEmpty()) {
            dice.pick(up).reconcile(voids, anew, done -> {});
        }
    }

    /** After it nothing is live at the bank that could have been found. */
    private void reconcileInPeace() {
        long began = town.timeline().micros();
        boolean[] done = new boolean[1];
        town.replicas().get(0).reconcile(true, true, run -> done[0] = true);
        pass(RECONCILED_WITHIN);
        if (!done[0]) {
            town.rules().broken("a reconciliation in peace came to no end");
        }
        town.rules().expectNoOrphans(began);
    }

    private void pass(Duration time) {
        long end = town.timeline().micros() + time.toNanos() / 1_000;
        while (town.timeline().micros() < end) {
            step();
        }
    }

    private void step() {
        town.timeline().step();
        town.rules().firstBroken().ifPresent(broken -> {
            throw broken;
        });
    }

    /** The same run once more, this time with an eye on the dispute in question. */
    private Failed failed(MoneyRules.Broken broken) {
        StringBuilder text = new StringBuilder()
                .append(broken.getMessage())
                .append("\n  seed ")
                .append(seed)
                .append(", ")
                .append(people)
                .append(" people, ")
                .append(mutant)
                .append(", step ")
                .append(town.timeline().steps())
                .append(", ")
                .append(broken.dispute().map(id -> "dispute " + id).orElse("no dispute in particular"));
        if (watched.isEmpty() && broken.dispute().isPresent()) {
            Simulation again = new Simulation(seed, people, mutant, broken.dispute());
            try {
                again.live();
                text.append("\n  and when it was run again, nothing was broken");
            } catch (MoneyRules.Broken same) {
                again.town
                        .chronicle()
                        .lines()
                        .forEach(line -> text.append("\n  ").append(line));
                again.town
                        .banks()
                        .forEach(bank -> bank.of(broken.dispute().get())
                                .forEach(it -> text.append("\n  in the books of ")
                                        .append(bank.name())
                                        .append(": ")
                                        .append(it)));
            }
        }
        return new Failed(text.toString(), broken);
    }
}
