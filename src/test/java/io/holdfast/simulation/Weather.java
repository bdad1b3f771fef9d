package io.holdfast.simulation;

import io.holdfast.gateway.GatewayOutcome.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Lets calls fare as the troubles of the world have it. Cards are declined, and decisions put off, in calm times too. */
final class Weather implements Temper {

    private static final List<Fate.Verdict> NOS =
            List.of(Fate.Verdict.NO, Fate.Verdict.NO, Fate.Verdict.ACTION_REQUIRED);

    private final Dice dice;
    private final World world;

    Weather(Dice dice, World world) {
        this.dice = dice;
        this.world = world;
    }

    @Override
    public Fate fate(Call call) {
        Troubles now = world.troubles();
        Fate fate = Fate.plain();
        fate.verdict = verdict(call);
        fate.thereMicros = 1_000 + dice.mostlyShort(400_000);
        fate.backMicros = 1_000 + dice.mostlyShort(400_000);
        fate.laterMicros = dice.mostlyShort(dice.chance(20_000) ? 1_200_000_000L : 60_000_000L);
        if (dice.chance(now.notSent())) {
            fate.notSent = Optional.of(dice.pick(List.of(
                    Reason.NO_CONNECTION,
                    Reason.BULKHEAD_FULL,
                    Reason.CREDENTIALS,
                    Reason.RATE_LIMITED,
                    Reason.PACED)));
        }
        if (dice.chance(now.lost())) {
            fate.arrives = false;
            fate.answer = Fate.Answer.NONE;
        }
        if (dice.chance(now.answerLost())) {
            fate.answer = Fate.Answer.NONE;
        }
        if (dice.chance(now.reset())) {
            fate.answer = Fate.Answer.RESET;
        }
        if (dice.chance(now.serverError())) {
            fate.answer = Fate.Answer.SERVER_ERROR;
            fate.arrives = dice.chance(50_000);
        }
        if (dice.chance(now.unreadable())) {
            fate.answer = Fate.Answer.UNREADABLE;
        }
        if (dice.chance(now.wrongEcho())) {
            fate.answer = Fate.Answer.OTHER_AMOUNT;
        }
        if (dice.chance(now.slow())) {
            fate.thereMicros = dice.between(0, 90_000_000);
        }
        if (dice.chance(now.slow())) {
            fate.backMicros = dice.between(0, 40_000_000);
        }
        if (dice.chance(now.repeated())) {
            fate.repeatedAfterMicros = Optional.of(dice.between(0, dice.chance(20_000) ? 600_000_000L : 5_000_000L));
        }
        if (dice.chance(10_000)) {
            fate.retryAfter = Optional.of(Duration.ofMillis(dice.between(0, 90_000)));
        }
        return fate;
    }

    private Fate.Verdict verdict(Call call) {
        int throwOf = (int) dice.between(0, 999);
        return switch (call) {
            case AUTHORIZE ->
                throwOf < 100
                        ? dice.pick(NOS)
                        : throwOf < 180
                                ? Fate.Verdict.LATER_YES
                                : throwOf < 220
                                        ? Fate.Verdict.LATER_NO
                                        : throwOf < 235
                                                ? Fate.Verdict.OTHER_AMOUNT
                                                : throwOf < 245 ? Fate.Verdict.CAPTURED_AT_ONCE : Fate.Verdict.YES;
            case RENEW ->
                throwOf < 80
                        ? Fate.Verdict.NO
                        : throwOf < 120
                                ? Fate.Verdict.LATER_YES
                                : throwOf < 150
                                        ? Fate.Verdict.LATER_NO
                                        : throwOf < 165
                                                ? Fate.Verdict.OTHER_AMOUNT
                                                : throwOf < 170 ? Fate.Verdict.CAPTURED_AT_ONCE : Fate.Verdict.YES;
            case CAPTURE ->
                throwOf < 50 ? Fate.Verdict.NO : throwOf < 60 ? Fate.Verdict.OTHER_AMOUNT : Fate.Verdict.YES;
            case REFRESH -> throwOf < 100 ? Fate.Verdict.NO : Fate.Verdict.YES;
            case VOID, FIND, SEARCH -> Fate.Verdict.YES;
        };
    }
}
