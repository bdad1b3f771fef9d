package io.holdfast.store;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How a start deals with the database, and how long callers wait for it. */
@ConfigMapping(prefix = "holdfast.database")
public interface DatabaseSettings {

    /** Whether {@code serve} brings the schema up to date. If not, it only looks whether somebody has, and refuses to start on another one. */
    @WithDefault("true")
    boolean migrateAtStart();

    /** Whether a start looks at the schema at all; off for the command {@code doctor}, which looks by itself. */
    @WithDefault("true")
    boolean checkAtStart();

    /** How long a start waits for a database that is away, such as one that is being restarted too, or that takes connections and says nothing. Migrations may take as long as they need. */
    @WithDefault("30s")
    Duration startTimeout();

    /**
     * A database that says nothing for so long counts as away for the caller who waits, whatever it does later; a connection that nobody uses for so long is closed, and so
     * is one that says nothing for three times as long.
     */
    @WithDefault("10s")
    Duration timeout();

    /** How many statements may wait for a connection; more are refused at once. */
    @WithDefault("2000")
    int maxWaiting();

    /**
     * How many disputes one statement writes at most, when as many wait to be written. With 1 each statement writes one, as a database that is distributed by
     * {@code dispute_id} wants it.
     */
    @WithDefault("32")
    int batchSize();
}
