package io.holdfast.audit;

import io.holdfast.store.AccessRow;
import io.holdfast.store.AccessStore;
import io.smallrye.mutiny.Uni;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/** Keeps rows in memory, and can be away, before or after it has kept them. */
final class MemoryAccessStore implements AccessStore {

    final List<AccessRow> rows = new ArrayList<>();
    boolean away;
    boolean losesItsAnswer;
    boolean answersLater;

    /** What lets the oldest attempt that was not answered be. */
    final Queue<Runnable> unanswered = new ArrayDeque<>();

    @Override
    public Uni<Void> append(List<AccessRow> batch) {
        if (away) {
            return Uni.createFrom().failure(new IllegalStateException("away"));
        }
        for (AccessRow row : batch) {
            boolean known =
                    rows.stream().anyMatch(it -> it.stream().equals(row.stream()) && it.sequence() == row.sequence());
            if (!known) {
                rows.add(row);
            }
        }
        if (losesItsAnswer) {
            losesItsAnswer = false;
            return Uni.createFrom().failure(new IllegalStateException("no answer"));
        }
        if (answersLater) {
            return Uni.createFrom().emitter(caller -> unanswered.add(() -> caller.complete(null)));
        }
        return Uni.createFrom().voidItem();
    }

    @Override
    public Uni<Boolean> keeps(AccessRow row) {
        if (away) {
            return Uni.createFrom().failure(new IllegalStateException("away"));
        }
        return Uni.createFrom()
                .item(rows.stream()
                        .anyMatch(it -> it.stream().equals(row.stream()) && it.sequence() == row.sequence()));
    }

    @Override
    public Uni<Optional<String>> lastStart() {
        return Uni.createFrom().item(Optional.empty());
    }

    List<AccessRow> of(AccessKind kind) {
        return rows.stream().filter(row -> row.kind().equals(kind.code())).toList();
    }
}
