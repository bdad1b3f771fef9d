package io.holdfast.testing;

import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.PreparedQuery;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A pool that remembers which statements it was given. */
public final class ListeningPool extends Pool {

    private final List<String> statements = new CopyOnWriteArrayList<>();

    public ListeningPool(Pool delegate) {
        super(delegate.getDelegate());
    }

    @Override
    public PreparedQuery<RowSet<Row>> preparedQuery(String sql) {
        statements.add(sql);
        return super.preparedQuery(sql);
    }

    /** In the order in which they were sent. */
    public List<String> statements() {
        return statements;
    }
}
