package io.holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreferredWaitTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "wait=5                              | 5",
                "wait=10                             | 10",
                "wait=11                             | 10",
                "wait=99999999999999999999           | 10",
                "wait=007                            | 7",
                "wait=\"5\"                          | 5",
                "Wait = 5                            | 5",
                "respond-async, wait=5               | 5",
                "respond-async,wait=5;strict         | 5",
                "return=minimal; foo=\"a, wait=9\", WAIT=3 | 3",
                "foo=\"a\\\"b, wait=9\", wait=2      | 2",
                "wait=4, wait=8                      | 4"
            })
    void aNumberOfSecondsIsTaken(String header, int seconds) {
        assertThat(PreferredWait.of(List.of(header))).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                ";",
                "wait",
                "wait=",
                "wait=soon",
                "wait=-1",
                "wait=1.5",
                "wait=5s",
                "wait=0",
                "waiting=5",
                "await=5",
                "wait=٣",
                "foo=\"wait=5\"",
                "foo;wait=5",
                "wait=soon, wait=5"
            })
    void whatIsNoNumberIsIgnored(String header) {
        assertThat(PreferredWait.of(List.of(header))).isEmpty();
    }

    @Test
    void aNumberOfAnyLengthIsOne() {
        assertThat(PreferredWait.of(List.of("wait=" + "9".repeat(8_000)))).contains(Duration.ofSeconds(10));
        assertThat(PreferredWait.of(List.of("wait=" + "0".repeat(8_000) + "3"))).contains(Duration.ofSeconds(3));
    }

    @Test
    void theFirstOfSeveralHeadersCounts() {
        assertThat(PreferredWait.of(List.of("respond-async", "wait=3", "wait=7")))
                .contains(Duration.ofSeconds(3));
    }
}
