package io.holdfast.cli;

import io.holdfast.secret.TinkSealer;
import io.holdfast.store.SchemaAtStart;
import io.quarkus.arc.Arc;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.flywaydb.core.Flyway;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Brings the database up to date. Exit codes: 0 it is, 1 it could not be, 2 a bad or missing setting. */
@Command(
        name = "migrate",
        mixinStandardHelpOptions = true,
        description = "Brings the database up to date, and says what it did. Safe to repeat, and while replicas run.")
public final class MigrateCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        System.setProperty("holdfast.database.migrate-at-start", "true");
        // It needs the database only. Nothing is sealed here, so the job that migrates need not be trusted with the
        // keyset.
        System.setProperty("holdfast.crypto.keyset", TinkSealer.newKeyset());
        return Headless.boot(this::report);
    }

    private int report() {
        PrintWriter out = spec.commandLine().getOut();
        List<String> done = Arc.container().instance(SchemaAtStart.class).get().done();
        done.forEach(migration -> out.println("applied " + migration));
        String version = Arc.container()
                .instance(Flyway.class)
                .get()
                .info()
                .current()
                .getVersion()
                .getVersion();
        out.println((done.isEmpty() ? "Nothing to do: the" : "The") + " database is up to date, at V" + version + ".");
        out.flush();
        return 0;
    }
}
