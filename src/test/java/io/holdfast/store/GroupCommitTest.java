package io.holdfast.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testing.InstallationResource;
import io.holdfast.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(InstallationResource.class)
class GroupCommitTest {

    private static final Duration LONGEST = Duration.ofSeconds(30);

    private static final String INSERT = "INSERT INTO committed_together (id, n) VALUES ($1, $2) RETURNING n";

    private static final String UPDATE = "UPDATE committed_together SET n = n + $2 WHERE id = $1 RETURNING n";

    @Inject
    Pool pool;

    @BeforeEach
    void makeTable() {
        run("CREATE TABLE committed_together (id uuid PRIMARY KEY, n int NOT NULL CHECK (n >= 0))");
    }

    @AfterEach
    void dropTable() {
        run("DROP TABLE committed_together");
    }

    @Test
    void whatWaitsIsCommittedTogetherAndEachGetsItsOwnAnswer() {
        // given
        GroupCommit commits = new GroupCommit(pool);
        List<Uni<Integer>> statements = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            statements.add(insert(commits, i));
        }

        // when
        List<Integer> answers = Uni.join().all(statements).andFailFast().await().atMost(LONGEST);

        // then
        assertThat(answers).containsExactlyElementsOf(range(300));
        assertThat(count("SELECT count(*) FROM committed_together")).isEqualTo(300);
        assertThat(count("SELECT count(DISTINCT xmin::text) FROM committed_together"))
                .as("transactions")
                .isLessThan(60);
    }

    @Test
    void whoIsRefusedFailsAloneAndNobodyElseForItsSake() {
        // given
        GroupCommit commits = new GroupCommit(pool);
        List<Uni<Integer>> statements = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            boolean bad = i == 57;
            statements.add(insert(commits, bad ? -1 : i).onFailure().recoverWithItem(bad ? -57 : -1));
        }

        // when
        List<Integer> answers = Uni.join().all(statements).andFailFast().await().atMost(LONGEST);

        // then
        assertThat(answers.get(57)).isEqualTo(-57);
        assertThat(answers).doesNotContain(-1);
        assertThat(count("SELECT count(*) FROM committed_together")).isEqualTo(99);
    }

    @Test
    void twoThatLockTheSameRowsInAnyOrderNeverWaitForEachOther() {
        // given
        GroupCommit one = new GroupCommit(pool);
        GroupCommit other = new GroupCommit(pool);
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            ids.add(UUID.randomUUID());
            one.run(INSERT, ids.get(i).toString(), Tuple.of(ids.get(i), 0))
                    .await()
                    .atMost(LONGEST);
        }
        List<UUID> backwards = new ArrayList<>(ids);
        Collections.reverse(backwards);

        // when
        List<Uni<Integer>> statements = new ArrayList<>();
        for (int round = 0; round < 20; round++) {
            ids.forEach(id -> statements.add(update(one, id)));
            backwards.forEach(id -> statements.add(update(other, id)));
        }
        Uni.join().all(statements).andFailFast().await().atMost(LONGEST);

        // then
        assertThat(count("SELECT sum(n) FROM committed_together")).isEqualTo(20 * 20 * 2);
        assertThat(count("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"))
                .isZero();
    }

    @Test
    void whoComesWhenTooManyWaitForADatabaseThatHangsIsToldAtOnceAndTheOthersAreServed() {
        // given
        int most = 10;
        GroupCommit commits = new GroupCommit(pool, most);
        UUID id = UUID.randomUUID();
        commits.run(INSERT, id.toString(), Tuple.of(id, 0)).await().atMost(LONGEST);
        SqlConnection other = pool.getConnection().await().atMost(LONGEST);
        Transaction holding = other.begin().await().atMost(LONGEST);
        other.query("SELECT n FROM committed_together FOR UPDATE")
                .execute()
                .await()
                .atMost(LONGEST);
        List<CompletableFuture<Integer>> waiting = new ArrayList<>();
        for (int i = 0; i < 2 + most; i++) {
            waiting.add(update(commits, id).subscribeAsCompletionStage());
        }

        // when
        CompletableFuture<Integer> last = update(commits, id).subscribeAsCompletionStage();

        // then
        assertThat(last).isCompletedExceptionally();
        assertThat(last.handle((n, failure) -> DatabaseOutage.isBehind(failure)).join())
                .isTrue();
        assertThat(waiting).noneMatch(CompletableFuture::isDone);
        holding.rollback().await().atMost(LONGEST);
        other.close().await().atMost(LONGEST);
        CompletableFuture.allOf(waiting.toArray(CompletableFuture[]::new))
                .orTimeout(LONGEST.toSeconds(), TimeUnit.SECONDS)
                .join();
        assertThat(count("SELECT n FROM committed_together")).isEqualTo(2 + most);
    }

    private static Uni<Integer> insert(GroupCommit commits, int n) {
        UUID id = UUID.randomUUID();
        return commits.run(INSERT, id.toString(), Tuple.of(id, n))
                .map(rows -> rows.iterator().next().getInteger("n"));
    }

    private static Uni<Integer> update(GroupCommit commits, UUID id) {
        return commits.run(UPDATE, id.toString(), Tuple.of(id, 1))
                .map(rows -> rows.iterator().next().getInteger("n"));
    }

    private static List<Integer> range(int end) {
        List<Integer> range = new ArrayList<>();
        for (int i = 0; i < end; i++) {
            range.add(i);
        }
        return range;
    }

    private void run(String sql) {
        pool.query(sql).execute().await().atMost(LONGEST);
    }

    private long count(String sql) {
        return pool.query(sql)
                .execute()
                .await()
                .atMost(LONGEST)
                .iterator()
                .next()
                .getLong(0);
    }
}
