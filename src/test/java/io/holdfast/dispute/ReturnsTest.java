package io.holdfast.dispute;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.dispute.model.Dispute;
import io.holdfast.notify.SomeDispute;
import io.holdfast.store.DisputeStore;
import io.holdfast.time.Scheduling;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class ReturnsTest {

    private final Queue<Runnable> later = new ArrayDeque<>();
    private final List<Integer> statements = new ArrayList<>();
    private boolean databaseIsAway;

    private final Returns returns = new Returns(store(), new Scheduling() {

        @Override
        public void soon(Runnable work) {
            throw new IllegalStateException("nothing is given back before more may come");
        }

        @Override
        public Cancellable after(Duration delay, Runnable work) {
            later.add(work);
            return () -> later.remove(work);
        }
    });

    @Test
    void whatComesInOneMomentGoesBackTogether() {
        // when
        add(3);
        aMomentPasses();
        add(2);
        aMomentPasses();

        // then
        assertThat(statements).containsExactly(3, 2);
        assertThat(later).isEmpty();
    }

    @Test
    void oneStatementTakesSoManyAndNoMore() {
        // when
        add(600);
        aMomentPasses();
        aMomentPasses();

        // then
        assertThat(statements).containsExactly(512, 88);
        assertThat(later).isEmpty();
    }

    @Test
    void aDatabaseThatIsAwayHoldsUpNothingThatComesLater() {
        // given
        databaseIsAway = true;
        add(1);
        aMomentPasses();

        // when
        databaseIsAway = false;
        add(2);
        aMomentPasses();

        // then
        assertThat(statements).containsExactly(1, 2);
    }

    @Test
    void whoeverStopsTakesTheRestAndWhatIsTooMuchIsLeftToItsLease() {
        // when
        add(9_000);
        List<Dispute> rest = returns.takeAll();
        aMomentPasses();

        // then
        assertThat(rest).hasSize(8_192);
        assertThat(statements).isEmpty();
        assertThat(returns.takeAll()).isEmpty();
    }

    private void add(int count) {
        Dispute dispute = SomeDispute.opened().dispute();
        for (int i = 0; i < count; i++) {
            returns.add(dispute);
        }
    }

    private void aMomentPasses() {
        later.remove().run();
    }

    private DisputeStore store() {
        return (DisputeStore) Proxy.newProxyInstance(
                DisputeStore.class.getClassLoader(),
                new Class<?>[] {DisputeStore.class},
                (proxy, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("handBack");
                    int count = ((List<?>) arguments[0]).size();
                    statements.add(count);
                    return databaseIsAway
                            ? Uni.createFrom().failure(new IllegalStateException("away"))
                            : Uni.createFrom().item(count);
                });
    }
}
