package io.holdfast.store;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;

/** Where the access journal is kept. Every method is one transaction. */
public interface AccessStore {

    /** Keeps rows. May be called again with the same ones, when it is not known whether they were kept. */
    Uni<Void> append(List<AccessRow> rows);

    /** Whether this row is kept, and so those that were given with it. */
    Uni<Boolean> keeps(AccessRow row);

    /** The detail of the newest entry that tells of a start. */
    Uni<Optional<String>> lastStart();
}
