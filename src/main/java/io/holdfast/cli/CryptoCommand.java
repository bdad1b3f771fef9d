package io.holdfast.cli;

import io.holdfast.cli.console.Failure;
import io.holdfast.cli.console.Progress;
import io.holdfast.cli.console.SqlFault;
import io.holdfast.cli.console.Terminal;
import io.holdfast.secret.Keysets;
import io.holdfast.secret.SecretsSettings;
import io.holdfast.secret.TinkSealer;
import io.holdfast.settings.BadSetting;
import io.holdfast.store.Resealing;
import io.smallrye.config.SmallRyeConfig;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.LongAdder;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Changes the key that seals payment tokens. */
@Command(
        name = "crypto",
        mixinStandardHelpOptions = true,
        description = "Changes the key that seals payment tokens.",
        subcommands = {CryptoCommand.Rotate.class, CryptoCommand.Keyset.class})
public final class CryptoCommand implements Callable<Integer> {

    /** A step of the work is far shorter; a database that hangs does not hold a terminal for ever. */
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(60);

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return CommandLine.ExitCode.USAGE;
    }

    /** Exit codes: 0 everything is sealed by the newest key, 1 not everything, 2 a bad setting. */
    @Command(
            name = "rotate",
            mixinStandardHelpOptions = true,
            description = {
                "Seals everything with the primary key of holdfast.crypto.keyset again, beside replicas that go on working."
                        + " May be ended at any moment and begun again.",
                "With --keyset-file it makes a new key first, and gives the replicas time to take it up."
            })
    static final class Rotate implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @Option(
                names = "--keyset-file",
                paramLabel = "<file>",
                description =
                        "The file that the replicas read the keyset from. A new key is added to it, made the primary one once every"
                                + " replica knows it, and everything is sealed with it.")
        private Path file;

        @Option(
                names = "--settle",
                paramLabel = "<time>",
                description =
                        "How long to wait until every replica has read a changed keyset, such as 150s or 5m. Default: two and"
                                + " a half times holdfast.secrets.refresh, which is 150s if that is not set; less than twice is refused.")
        private String given;

        private long settleSeconds;

        @Option(
                names = "--drop-old",
                description = "Take the older keys out of the file when nothing is sealed with them any more.")
        private boolean dropOld;

        @Override
        public Integer call() throws InterruptedException {
            Terminal terminal = Terminal.of(spec);
            if (dropOld && file == null) {
                throw Failure.wrongUsage("--drop-old needs --keyset-file");
            }
            try {
                return rotate(terminal);
            } catch (BadSetting wrong) {
                throw Failure.wrongUsage(wrong.getMessage());
            } catch (SQLException failure) {
                throw Failure.failed("the database: " + SqlFault.told(failure)
                        + ". Nothing is lost: begin it again when that is mended, and it goes on with what is left");
            }
        }

        private Integer rotate(Terminal terminal) throws SQLException, InterruptedException {
            SmallRyeConfig config = GivenSettings.readable();
            settleSeconds = settleSeconds(
                    config.getConfigMapping(SecretsSettings.class).refresh().toSeconds());
            String begun = file == null ? configured(config) : KeysetFile.read(file);
            requireRightOne(config, begun);
            String keyset = file == null ? begun : newKey(begun, terminal);
            requireNone(reseal(config, keyset, terminal).left());
            if (Keysets.size(keyset) > 1) {
                // A replica that still seals with an older key has shown nothing of it if it had nothing to seal.
                settle(terminal, "to see whether a replica seals with an older key still");
                requireStill(keyset);
                Sealed again = reseal(config, keyset, terminal);
                requireNone(again.anew() + again.left());
            }
            requireStill(keyset);
            if (dropOld) {
                KeysetFile.write(file, Keysets.withPrimaryOnly(keyset));
            }
            terminal.out()
                    .println("Everything is sealed with the primary key. "
                            + (dropOld ? "The older keys are gone." : older(keyset)));
            terminal.out().flush();
            return CommandLine.ExitCode.OK;
        }

        private long settleSeconds(long refresh) {
            if (given == null) {
                return refresh * 5 / 2;
            }
            long wanted = TimeOption.parse("--settle", given).toSeconds();
            if (wanted < 2 * refresh) {
                throw Failure.wrongUsage("--settle is at least twice holdfast.secrets.refresh, which is " + refresh
                        + " seconds: a replica may read a changed keyset that late");
            }
            return wanted;
        }

        private static void requireNone(long byAnOlderKey) {
            if (byAnOlderKey > 0) {
                throw Failure.failed(byAnOlderKey
                        + (byAnOlderKey == 1 ? " was" : " were")
                        + " sealed with an older key meanwhile: a replica does not use the new one yet."
                        + " Give it the new keyset and run this again; keep the older keys until then");
            }
        }

        private static String older(String keyset) {
            return Keysets.size(keyset) > 1
                    ? "The older keys can be taken out, once every replica has the keyset: crypto keyset drop-old"
                    : "There is no older one.";
        }

        /** Before anything is changed: a new key in the keyset of another installation would help nobody, and be taken up by its replicas. */
        private static void requireRightOne(SmallRyeConfig config, String keyset) throws SQLException {
            try (Connection database = connect(config)) {
                if (!new Resealing(database, new TinkSealer(keyset), Keysets.primaryPrefix(keyset)).canOpenAll()) {
                    throw Failure.failed("the keyset does not open what is stored, nothing was changed."
                            + " Is it that of this database, with all keys that are still in use?");
                }
            }
        }

        /** Both halves are left out if an earlier run has done them. */
        private String newKey(String given, Terminal terminal) throws InterruptedException {
            String keyset = given;
            if (Keysets.size(keyset) == 1) {
                requireStill(keyset);
                keyset = Keysets.withNewKey(keyset);
                KeysetFile.write(file, keyset);
            }
            if (Keysets.hasNewerThanPrimary(keyset)) {
                settle(terminal, "until every replica can open with the new key");
                requireStill(keyset);
                keyset = Keysets.withNewestPrimary(keyset);
                KeysetFile.write(file, keyset);
            }
            // also if an earlier run has promoted it: that may be a moment ago
            settle(terminal, "until every replica seals with it");
            requireStill(keyset);
            return keyset;
        }

        private void requireStill(String keyset) {
            if (file != null) {
                KeysetFile.requireStill(file, keyset);
            }
        }

        private void settle(Terminal terminal, String until) throws InterruptedException {
            try (Progress progress = new Progress(terminal, "waiting " + until, OptionalLong.of(settleSeconds))) {
                for (long second = 0; second < settleSeconds; second++) {
                    Thread.sleep(Duration.ofSeconds(1).toMillis());
                    progress.advance(1);
                }
            }
        }

        /**
         * @param anew how many were sealed again
         * @param left how many an older key has sealed even so
         */
        private record Sealed(long anew, long left) {}

        private static Sealed reseal(SmallRyeConfig config, String keyset, Terminal terminal) throws SQLException {
            try (Connection database = connect(config)) {
                Resealing resealing = new Resealing(database, new TinkSealer(keyset), Keysets.primaryPrefix(keyset));
                LongAdder anew = new LongAdder();
                try (Progress progress =
                        new Progress(terminal, "sealing again", OptionalLong.of(resealing.remaining()))) {
                    long left = resealing.run(done -> {
                        anew.add(done);
                        progress.advance(done);
                    });
                    return new Sealed(anew.sum(), left);
                }
            }
        }
    }

    /** Steps by hand, for keysets that are not in a file. */
    @Command(
            name = "keyset",
            mixinStandardHelpOptions = true,
            description =
                    "Prints holdfast.crypto.keyset changed: add a key, make the newest one the primary, or drop all others.")
    static final class Keyset implements Callable<Integer> {

        /** What to change. */
        enum Step {
            ADD_KEY("add-key"),
            PROMOTE("promote"),
            DROP_OLD("drop-old");

            private final String word;

            Step(String word) {
                this.word = word;
            }

            /** As it is typed. */
            @Override
            public String toString() {
                return word;
            }
        }

        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "<step>", description = "add-key, promote or drop-old, one after the other.")
        private Step step;

        @Override
        public Integer call() {
            try {
                String keyset = configured(GivenSettings.unchecked());
                String changed = switch (step) {
                    case ADD_KEY -> Keysets.withNewKey(keyset);
                    case PROMOTE -> Keysets.withNewestPrimary(keyset);
                    case DROP_OLD -> Keysets.withPrimaryOnly(keyset);
                };
                spec.commandLine().getOut().println(changed);
                return CommandLine.ExitCode.OK;
            } catch (BadSetting wrong) {
                throw Failure.wrongUsage(wrong.getMessage());
            }
        }
    }

    private static String configured(SmallRyeConfig config) {
        return GivenSettings.value(config, "holdfast.crypto.keyset")
                .orElseThrow(() -> new BadSetting("holdfast.crypto.keyset", "is not set"));
    }

    private static Connection connect(SmallRyeConfig config) throws SQLException {
        return CommandDatabase.of("crypto", config, LONGEST_SILENCE).connect();
    }
}
