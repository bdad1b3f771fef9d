package io.holdfast.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SimulationTest {

    /** Small worlds: much happens to each dispute, and a failure is quickly told. */
    private static final int PEOPLE = 250;

    private static final long DISPUTES = Long.getLong("simulation.disputes", 50_000);
    private static final long SEED = Long.getLong("simulation.seed", 1);

    /** Worlds know nothing of each other, so as many run at once as there are cores. */
    private static final int AT_ONCE =
            Integer.getInteger("simulation.threads", Runtime.getRuntime().availableProcessors());

    @Test
    void theMoneyRulesHoldInEveryWorld() throws Exception {
        // when
        long disputes = live(DISPUTES);

        // then
        assertThat(disputes).isGreaterThanOrEqualTo(DISPUTES);
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

    /** World after world, until there were so many disputes, or one fails. @return how many there were */
    private static long live(long disputes) throws Exception {
        AtomicLong nextSeed = new AtomicLong(SEED);
        AtomicLong lived = new AtomicLong();
        AtomicBoolean failed = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try (Listening listening = new Listening()) {
            Callable<Void> worlds = () -> {
                while (lived.get() < disputes && !failed.get()) {
                    long seed = nextSeed.getAndIncrement();
                    try {
                        lived.addAndGet(Simulation.run(seed, PEOPLE).disputes());
                        listening.expectNoMistakes(seed);
                    } catch (Throwable broken) {
                        failed.set(true);
                        throw broken;
                    }
                }
                return null;
            };
            List<Future<Void>> all = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                all.add(threads.submit(worlds));
            }
            for (Future<Void> one : all) {
                rethrowing(one);
            }
        } finally {
            threads.shutdownNow();
        }
        return lived.get();
    }

    private static void rethrowing(Future<Void> one) throws Exception {
        try {
            one.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AssertionError broken) {
                throw broken;
            }
            throw e;
        }
    }
}
