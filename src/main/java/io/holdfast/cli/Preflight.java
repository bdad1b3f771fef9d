package io.holdfast.cli;

import io.holdfast.cli.console.Failure;
import io.holdfast.settings.BadSetting;
import io.holdfast.store.JdbcAddress;
import io.smallrye.config.SmallRyeConfig;
import io.vertx.pgclient.PgConnectOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What can be said before anything is started, in one line. */
final class Preflight {

    private static final String REACTIVE_URL = JdbcAddress.REACTIVE_SETTING;
    private static final String JDBC_URL = JdbcAddress.SETTING;
    private static final List<String> PORTS = List.of("quarkus.http.port", "quarkus.management.port");

    /**
     * Each ends what it is about, money or a record. A bare number means seconds to the library, and days to whoever forgot the unit: 400 would leave the disputes of
     * the last seven minutes.
     */
    private static final List<String> WITH_A_UNIT = List.of(
            "holdfast.retention",
            "holdfast.hold.max-age",
            "holdfast.hold.renew-before",
            "holdfast.token.refresh-after",
            "holdfast.reconcile.every");

    /** Times that are added to an instant or taken from one: beyond what a database's time holds, a hold could be placed and not written down. */
    private static final List<String> WITH_AN_END = List.of(
            "holdfast.database.start-timeout",
            "holdfast.desk.lapsing-within",
            "holdfast.hold.max-age",
            "holdfast.hold.patience",
            "holdfast.hold.renew-before",
            "holdfast.hold.slow-pace",
            "holdfast.reconcile.every",
            "holdfast.reconcile.settle",
            "holdfast.retention",
            "holdfast.token.refresh-after");

    private static final Duration LONGEST = Duration.ofDays(36_500);

    private static final Pattern NAMES_A_DATABASE = Pattern.compile("\\w+://[^/?]*/[^?]+(?:\\?.*)?");

    private static final Pattern BARE_NUMBER = Pattern.compile("\\s*[+-]?\\d+\\s*");

    private Preflight() {}

    /** @param line empty if all is well */
    record Verdict(String line, int exitCode) {

        static final Verdict GOOD = new Verdict("", 0);

        boolean isBad() {
            return !line.isEmpty();
        }
    }

    /** Bad values of Holdfast's own settings, and a missing database. What only the parts themselves can judge comes when they start. */
    static Verdict check() {
        SmallRyeConfig config;
        try {
            config = GivenSettings.readable();
        } catch (Failure wrong) {
            return bad(wrong.getMessage());
        }
        Optional<String> url = config.getOptionalValue(REACTIVE_URL, String.class);
        if (url.isEmpty()) {
            return bad(REACTIVE_URL
                    + ": is not set; Holdfast needs a PostgreSQL, for example postgresql://localhost:5432/holdfast"
                    + " (to try it without one, run the command \"demo\")");
        }
        if (!isDatabase(url.get())) {
            return bad(REACTIVE_URL
                    + ": is the address of a PostgreSQL, for example postgresql://localhost:5432/holdfast"
                    + (url.get().contains(",")
                            ? "; of several servers each has a whole one, with commas between"
                            : ""));
        }
        for (String port : PORTS) {
            if (!isPort(config.getConfigValue(port).getValue())) {
                return bad(port + ": is a port number from 0 to 65535");
            }
        }
        for (String span : WITH_A_UNIT) {
            String value = config.getConfigValue(span).getValue();
            if (value != null && BARE_NUMBER.matcher(value).matches()) {
                return bad(span + ": needs a unit, such as d for days");
            }
        }
        for (String span : WITH_AN_END) {
            Optional<Duration> value = config.getOptionalValue(span, Duration.class);
            if (value.filter(it -> it.compareTo(LONGEST) > 0).isPresent()) {
                return bad(span + ": must be " + LONGEST.toDays() + "d or less");
            }
        }
        try {
            JdbcAddress.requireNoLogin(REACTIVE_URL, url.get());
            StartRules.check(config);
        } catch (BadSetting wrong) {
            return bad(wrong.getMessage());
        }
        if (config.getOptionalValue(JDBC_URL, String.class).isEmpty()) {
            // Migrations go to the same database unless somebody says otherwise.
            System.setProperty(JDBC_URL, JdbcAddress.of(url.get()));
        }
        return Verdict.GOOD;
    }

    /**
     * Whether both drivers can read it, which else would say so themselves, without the property. There may be several, with commas. Where no database is named, one driver looks
     * for one called {@code db}, and the other takes the address for none of its own.
     */
    private static boolean isDatabase(String urls) {
        try {
            for (String url : urls.split(",")) {
                PgConnectOptions.fromUri(JdbcAddress.plain(url));
            }
            return Stream.of(urls.split(",")).map(JdbcAddress::plain).allMatch(NAMES_A_DATABASE.asMatchPredicate());
        } catch (IllegalArgumentException unreadable) {
            return false;
        }
    }

    private static boolean isPort(String value) {
        try {
            int port = value == null ? 0 : Integer.parseInt(value.trim());
            return 0 <= port && port <= 65_535;
        } catch (NumberFormatException words) {
            return false;
        }
    }

    private static Verdict bad(String line) {
        return new Verdict(line, 2);
    }
}
