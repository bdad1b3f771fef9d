package io.holdfast.carddata;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CardDataMaskTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "paid with 4111111111111111 | paid with ****************",
                "order 12 4111 1111 1111 1111 took 30 ms | order 12 **** **** **** **** took 30 ms",
                "4111 1111 1111 1111 12 27 123 | **** **** **** **** 12 27 123",
                "2026-11-29 4111-1111-1111-1111 | 2026-11-29 ****-****-****-****",
                "12 378282246310005 1 | 12 *************** 1",
                "4111 1111 1111 1111 5555 5555 5555 4444 | **** **** **** **** **** **** **** ****",
                "{\"number\":4111111111111111,\"amount\":49.99} | {\"number\":****************,\"amount\":49.99}",
                "at Foo.bar(Foo.java:12) 4111111111111111 | at Foo.bar(Foo.java:12) ****************",
            })
    void aCardNumberIsMaskedWhateverNumbersStandBesideIt(String line, String masked) {
        assertThat(CardDataMask.mask(line)).isEqualTo(masked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026-11-29 10:00:00,123 INFO  [io.hol.dis.PlaceHold] (executor-thread-1) held 49.99 USD in 12 ms",
                "{\"at\":\"2026-11-29T10:00:00.123456789Z\",\"id\":\"0b0c4f6e-5a1d-7e2a-9c3b-411111111111\"}",
                "41111111111111111111",
                "call +49 1511 2345678",
            })
    void aLineWithoutOneIsTheSameObjectAfterwards(String line) {
        assertThat(CardDataMask.mask(line)).isSameAs(line);
    }

    @Test
    void numbersThatOverlapAreOneSpan() {
        // given two card numbers that share their middle: groups 1 to 4, and groups 2 to 5
        String line = "x 4000 4111 1111 0004 0008 y";

        // when
        List<CardNumberSpan> spans = CardDataMask.spans(line);

        // then
        assertThat(CardNumbers.contains("4000 4111 1111 0004")).isTrue();
        assertThat(CardNumbers.contains("4111 1111 0004 0008")).isTrue();
        assertThat(spans).containsExactly(new CardNumberSpan(2, 26));
    }

    @Test
    @Timeout(60)
    void aLongLineOfDigitsTakesNoLongTime() {
        // given
        StringBuilder line = new StringBuilder();
        new Random(1).ints(1_000_000, 0, 10).forEach(digit -> line.append(digit).append(' '));
        String digits = "4".repeat(1_000_000);

        // then
        assertThat(CardDataMask.mask(line.toString())).hasSameSizeAs(line);
        assertThat(CardDataMask.mask(digits)).isSameAs(digits);
        assertThat(CardDataMask.mask("4-".repeat(1_000_000))).hasSize(2_000_000);
    }
}
