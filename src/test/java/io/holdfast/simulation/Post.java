package io.holdfast.simulation;

import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.GatewayEvent;
import io.holdfast.money.Money;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Brings the banks' news to some replica: at once, late, twice, out of order, or not at all; and again as long as nobody says that it was kept. News of a
 * bank that can be asked may even lie, because nobody believes it.
 */
final class Post implements Bank.Newspaper {

    private static final Duration UNTIL_DELIVERED_AGAIN = Duration.ofSeconds(30);
    private static final int MOST_ATTEMPTS = 40;

    private final Town town;
    private final Dice dice;
    private int lies;

    Post(Town town, Dice dice) {
        this.town = town;
        this.dice = dice;
    }

    @Override
    public void print(Bank bank, GatewayEvent event) {
        Troubles now = town.world().troubles();
        boolean lost = bank.canBeAsked() && dice.chance(now.newsLost());
        int copies = lost ? 0 : dice.chance(now.newsRepeated()) ? 2 : 1;
        GatewayEvent printed = perhapsWithoutDispute(bank, event);
        for (int i = 0; i < copies; i++) {
            send(bank, printed, delay(now));
        }
        if (bank.canBeAsked() && event.view().isPresent() && dice.chance(now.newsLies())) {
            send(bank, perhapsWithoutDispute(bank, lie(event)), delay(now));
        }
    }

    private long delay(Troubles now) {
        return dice.chance(now.newsLate()) ? dice.between(1_000_000, 1_500_000_000) : dice.mostlyShort(3_000_000);
    }

    private void send(Bank bank, GatewayEvent event, long inMicros) {
        town.timeline().afterMicros(inMicros, () -> deliver(bank, event, 0));
    }

    private void deliver(Bank bank, GatewayEvent event, int attempts) {
        if (attempts > MOST_ATTEMPTS && bank.canBeAsked()) {
            return;
        }
        List<Replica> up = town.replicas().stream().filter(Replica::isUp).toList();
        boolean[] accepted = new boolean[1];
        if (!up.isEmpty()) {
            // what nobody asked for is known by its dispute only
            event.authorizationId()
                    .flatMap(bank::named)
                    .filter(it -> !it.invented || event.disputeId().isPresent())
                    .ifPresent(bank::told);
            dice.pick(up).receive(bank, event, () -> accepted[0] = true);
        }
        town.timeline().after(UNTIL_DELIVERED_AGAIN, () -> {
            if (!accepted[0]) {
                deliver(bank, event, attempts + 1);
            }
        });
    }

    /** The copies of an event have its id, so they say the same. */
    private GatewayEvent perhapsWithoutDispute(Bank bank, GatewayEvent event) {
        return bank.canBeAsked() && event.view().isPresent() && dice.chance(10_000) ? withoutDispute(event) : event;
    }

    private GatewayEvent withoutDispute(GatewayEvent event) {
        return new GatewayEvent(event.id(), event.type(), Optional.empty(), event.authorizationId(), event.view());
    }

    private GatewayEvent lie(GatewayEvent truth) {
        AuthorizationView view = truth.view().orElseThrow();
        AuthorizationView.Status status = dice.pick(List.of(AuthorizationView.Status.values()));
        boolean other = dice.chance(10_000);
        AuthorizationId id = other ? new AuthorizationId("auth_of_nobody") : view.id();
        Optional<Money> amount = dice.chance(20_000) ? view.amount().map(Bank::half) : view.amount();
        Optional<DisputeId> dispute = truth.disputeId();
        AuthorizationView lie = new AuthorizationView(
                id,
                status,
                amount,
                status == AuthorizationView.Status.CAPTURED ? amount : Optional.empty(),
                Optional.of("do_not_honor").filter(it -> status == AuthorizationView.Status.DECLINED),
                false,
                view.expiresAt(),
                dispute);
        return new GatewayEvent("lie_" + lies++, truth.type(), dispute, Optional.of(id), Optional.of(lie));
    }
}
