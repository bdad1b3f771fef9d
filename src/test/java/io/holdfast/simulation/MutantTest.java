package io.holdfast.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The simulation can fail: each rule that is broken on purpose is noticed, and soon, in worlds that {@link SimulationTest} finds in order without that. */
class MutantTest {

    private static final int MOST_SEEDS = 40;
    private static final int PEOPLE = 250;

    @ParameterizedTest(name = "{0} is noticed")
    @EnumSource(value = Mutant.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aBrokenRuleIsNoticed(Mutant mutant) {
        try (Listening listening = new Listening()) {
            // when
            Optional<Simulation.Failed> noticed = Optional.empty();
            for (long seed = 1; seed <= MOST_SEEDS && noticed.isEmpty(); seed++) {
                noticed = failure(seed, mutant);
            }

            // then
            assertThat(noticed).isPresent();
            assertThat(noticed.get()).hasMessageContaining("seed ").hasMessageContaining(mutant.name());
        }
    }

    private static Optional<Simulation.Failed> failure(long seed, Mutant mutant) {
        try {
            Simulation.run(seed, PEOPLE, mutant);
            return Optional.empty();
        } catch (Simulation.Failed failed) {
            return Optional.of(failed);
        }
    }
}
