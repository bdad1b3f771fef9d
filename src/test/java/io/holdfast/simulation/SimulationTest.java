package io.holdfast.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SimulationTest {

    /** Small worlds: much happens to each dispute, and a failure is quickly told. */
    private static final int PEOPLE = 250;

    private static final int DISPUTES = Integer.getInteger("simulation.disputes", 100_000);
    private static final long SEED = Long.getLong("simulation.seed", 1);

    @Test
    void theMoneyRulesHoldInEveryWorld() {
        try (Listening listening = new Listening()) {
            // when
            long disputes = 0;
            for (long seed = SEED; disputes < DISPUTES; seed++) {
                disputes += Simulation.run(seed, PEOPLE).disputes();
                listening.expectNoMistakes(seed);
            }

            // then
            assertThat(disputes).isGreaterThanOrEqualTo(DISPUTES);
        }
    }

    @Test
    void theSameSeedGivesTheSameRun() {
        try (Listening listening = new Listening()) {
            // when
            Simulation.Run first = Simulation.run(SEED, PEOPLE);
            Simulation.Run second = Simulation.run(SEED, PEOPLE);
            Simulation.Run other = Simulation.run(SEED + 1, PEOPLE);

            // then
            assertThat(second).isEqualTo(first);
            assertThat(other.digest()).isNotEqualTo(first.digest());
            listening.expectNoMistakes(SEED);
        }
    }
}
