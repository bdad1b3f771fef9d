package io.holdfast.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JdbcAddressTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            postgresql://db:5432/holdfast                | jdbc:postgresql://db:5432/holdfast
            postgres://db/holdfast                       | jdbc:postgresql://db/holdfast
            vertx-reactive:postgresql://db/holdfast      | jdbc:postgresql://db/holdfast
            postgresql://db/holdfast?sslmode=verify-full | jdbc:postgresql://db/holdfast?sslmode=verify-full
            postgresql://[::1]:5432/holdfast             | jdbc:postgresql://[::1]:5432/holdfast
            """)
    void oneServerIsWrittenAsJdbcWritesIt(String reactive, String jdbc) {
        assertThat(JdbcAddress.of(reactive)).isEqualTo(jdbc);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            postgresql://a:1/holdfast,postgresql://b:2/holdfast                 | jdbc:postgresql://a:1,b:2/holdfast?targetServerType=primary
            vertx-reactive:postgresql://a/h?sslmode=require, postgres://b:2/h   | jdbc:postgresql://a,b:2/h?sslmode=require&targetServerType=primary
            """)
    void ofSeveralServersTheOneIsFoundThatTakesWrites(String reactive, String jdbc) {
        assertThat(JdbcAddress.of(reactive)).isEqualTo(jdbc);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            postgresql://db/h |                             | quarkus.datasource.reactive.url
            postgresql://db/h | jdbc:postgresql://db/h      | quarkus.datasource.reactive.url
            postgresql://db/h | jdbc:postgresql://db:5433/h | quarkus.datasource.jdbc.url
                              | jdbc:postgresql://db/h      | quarkus.datasource.jdbc.url
            """)
    void theSettingThatTheAddressIsFromIsTheOneThatWasGiven(String reactive, String jdbc, String setting) {
        assertThat(JdbcAddress.setting(Optional.ofNullable(jdbc), Optional.ofNullable(reactive)))
                .isEqualTo(setting);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            postgresql://u:p@db/h                   | true
            postgresql://u@db:5432/h                | true
            postgresql://a/h,postgresql://u:p@b/h   | true
            jdbc:postgresql://u:p@db:bad/h          | true
            postgresql://db/h                       | false
            postgresql://db/h?application_name=a@b  | false
            """)
    void aLoginInAnAddressIsRefused(String address, boolean refused) {
        Throwable refusal = catchThrowable(() -> JdbcAddress.requireNoLogin("url", address));
        assertThat(refusal != null).isEqualTo(refused);
    }

    @ParameterizedTest
    @CsvSource({"mysql://db/holdfast,jdbc:mysql://db/holdfast"})
    void whatIsNoAddressIsLeftToTheDriverToRefuse(String reactive, String jdbc) {
        assertThat(JdbcAddress.of(reactive)).isEqualTo(jdbc);
    }
}
