package io.holdfast.cli;

import io.holdfast.audit.HeadKey;
import io.holdfast.cli.console.Failure;
import io.holdfast.secret.TinkSealer;
import io.holdfast.secret.TokenSealer;
import io.holdfast.settings.BadSetting;
import io.holdfast.store.JdbcAddress;
import io.smallrye.config.SmallRyeConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;

/** The database that the settings name, and the keys that go with its story. */
final class AuditDatabase {

    private static final String LOGIN_SECONDS = "10";

    private final SmallRyeConfig config = Preflight.unchecked();

    Connection connect() {
        String url = setting("quarkus.datasource.jdbc.url")
                .or(() -> setting("quarkus.datasource.reactive.url").map(JdbcAddress::of))
                .orElseThrow(
                        () -> Failure.wrongUsage(
                                "quarkus.datasource.reactive.url is not set: say which database, with .username and .password"));
        try {
            JdbcAddress.requireNoLogin(JdbcAddress.REACTIVE_SETTING, url);
        } catch (BadSetting wrong) {
            throw Failure.wrongUsage(wrong.getMessage());
        }
        Properties login = new Properties();
        setting("quarkus.datasource.username").ifPresent(user -> login.setProperty("user", user));
        setting("quarkus.datasource.password").ifPresent(password -> login.setProperty("password", password));
        login.setProperty("loginTimeout", LOGIN_SECONDS);
        login.setProperty("ApplicationName", "holdfast audit");
        try {
            Connection database = new org.postgresql.Driver().connect(url, login);
            if (database == null) {
                throw Failure.wrongUsage("quarkus.datasource.jdbc.url is not the address of a PostgreSQL");
            }
            return database;
        } catch (SQLException away) {
            throw Failure.failed("the database cannot be reached: " + away.getMessage());
        }
    }

    /** Verifies the signatures of daily heads, if one is configured. */
    Optional<HeadKey> key() {
        return setting(HeadKey.VERIFYING)
                .map(HeadKey::verifying)
                .or(() -> setting(HeadKey.SIGNING)
                        .map(keyset -> HeadKey.signing(keyset).verifier()));
    }

    /** Opens payment tokens, to see that they are what was sealed, if the keyset is configured. */
    Optional<TokenSealer> sealer() {
        return setting("holdfast.crypto.keyset").map(TinkSealer::new);
    }

    private Optional<String> setting(String property) {
        return config.getOptionalValue(property, String.class).filter(value -> !value.isBlank());
    }
}
