package io.holdfast.dispute;

import io.holdfast.dispute.Settlements.Verdict;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.HoldState;
import io.holdfast.dispute.model.Rejection;
import io.holdfast.dispute.model.Settlement;
import io.holdfast.dispute.model.StoryType;
import io.holdfast.money.Money;
import io.smallrye.mutiny.Uni;
import java.math.BigDecimal;
import java.util.Optional;

/** Captures a hold, all or part of it, once. */
public final class ChargeHold {

    private final Settlements settlements;

    ChargeHold(Settlements settlements) {
        this.settlements = settlements;
    }

    /**
     * @param amount in major units of the hold's currency; empty for all of it
     * @param actor the credential that asks; fails only if the database does
     */
    public Uni<Settling> charge(DisputeId id, Optional<BigDecimal> amount, String actor) {
        return settlements
                .decide(() -> settlements.find(id), Settling.NotFound::new, actor, draft -> decide(draft, amount))
                .invoke(settling -> SettlingLog.asked(settling, "charge", actor));
    }

    /** What a charge of this dispute, as it is here, would come to; nothing is recorded. As {@link #charge}. */
    public Settling foresee(Dispute dispute, Optional<BigDecimal> amount) {
        return settlements.foresee(dispute, draft -> decide(draft, amount));
    }

    private Verdict<Settling> decide(Draft draft, Optional<BigDecimal> wish) {
        Dispute dispute = draft.dispute();
        Money held = dispute.terms().amount();
        Optional<Money> amount = wish.isEmpty() ? Optional.of(held) : inCurrencyOf(held, wish.get());
        if (amount.isEmpty()) {
            return new Verdict.Answer<>(new Settling.MalformedAmount());
        }
        if (amount.get().isMoreThan(held)) {
            return rejected(Rejection.AMOUNT_EXCEEDS_HOLD);
        }
        return decide(draft, amount.get());
    }

    private Verdict<Settling> decide(Draft draft, Money amount) {
        Dispute dispute = draft.dispute();
        if (dispute.pending().isPresent()) {
            Settlement pending = dispute.pending().get();
            if (pending instanceof Settlement.Release) {
                return rejected(Rejection.ALREADY_RELEASED);
            }
            return pending.equals(new Settlement.Charge(amount))
                    ? new Verdict.Answer<>(new Settling.Repeated(dispute, false))
                    : rejected(Rejection.ALREADY_CHARGED);
        }
        return switch (dispute.status()) {
            case HELD -> {
                if (settlements.isOff(dispute)) {
                    yield new Verdict.Answer<>(new Settling.GatewayOff());
                }
                draft.change(d -> d.withPending(Optional.of(new Settlement.Charge(amount))));
                draft.tell(StoryType.CHARGE_REQUESTED, "amount", amount.toString());
                yield new Verdict.Record<>(draft, Settling.Accepted::new);
            }
            case CHARGED -> {
                Money charged = ((HoldState.Charged) dispute.state()).amount();
                yield charged.equals(amount)
                        ? new Verdict.Answer<>(new Settling.Repeated(dispute, true))
                        : rejected(Rejection.ALREADY_CHARGED);
            }
            case INITIATED, FAILED -> rejected(Rejection.NOT_HELD);
            case RELEASED -> rejected(Rejection.ALREADY_RELEASED);
            case EXPIRED -> rejected(Rejection.HOLD_EXPIRED);
        };
    }

    /** Empty if it is not more than nothing, or has more digits than the currency. */
    private static Optional<Money> inCurrencyOf(Money held, BigDecimal amount) {
        int digits = held.currency().getDefaultFractionDigits();
        if (amount.signum() <= 0 || amount.scale() > digits) {
            return Optional.empty();
        }
        return amount.precision() - amount.scale() > Money.MAX_INTEGER_DIGITS
                ? Optional.of(new Money(BigDecimal.TEN.pow(Money.MAX_INTEGER_DIGITS), held.currency()))
                : Optional.of(new Money(amount, held.currency()));
    }

    private static Verdict<Settling> rejected(Rejection rejection) {
        return new Verdict.Answer<>(new Settling.Rejected(rejection));
    }
}
