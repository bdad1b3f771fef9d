package io.holdfast.audit.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.holdfast.carddata.CardDataMask;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CardNumberScannerTest {

    private static final String VISA = "4111111111111111";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4111111111111111",
                "4111 1111 1111 1111",
                "4111-1111-1111-1111",
                "4111.1111.1111.1111",
                "\u0664\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661",
                "\uFF14\uFF11\uFF11\uFF11\uFF11\uFF11\uFF11\uFF11\uFF11\uFF11\uFF11\uFF11\uFF11\uFF11\uFF11\uFF11",
                "4111\u20111111\u20111111\u20111111",
                "4111\u00A01111\u00A01111\u00A01111",
                "4\u200B111111111111111",
                "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1",
                "378282246310005"
            })
    void aNumberIsFoundHoweverItIsWritten(String number) throws IOException {
        // when
        List<CardNumberHit> hits = scan("{\"note\":\"card" + number + "x\", \"other\": 12}\n");

        // then
        assertThat(hits).hasSize(1);
        assertThat(hits.get(0).masked()).matches("\\*+(1111|0005)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5b83752b-81ca-4114-92a7-09b6fdd0d959",
                "2026-11-25T20:53:55.123456789Z",
                "+4351658887962",
                "1,234,567,890,123,456",
                "4111111111111112",
                "41111111111111111111111",
                "99999999999999999999"
            })
    void whatIsNoCardNumberIsPassedOver(String text) throws IOException {
        assertThat(scan("before " + text + " after\n")).isEmpty();
    }

    @Test
    void thePlaceIsTheLineAndTheByte() throws IOException {
        // when
        List<CardNumberHit> hits = scan("one\ntwo\n\u00e4 " + VISA + "\n");

        // then
        assertThat(hits).containsExactly(new CardNumberHit("test", 3, 11, "************1111"));
    }

    @Test
    void thePlaceIsThatOfTheByteAlsoWhereTextAndBytesDiffer() throws IOException {
        // given
        byte[] utf16 = ("x1 " + VISA).getBytes(StandardCharsets.UTF_16LE);
        byte[] behindNoText = ("\u00ff\u00ff\u00ff\u00ff\u00ff" + VISA).getBytes(StandardCharsets.ISO_8859_1);
        String hexadecimal =
                "\\\\x" + "ab".repeat(3_000) + HexFormat.of().formatHex(VISA.getBytes(StandardCharsets.UTF_8));

        // then
        assertThat(scan(utf16)).containsExactly(new CardNumberHit("test", 1, 6, "************1111"));
        assertThat(scan(behindNoText)).containsExactly(new CardNumberHit("test", 1, 5, "************1111"));
        assertThat(scan(hexadecimal)).containsExactly(new CardNumberHit("test", 1, 3, "************1111"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
    void everyEncodingIsRead(String charset) throws IOException {
        assertThat(scan(("pan=" + VISA + ";").getBytes(Charset.forName(charset))))
                .hasSize(1);
    }

    @Test
    void whatADumpWritesAsHexadecimalIsReadAsTheBytesItStandsFor() throws IOException {
        // given
        String hashThatLooksLikeANumber = "\\\\xab4111111111111111cdef00ab4111111111111111cdef00ab4111111111111111cdef";
        String text = "\\\\x" + java.util.HexFormat.of().formatHex(("token " + VISA).getBytes(StandardCharsets.UTF_8));

        // then
        assertThat(scan(hashThatLooksLikeANumber + "\t")).isEmpty();
        assertThat(scan(text + "\t")).hasSize(1);
    }

    @Test
    void aNumberOnTheEdgeOfAnyPartOfTheInputIsFoundOnce() throws IOException {
        // given
        int edge = (1 << 20) + 4_096;

        // then
        for (int shift = -40; shift <= 10; shift++) {
            StringBuilder text = new StringBuilder("x".repeat(edge + shift));
            text.append(' ').append("4111 1111 1111 1111").append(' ').append("x".repeat(9_000));
            assertThat(scan(text.toString())).as("shift %d", shift).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "1", "12 ", "\u2013", "\u00ff"})
    void whatIsLongerThanTheBufferComesToAnEnd(String filling) {
        // given
        byte[] filled = ("[000000000000" + filling.repeat(1_500_000 / filling.length()) + "x[" + VISA + "]")
                .getBytes(StandardCharsets.UTF_8);

        // then
        assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> assertThat(scan(filled)).hasSize(1));
    }

    @Test
    void ofNumbersInARowThatIsLongerThanTheBufferNoneIsMissed() throws IOException {
        // given
        String others = "000000000001 ".repeat(2_000);
        String row = ("\u0664111 1111 1111 1111 " + others).repeat(120);

        // then
        assertThat(scan(row)).hasSize(120);
    }

    @ParameterizedTest
    @ValueSource(ints = {1_046_000, 1_052_672, 1_000_000, 0})
    void aValueOfADumpIsReadAsBytesHoweverLongItIsAndWhereverItBegins(int before) throws IOException {
        // given
        String number = HexFormat.of().formatHex((VISA + ";").getBytes(StandardCharsets.UTF_8));

        // then
        for (int length : new int[] {0, 3_000, 130_000, 300_000, 600_000, 1_500_000}) {
            for (String filling : List.of("ab", "20")) {
                String dump = "y".repeat(before) + "\\\\x" + filling.repeat(length) + number + "ff".repeat(700_000)
                        + number + "\t";
                assertThat(scan(dump)).as("%d of %s", length, filling).hasSize(2);
            }
        }
    }

    @Test
    void whatZerosKeepApartIsNotOneNumber() throws IOException {
        // given
        String apart = "[4111 1111 1111" + "\0".repeat(8) + " 1111]";

        // then
        assertThat(scan(apart)).isEmpty();
        assertThat(scan(("pan=" + VISA + ";").getBytes(Charset.forName("UTF-32LE"))))
                .hasSize(1);
    }

    @Test
    void aNumberBehindDigitsThatOnlyTheTextHasIsFound() {
        // given
        // a digit with a zero in its middle, which the text goes without, and a sign that ends no run
        String digits = "\u00D9\0\u00A4".repeat(20);
        byte[] bytes = (digits + "\u00E2\u0082\u00AC" + VISA).getBytes(StandardCharsets.ISO_8859_1);
        List<CardNumberHit> hits = new ArrayList<>();

        // when
        new CardNumberScanner(hits::add, done -> {}).scan("test", bytes);

        // then
        assertThat(hits).isNotEmpty();
    }

    @Test
    void itFindsWhatTheMaskFindsInRandomText() throws IOException {
        // given
        Random random = new Random(20261125);
        String alphabet = "0123456789 -.41\u0661\u00E9x,";

        // then
        for (int round = 0; round < 3_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < 60; i++) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            if (round % 3 == 0) {
                text.insert(random.nextInt(text.length()), VISA);
            }
            if (round % 5 == 0) {
                text.insert(random.nextInt(text.length()), new UUID(random.nextLong(), random.nextLong()));
            }
            int expected = CardDataMask.spans(text).size();
            assertThat(scan(text.toString())).as("round %d: %s", round, text).hasSize(expected);
        }
    }

    private static List<CardNumberHit> scan(String text) throws IOException {
        return scan(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<CardNumberHit> scan(byte[] bytes) throws IOException {
        List<CardNumberHit> hits = new ArrayList<>();
        new CardNumberScanner(hits::add, done -> {}).scan("test", new ByteArrayInputStream(bytes));
        return hits;
    }
}
