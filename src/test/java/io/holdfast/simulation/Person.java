package io.holdfast.simulation;

import io.holdfast.dispute.Disputes;
import io.holdfast.dispute.OpenCommand;
import io.holdfast.dispute.Opening;
import io.holdfast.dispute.ResolveCommand;
import io.holdfast.dispute.Resolving;
import io.holdfast.dispute.Retrying;
import io.holdfast.dispute.Settling;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.OperationId;
import io.holdfast.dispute.model.Status;
import io.holdfast.dispute.model.Terms;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.money.Money;
import io.holdfast.secret.Secret;
import io.holdfast.store.IdempotencyClaim;
import io.smallrye.mutiny.Uni;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** A call flow that opens one dispute, and the agents who deal with it afterwards: they forget, repeat themselves, race each other, and ask for too much. */
final class Person {

    private static final Duration PATIENCE = Duration.ofSeconds(12);
    private static final int MOST_TRIES = 12;

    private final int number;
    private final Town town;
    private final Dice dice;
    private final long longestMicros;
    private final OpenCommand command;
    private DisputeId dispute;

    /** @param longest the latest that something is done about the dispute */
    Person(int number, Town town, Dice dice, Duration longest) {
        this.number = number;
        this.town = town;
        this.dice = dice;
        this.longestMicros = longest.toNanos() / 1_000;
        this.command = command();
    }

    private OpenCommand command() {
        String currency = dice.pick(List.of("USD", "EUR", "JPY", "KWD"));
        Money amount = Money.ofMinorUnits(dice.between(1, 20_000), java.util.Currency.getInstance(currency));
        Terms terms = new Terms(
                "ACC-" + number,
                amount,
                dice.chance(75_000) ? Town.ASKABLE : Town.SILENT,
                "SERVICE_GUARANTEE_DISPUTE",
                "CC-001",
                Optional.of("conversation-" + number),
                Optional.empty(),
                Optional.empty(),
                "flow");
        Optional<IdempotencyClaim> claim = dice.chance(60_000)
                ? Optional.of(new IdempotencyClaim("flow", "key-" + number, new byte[] {(byte) number}))
                : Optional.empty();
        return new OpenCommand(
                terms, Secret.of("pm_first_" + (dice.chance(35_000) ? "of_family_" + number / 16 : number)), claim);
    }

    void begin() {
        open(MOST_TRIES);
        if (command.idempotency().isPresent() && dice.chance(10_000)) {
            later(dice.mostlyShort(2_000_000), () -> open(MOST_TRIES));
        }
    }

    private void open(int tries) {
        ask(disputes -> disputes.openDispute().open(command), this::opened, () -> {
            // without a key a call flow that got no answer cannot repeat itself safely, so it does not
            if (command.idempotency().isPresent() && tries > 0) {
                later(dice.between(0, 5_000_000), () -> open(tries - 1));
            }
        });
    }

    private void opened(Opening opening) {
        if (opening instanceof Opening.KeyReused || opening instanceof Opening.GatewayOff) {
            town.rules().broken("an opening came to " + opening);
        }
        DisputeId id = opening instanceof Opening.Opened opened
                ? opened.dispute().id()
                : ((Opening.Replayed) opening).dispute().id();
        if (dispute != null && !dispute.equals(id)) {
            town.rules().broken(id, "one key, two disputes: " + dispute + " and " + id);
        }
        if (dispute == null) {
            dispute = id;
            live();
        }
    }

    /** What becomes of it. */
    private void live() {
        if (dice.chance(30_000)) {
            watch(it -> it.status() != Status.INITIATED);
        }
        long when = dice.chance(20_000) ? 0 : dice.mostlyShort(longestMicros);
        int what = (int) dice.between(0, 99);
        if (what < 25) {
            later(when, this::release);
        } else if (what < 50) {
            later(when, () -> charge(some()));
        } else if (what < 60) {
            later(when + dice.mostlyShort(50_000), this::release);
            later(when + dice.mostlyShort(50_000), () -> charge(some()));
        } else if (what < 65) {
            later(when + dice.mostlyShort(50_000), () -> charge(some()));
            later(when + dice.mostlyShort(50_000), () -> charge(some()));
        } else if (what < 70) {
            later(when, () -> charge(Optional.of(tooMuch())));
            later(when + dice.mostlyShort(longestMicros), () -> charge(some()));
        }
        if (dice.chance(5_000)) {
            later(dice.mostlyShort(longestMicros), this::retry);
        }
        if (dice.chance(5_000)) {
            later(dice.mostlyShort(longestMicros), this::resolve);
        }
        Bank bank = town.bank(command.terms().gateway());
        if (dice.chance(2_000)) {
            later(dice.mostlyShort(longestMicros), () -> atDesk(bank));
        }
    }

    /** Somebody at the bank does something of his own accord. */
    private void atDesk(Bank bank) {
        if (dice.chance(30_000)) {
            String token = Glass.token(town.database().stored(dispute));
            if (dice.chance(50_000)) {
                bank.disableAndTell(token);
            } else {
                bank.updateAndTell(token);
            }
            return;
        }
        List<Bank.Authorization> live =
                bank.of(dispute).stream().filter(Bank.Authorization::isLive).toList();
        if (live.isEmpty() || dice.chance(20_000)) {
            boolean decided = town.database()
                    .row(dispute)
                    .filter(it -> it.dispute.status() != Status.INITIATED
                            && it.openOperation().isEmpty())
                    .isPresent();
            if (decided) {
                bank.invent(dispute, command.terms().amount());
            }
            return;
        }
        Bank.Authorization it = dice.pick(live);
        switch ((int) dice.between(0, 3)) {
            case 0 -> bank.voidAtDesk(it.id());
            case 1 -> bank.captureAtDesk(it.id(), dice.chance(50_000) ? it.amount() : Bank.half(it.amount()));
            case 2 -> bank.lapse(it.id());
            default -> bank.prolong(it.id(), Duration.ofMinutes(dice.between(1, 30)));
        }
    }

    private void release() {
        settle(disputes -> disputes.releaseHold().release(dispute, "agent"), MOST_TRIES);
    }

    private void charge(Optional<BigDecimal> amount) {
        settle(disputes -> disputes.chargeHold().charge(dispute, amount, "agent"), MOST_TRIES);
    }

    private void settle(Function<Disputes, Uni<Settling>> verb, int tries) {
        ask(verb, settling -> settled(verb, settling), () -> {
            if (tries > 0) {
                later(dice.between(0, 5_000_000), () -> settle(verb, tries - 1));
            }
        });
    }

    private void settled(Function<Disputes, Uni<Settling>> verb, Settling settling) {
        if (settling instanceof Settling.NotFound || settling instanceof Settling.MalformedAmount) {
            town.rules().broken(dispute, "a settlement came to " + settling);
        }
        if (dice.chance(10_000)) {
            later(dice.mostlyShort(20_000_000), () -> settle(verb, 0));
        }
        if (settling instanceof Settling.Accepted && dice.chance(20_000)) {
            watch(it -> it.pending().isEmpty());
        }
    }

    private void watch(java.util.function.Predicate<Dispute> until) {
        Duration atMost = Duration.ofMillis(dice.between(0, 10_000));
        ask(
                disputes -> disputes.watch().await(dispute, until, atMost),
                seen -> {
                    if (seen.isEmpty()) {
                        town.rules().broken(dispute, "waited for a dispute that is not there");
                    }
                },
                () -> {});
    }

    private void retry() {
        town.database()
                .row(dispute)
                .flatMap(Database.Row::openOperation)
                .ifPresent(open -> ask(
                        disputes -> disputes.retryOperation().retry(open.operation.id(), "admin"),
                        (Retrying answer) -> {},
                        () -> {}));
    }

    /** An admin rings the bank up, and writes down what its desk says of an operation that does not settle. */
    private void resolve() {
        Bank bank = town.bank(command.terms().gateway());
        town.database().row(dispute).flatMap(Database.Row::openOperation).ifPresent(open -> {
            Optional<Bank.Authorization> asked = switch (open.operation.kind()) {
                case CAPTURE, VOID -> open.operation.target().flatMap(bank::named);
                case AUTHORIZE ->
                    bank.of(dispute).size() == 1 ? Optional.of(bank.of(dispute).get(0)) : Optional.empty();
                case RENEW, REFRESH -> Optional.empty();
            };
            asked.filter(it -> it.status() != AuthorizationView.Status.PENDING)
                    .ifPresent(it -> ask(
                            disputes -> disputes.resolveOperation().resolve(said(open.operation.id(), it), "admin"),
                            (Resolving answer) -> {},
                            () -> {}));
        });
    }

    private static ResolveCommand said(OperationId operation, Bank.Authorization it) {
        return new ResolveCommand(
                operation,
                it.status(),
                Optional.of(it.id()),
                Optional.of(it.captured().orElse(it.amount()).amount()),
                Optional.of(Timeline.instant(it.expiresAt)),
                "by telephone");
    }

    private Optional<BigDecimal> some() {
        if (dice.chance(50_000)) {
            return Optional.empty();
        }
        Money held = command.terms().amount();
        return Optional.of(Money.ofMinorUnits(dice.between(1, held.minorUnits()), held.currency())
                .amount());
    }

    private BigDecimal tooMuch() {
        return command.terms().amount().amount().add(BigDecimal.ONE);
    }

    /** Calls some replica; without an answer in time, or with an error, it is as if nobody had been there. */
    private <T> void ask(Function<Disputes, Uni<T>> request, Consumer<T> answer, Runnable nothing) {
        List<Replica> up = town.replicas().stream().filter(Replica::isUp).toList();
        if (up.isEmpty()) {
            later(1_000_000, nothing);
            return;
        }
        boolean[] over = new boolean[1];
        Consumer<Runnable> once = then -> {
            if (!over[0]) {
                over[0] = true;
                then.run();
            }
        };
        town.timeline().after(PATIENCE, () -> once.accept(nothing));
        dice.pick(up).call(request, it -> once.accept(() -> answer.accept(it)), failure -> once.accept(nothing));
    }

    private void later(long micros, Runnable what) {
        town.timeline().afterMicros(micros, what);
    }
}
