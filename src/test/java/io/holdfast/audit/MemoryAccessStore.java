package io.holdfast.audit;

import io.holdfast.store.AccessRow;
import io.holdfast.store.AccessStore;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keeps rows in memory, and can be away, before or after it has kept them. */
final class MemoryAccessStore implements AccessStore {

    final List<AccessRow> rows = new ArrayList<>();
    boolean away;
    boolean losesItsAnswer;

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
        return Uni.createFrom().voidItem();
    }

    @Override
    public Uni<Optional<String>> lastStart() {
        return Uni.createFrom().item(Optional.empty());
    }

    List<AccessRow> of(AccessKind kind) {
        return rows.stream().filter(row -> row.kind().equals(kind.code())).toList();
    }
}
