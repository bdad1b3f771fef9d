package io.holdfast.cli;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What can be said before anything is started, in one line. */
final class Preflight {

    private static final String REACTIVE_URL = "quarkus.datasource.reactive.url";
    private static final String JDBC_URL = "quarkus.datasource.jdbc.url";

    /** As Quarkus names it: a file beside the process. */
    private static final Path CONFIG_FILE = Path.of("config", "application.properties");

    private Preflight() {}

    /** @param line empty if all is well */
    record Verdict(String line, int exitCode) {

        static final Verdict GOOD = new Verdict("", 0);

        boolean isBad() {
            return !line.isEmpty();
        }
    }

    static Verdict check() {
        SmallRyeConfig config = config();
        Optional<String> url = config.getOptionalValue(REACTIVE_URL, String.class);
        if (url.isEmpty()) {
            return bad(REACTIVE_URL
                    + ": is not set; Holdfast needs a PostgreSQL, for example postgresql://localhost:5432/holdfast"
                    + " (to try it without one, run the command \"demo\")");
        }
        if (config.getOptionalValue(JDBC_URL, String.class).isEmpty()) {
            // Migrations go to the same database unless somebody says otherwise.
            System.setProperty(JDBC_URL, jdbc(url.get()));
        }
        return Verdict.GOOD;
    }

    /** {@code postgresql://host:5432/db}, with or without {@code vertx-reactive:}, as JDBC writes it. */
    static String jdbc(String reactiveUrl) {
        String plain = reactiveUrl.startsWith("vertx-reactive:")
                ? reactiveUrl.substring("vertx-reactive:".length())
                : reactiveUrl;
        String first = plain.split(",", 2)[0].trim();
        return "jdbc:"
                + (first.startsWith("postgres://") ? "postgresql" + first.substring("postgres".length()) : first);
    }

    private static Verdict bad(String line) {
        return new Verdict(line, 2);
    }

    private static SmallRyeConfig config() {
        SmallRyeConfigBuilder builder =
                new SmallRyeConfigBuilder().addDefaultSources().addDefaultInterceptors();
        if (Files.isRegularFile(CONFIG_FILE)) {
            try {
                builder.withSources(
                        new PropertiesConfigSource(CONFIG_FILE.toUri().toURL(), 260));
            } catch (IOException e) {
                throw new IllegalStateException("cannot read " + CONFIG_FILE + ": " + e.getMessage(), e);
            }
        }
        return builder.build();
    }
}
