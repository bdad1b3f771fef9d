package io.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.cli.console.Failure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandDatabaseTest {

    private static final String REACTIVE = "quarkus.datasource.reactive.url";
    private static final String JDBC = "quarkus.datasource.jdbc.url";
    private static final String PASSWORD = "quarkus.datasource.password";

    @AfterEach
    void forget() {
        System.clearProperty(REACTIVE);
        System.clearProperty(JDBC);
        System.clearProperty(PASSWORD);
    }

    @ParameterizedTest
    @CsvSource({
        REACTIVE + ",postgresql://nobody.invalid:5432/holdfast",
        JDBC + ",jdbc:postgresql://nobody.invalid/holdfast"
    })
    void aHostThatThereIsNotIsNamedWithItsSetting(String property, String url) {
        System.setProperty(REACTIVE, "postgresql://localhost:1/none");
        System.setProperty(property, url);

        assertThatThrownBy(CommandDatabase.forAudit()::connect)
                .isInstanceOfSatisfying(
                        Failure.class, it -> assertThat(it.exitCode()).isEqualTo(1))
                .hasMessage(property + ": there is no host named nobody.invalid");
    }

    @ParameterizedTest
    @CsvSource({
        REACTIVE + ",postgresql://somebody:pw@localhost:1/holdfast",
        JDBC + ",jdbc:postgresql://somebody:pw@localhost:1/holdfast"
    })
    void aLoginInAnAddressIsRefusedByTheNameOfTheSettingItIsIn(String property, String url) {
        System.setProperty(REACTIVE, "postgresql://localhost:1/none");
        System.setProperty(property, url);

        assertThatThrownBy(CommandDatabase.forAudit()::connect)
                .isInstanceOf(Failure.class)
                .hasMessageStartingWith(property + ": has a user or a password in it");
    }

    @Test
    void aSecretThatCannotBeHadIsNamedWithItsSetting() {
        System.setProperty(REACTIVE, "postgresql://localhost:1/none");
        System.setProperty(PASSWORD, "${file::/nowhere/password}");

        assertThatThrownBy(CommandDatabase.forAudit()::connect)
                .isInstanceOfSatisfying(
                        Failure.class, it -> assertThat(it.exitCode()).isEqualTo(2))
                .hasMessage(PASSWORD + ": the file /nowhere/password cannot be read");
    }

    @Test
    void aPasswordThatRefersToNoSettingIsNotTakenForNone() {
        System.setProperty(REACTIVE, "postgresql://localhost:1/none");
        System.setProperty(PASSWORD, "a${nonsense}c");

        assertThatThrownBy(CommandDatabase.forAudit()::connect)
                .isInstanceOfSatisfying(
                        Failure.class, it -> assertThat(it.exitCode()).isEqualTo(2))
                .hasMessageStartingWith(PASSWORD + ": refers to a setting that is not set")
                .hasMessageNotContaining("nonsense");
    }
}
