package io.holdfast.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testing.InstallationResource;
import io.holdfast.testing.PostgresResource;
import io.holdfast.testing.StrictPool;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(InstallationResource.class)
class GroupCommitTest {

    private static final Duration LONGEST = Duration.ofSeconds(30);

    private static final int MOST_TOGETHER = 32;

    private static final GroupStatement INSERT = new GroupStatement(
            "INSERT INTO committed_together (id, n) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING id",
            "INSERT INTO committed_together (id, n) SELECT p1, p2 FROM json_to_recordset($1::text::json) AS r(p1 uuid, p2 int)"
                    + " ON CONFLICT DO NOTHING RETURNING id");

    private static final GroupStatement UPDATE = new GroupStatement(
            "UPDATE committed_together SET n = n + $2 WHERE id = $1 RETURNING id",
            "UPDATE committed_together SET n = n + r.p2 FROM json_to_recordset($1::text::json) AS r(p1 uuid, p2 int)"
                    + " WHERE id = r.p1 RETURNING id");

    @Inject
    Pool pool;

    @Inject
    Vertx vertx;

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
        GroupCommit commits = new GroupCommit(pool, MOST_TOGETHER);
        List<Uni<Boolean>> statements = new ArrayList<>();
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            UUID id = UUID.randomUUID();
            ids.add(id);
            if (i % 7 == 0) {
                run("INSERT INTO committed_together (id, n) VALUES ('" + id + "', 1)");
            }
            statements.add(insert(commits, id, i));
        }

        // when
        List<Boolean> answers = Uni.join().all(statements).andFailFast().await().atMost(LONGEST);

        // then
        for (int i = 0; i < 300; i++) {
            assertThat(answers.get(i)).as("whether it was there already: %s", i).isEqualTo(i % 7 != 0);
        }
        assertThat(count("SELECT count(*) FROM committed_together")).isEqualTo(300);
        assertThat(count("SELECT count(DISTINCT xmin::text) FROM committed_together"))
                .as("transactions, of which 43 were there before")
                .isLessThan(43 + 60);
    }

    @Test
    void withABatchOfOneEachIsATransactionOfItsOwn() {
        // given
        GroupCommit commits = new GroupCommit(pool, 1);
        List<Uni<Boolean>> statements = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            statements.add(insert(commits, UUID.randomUUID(), i));
        }

        // when
        Uni.join().all(statements).andFailFast().await().atMost(LONGEST);

        // then
        assertThat(count("SELECT count(DISTINCT xmin::text) FROM committed_together"))
                .isEqualTo(50);
    }

    @Test
    void whoeverWaitsToChangeTheSameRowHasATurnOfHisOwn() {
        // given: as many changes of one row as of all the others
        GroupCommit commits = new GroupCommit(pool, MOST_TOGETHER);
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            ids.add(UUID.randomUUID());
            insert(commits, ids.get(i), 0).await().atMost(LONGEST);
        }
        List<Uni<Boolean>> statements = new ArrayList<>();
        for (UUID id : ids) {
            statements.add(update(commits, id));
            statements.add(update(commits, ids.get(0)));
        }

        // when
        List<Boolean> answers = Uni.join().all(statements).andFailFast().await().atMost(LONGEST);

        // then
        assertThat(answers).hasSize(80).containsOnly(true);
        assertThat(count("SELECT n FROM committed_together WHERE id = '" + ids.get(0) + "'"))
                .isEqualTo(41);
        assertThat(count("SELECT sum(n) FROM committed_together")).isEqualTo(80);
    }

    @Test
    void whoIsRefusedFailsAloneAndNobodyElseForItsSake() {
        // given
        GroupCommit commits = new GroupCommit(pool, MOST_TOGETHER);
        List<Uni<Boolean>> statements = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            statements.add(insert(commits, UUID.randomUUID(), i == 57 ? -1 : i)
                    .onFailure()
                    .recoverWithItem(false));
        }

        // when
        List<Boolean> answers = Uni.join().all(statements).andFailFast().await().atMost(LONGEST);

        // then
        for (int i = 0; i < 100; i++) {
            assertThat(answers.get(i)).as("%s", i).isEqualTo(i != 57);
        }
        assertThat(count("SELECT count(*) FROM committed_together")).isEqualTo(99);
    }

    @Test
    void whatFindsNoMemoryTogetherIsCommittedOneByOne() {
        // given
        refuseMany("53200");
        GroupCommit commits = new GroupCommit(pool, MOST_TOGETHER);

        // when
        List<Boolean> answers = inserted(commits);

        // then
        assertThat(answers).hasSize(100).containsOnly(true);
        assertThat(count("SELECT count(*) FROM committed_together")).isEqualTo(100);
    }

    @Test
    void whatFindsNoRoomOnTheDiskIsNotSentAgainAtOnce() {
        // given
        refuseMany("53100");
        GroupCommit commits = new GroupCommit(pool, MOST_TOGETHER);

        // when
        List<Boolean> answers = inserted(commits);

        // then
        long committed = answers.stream().filter(Boolean::booleanValue).count();
        assertThat(committed).isLessThan(100);
        assertThat(count("SELECT count(*) FROM committed_together")).isEqualTo(committed);
    }

    /** A statement of more than one row finds the database in that state. */
    private void refuseMany(String state) {
        run("CREATE OR REPLACE FUNCTION refuse_many() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                + " IF (SELECT count(*) FROM new_rows) > 1 THEN RAISE EXCEPTION USING ERRCODE = '" + state
                + "'; END IF; RETURN NULL; END $$");
        run("CREATE TRIGGER refuse_many AFTER INSERT ON committed_together REFERENCING NEW TABLE AS new_rows"
                + " FOR EACH STATEMENT EXECUTE FUNCTION refuse_many()");
    }

    /** A hundred at once. */
    private static List<Boolean> inserted(GroupCommit commits) {
        return Uni.join()
                .all(IntStream.range(0, 100)
                        .mapToObj(i -> insert(commits, UUID.randomUUID(), i)
                                .onFailure(DatabaseOutage::isBehind)
                                .recoverWithItem(false))
                        .toList())
                .andFailFast()
                .await()
                .atMost(LONGEST);
    }

    @Test
    void twoThatLockTheSameRowsInAnyOrderNeverWaitForEachOther() {
        // given
        GroupCommit one = new GroupCommit(pool, MOST_TOGETHER);
        GroupCommit other = new GroupCommit(pool, MOST_TOGETHER);
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            ids.add(UUID.randomUUID());
            insert(one, ids.get(i), 0).await().atMost(LONGEST);
        }
        // PostgreSQL goes from row to row of the statement, in its order, where reading the whole table would cost
        // more; one read whole is locked as it lies, and that changes.
        run("INSERT INTO committed_together (id, n) SELECT gen_random_uuid(), 0 FROM generate_series(1, 200000)");
        run("ANALYZE committed_together");
        List<UUID> backwards = new ArrayList<>(ids);
        Collections.reverse(backwards);

        // when
        List<Uni<Boolean>> statements = new ArrayList<>();
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
        GroupCommit commits = new GroupCommit(pool, MOST_TOGETHER, most);
        UUID id = UUID.randomUUID();
        insert(commits, id, 0).await().atMost(LONGEST);
        SqlConnection other = pool.getConnection().await().atMost(LONGEST);
        Transaction holding = lock(other, id);
        List<CompletableFuture<Boolean>> waiting = new ArrayList<>();
        for (int i = 0; i < 1 + most; i++) {
            waiting.add(update(commits, id).subscribeAsCompletionStage());
        }

        // when
        CompletableFuture<Boolean> last = update(commits, id).subscribeAsCompletionStage();

        // then
        assertThat(last).isCompletedExceptionally();
        assertThat(last.handle((changed, failure) -> DatabaseOutage.isBehind(failure))
                        .join())
                .isTrue();
        assertThat(waiting).noneMatch(CompletableFuture::isDone);
        holding.rollback().await().atMost(LONGEST);
        other.close().await().atMost(LONGEST);
        CompletableFuture.allOf(waiting.toArray(CompletableFuture[]::new))
                .orTimeout(LONGEST.toSeconds(), TimeUnit.SECONDS)
                .join();
        assertThat(count("SELECT n FROM committed_together")).isEqualTo(1 + most);
    }

    @Test
    void whoWaitsForARowThatSomebodyElseLocksHoldsUpNobodyOfOtherRows() {
        // given
        GroupCommit commits = new GroupCommit(pool, MOST_TOGETHER);
        UUID locked = UUID.randomUUID();
        insert(commits, locked, 0).await().atMost(LONGEST);
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            ids.add(UUID.randomUUID());
            insert(commits, ids.get(i), 0).await().atMost(LONGEST);
        }
        SqlConnection other = pool.getConnection().await().atMost(LONGEST);
        Transaction holding = lock(other, locked);
        List<CompletableFuture<Boolean>> waiting = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            waiting.add(update(commits, locked).subscribeAsCompletionStage());
        }

        // when
        List<Boolean> answers = Uni.join()
                .all(ids.stream().map(id -> update(commits, id)).toList())
                .andFailFast()
                .await()
                .atMost(LONGEST);

        // then
        assertThat(answers).containsOnly(true);
        assertThat(waiting).noneMatch(CompletableFuture::isDone);
        holding.rollback().await().atMost(LONGEST);
        other.close().await().atMost(LONGEST);
        CompletableFuture.allOf(waiting.toArray(CompletableFuture[]::new))
                .orTimeout(LONGEST.toSeconds(), TimeUnit.SECONDS)
                .join();
        assertThat(count("SELECT n FROM committed_together WHERE id = '" + locked + "'"))
                .isEqualTo(5);
    }

    @Test
    void whoseRowIsLockedForLongerThanTheOperatorAllowsIsAskedToComeBackAndNobodyElse() {
        // given
        Pool impatient = StrictPool.with(vertx, "lock_timeout", "300ms");
        GroupCommit commits = new GroupCommit(impatient, MOST_TOGETHER);
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            ids.add(UUID.randomUUID());
            insert(commits, ids.get(i), 0).await().atMost(LONGEST);
        }
        SqlConnection other = pool.getConnection().await().atMost(LONGEST);
        Transaction holding = lock(other, ids.get(10));

        // when
        List<Boolean> answers = Uni.join()
                .all(ids.stream()
                        .map(id -> update(commits, id)
                                .onFailure(DatabaseOutage::isBehind)
                                .recoverWithItem(false))
                        .toList())
                .andFailFast()
                .await()
                .atMost(LONGEST);

        // then
        for (int i = 0; i < 20; i++) {
            assertThat(answers.get(i)).as("%s", i).isEqualTo(i != 10);
        }
        holding.rollback().await().atMost(LONGEST);
        other.close().await().atMost(LONGEST);
        assertThat(count("SELECT sum(n) FROM committed_together")).isEqualTo(19);
        impatient.close().await().atMost(LONGEST);
    }

    private static Transaction lock(SqlConnection connection, UUID id) {
        Transaction holding = connection.begin().await().atMost(LONGEST);
        connection
                .query("SELECT n FROM committed_together WHERE id = '" + id + "' FOR UPDATE")
                .execute()
                .await()
                .atMost(LONGEST);
        return holding;
    }

    private static Uni<Boolean> insert(GroupCommit commits, UUID id, int n) {
        return commits.run(INSERT, id.toString(), List.of(id, n));
    }

    private static Uni<Boolean> update(GroupCommit commits, UUID id) {
        return commits.run(UPDATE, id.toString(), List.of(id, 1));
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
