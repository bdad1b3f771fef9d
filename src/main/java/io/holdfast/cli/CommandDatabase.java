package io.holdfast.cli;

import io.holdfast.audit.HeadKey;
import io.holdfast.cli.console.Failure;
import io.holdfast.secret.TinkSealer;
import io.holdfast.secret.TokenSealer;
import io.holdfast.settings.BadSetting;
import io.holdfast.store.DatabaseOutage;
import io.holdfast.store.JdbcAddress;
import io.smallrye.config.SmallRyeConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;

/** The database that the settings name, and the keys that go with its story, for a command that needs no application. */
final class CommandDatabase {

    private static final Duration LOGIN = Duration.ofSeconds(10);

    private final String command;
    private final SmallRyeConfig config;
    private final Optional<Duration> longestSilence;

    private CommandDatabase(String command, SmallRyeConfig config, Optional<Duration> longestSilence) {
        this.command = command;
        this.config = config;
        this.longestSilence = longestSilence;
    }

    /** For one that reads all there is: a statement of it may take as long as it likes. */
    static CommandDatabase forAudit() {
        return new CommandDatabase("audit", GivenSettings.unchecked(), Optional.empty());
    }

    /** @param longestSilence of a server that was asked something; after it the statement fails */
    static CommandDatabase of(String command, SmallRyeConfig config, Duration longestSilence) {
        return new CommandDatabase(command, config, Optional.of(longestSilence));
    }

    /**
     * @throws Failure if the settings name none, or a host that there is not
     * @throws SQLException if it cannot be reached otherwise, or does not let us in
     */
    Connection connect() throws SQLException {
        Optional<String> reactive = setting(JdbcAddress.REACTIVE_SETTING);
        Optional<String> jdbc = setting(JdbcAddress.SETTING);
        String property = JdbcAddress.setting(jdbc, reactive);
        String url = jdbc.or(() -> reactive.map(JdbcAddress::of))
                .orElseThrow(() -> Failure.wrongUsage(
                        property + " is not set: say which database, with quarkus.datasource.username and .password"));
        try {
            JdbcAddress.requireNoLogin(property, url);
        } catch (BadSetting wrong) {
            throw Failure.wrongUsage(wrong.getMessage());
        }
        try {
            Connection database = new org.postgresql.Driver().connect(url, login());
            if (database == null) {
                throw Failure.wrongUsage(property + " is not the address of a PostgreSQL");
            }
            return database;
        } catch (SQLException away) {
            Optional<String> nobody = DatabaseOutage.unknownHost(away);
            if (nobody.isPresent()) {
                throw Failure.failed(property + ": " + nobody.get());
            }
            throw away;
        }
    }

    private Properties login() {
        Properties login = new Properties();
        setting("quarkus.datasource.username").ifPresent(user -> login.setProperty("user", user));
        setting("quarkus.datasource.password").ifPresent(password -> login.setProperty("password", password));
        login.setProperty("loginTimeout", String.valueOf(LOGIN.toSeconds()));
        longestSilence.ifPresent(it -> login.setProperty("socketTimeout", String.valueOf(it.toSeconds())));
        login.setProperty("ApplicationName", "holdfast " + command);
        return login;
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
        return GivenSettings.value(config, property);
    }
}
