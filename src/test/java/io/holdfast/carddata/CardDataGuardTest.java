package io.holdfast.carddata;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.carddata.CardDataFinding.Reason;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CardDataGuardTest {

    private static final String VISA = "4111111111111111";

    private final CardDataGuard guard = new CardDataGuard();

    @Test
    void aCardNumberInAValueIsFoundUnderItsName() {
        assertThat(guard.inspect("reason_code", "card " + VISA))
                .contains(new CardDataFinding("reason_code", Reason.CARD_NUMBER));
    }

    @Test
    void aCardDataKeyIsFoundWhateverItsValue() {
        assertThat(guard.inspect("cvc", null)).contains(new CardDataFinding("cvc", Reason.CARD_DATA_KEY));
        assertThat(guard.inspect("X-Card-Number", "x"))
                .contains(new CardDataFinding("X-Card-Number", Reason.CARD_DATA_KEY));
    }

    @Test
    void anOrdinaryNameAndValuePass() {
        assertThat(guard.inspect("customer_account_id", "ACC-1001")).isEmpty();
        assertThat(guard.inspect("conversation_id", null)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {VISA, "4111-1111-1111-1111", "x" + VISA + "y", "a.4111 1111 1111 1111"})
    void aNameThatIsACardNumberIsNotRepeated(String name) {
        assertThat(guard.inspect(name, "x")).contains(new CardDataFinding(CardDataFinding.A_KEY, Reason.CARD_NUMBER));
        assertThat(guard.inspectTree(Map.of("a", Map.of(name, "x"))))
                .contains(new CardDataFinding(CardDataFinding.A_KEY, Reason.CARD_NUMBER));
    }

    @ParameterizedTest
    @ValueSource(strings = {"4111_1111_1111_1111", "a b", "<script>", "line\nbreak", "schlüssel", "\"", "a\u0000"})
    void anOddNameIsNotRepeated(String name) {
        assertThat(guard.inspect(name, VISA)).contains(new CardDataFinding(CardDataFinding.A_KEY, Reason.CARD_NUMBER));
    }

    @Test
    void aLongNameIsNotRepeated() {
        assertThat(guard.inspect("x".repeat(101), VISA))
                .contains(new CardDataFinding(CardDataFinding.A_KEY, Reason.CARD_NUMBER));
    }

    @Test
    void aPathWhoseNamesTogetherMakeACardNumberIsNotRepeated() {
        // given
        Object tree = Map.of("4111", Map.of("1111", Map.of("1111", Map.of("1111", Map.of("cvc", "1")))));

        // when
        Optional<CardDataFinding> found = guard.inspectTree(tree);

        // then
        assertThat(found).contains(new CardDataFinding(CardDataFinding.A_KEY, Reason.CARD_DATA_KEY));
    }

    @Test
    void aTreeIsSearchedAtEveryDepth() {
        assertThat(guard.inspectTree(Map.of("a", List.of(Map.of("b", List.of(1, "x", VISA))))))
                .contains(new CardDataFinding("a[].b[]", Reason.CARD_NUMBER));
        assertThat(guard.inspectTree(Map.of("card", Map.of("cvc", 123))))
                .contains(new CardDataFinding("card.cvc", Reason.CARD_DATA_KEY));
        assertThat(guard.inspectTree(new Object[] {new String[] {VISA}}))
                .contains(new CardDataFinding("[][]", Reason.CARD_NUMBER));
        assertThat(guard.inspectTree(VISA))
                .contains(new CardDataFinding(CardDataFinding.THE_VALUE, Reason.CARD_NUMBER));
        assertThat(guard.inspectTree(new StringBuilder(VISA))).isPresent();
    }

    @Test
    void anOrdinaryTreePasses() {
        // given
        Map<String, Object> body = Map.of(
                "customer_account_id",
                "ACC-1001",
                "hold_amount",
                new BigDecimal("49.99"),
                "count",
                3,
                "live",
                true,
                "tags",
                Arrays.asList("a", null, 1764410400000L),
                "conversation_id",
                "0b0c4f6e-5a1d-7e2a-9c3b-411111111111");

        // when
        Optional<CardDataFinding> found = guard.inspectTree(body);

        // then
        assertThat(found).isEmpty();
        assertThat(guard.inspectTree(null)).isEmpty();
    }

    static Stream<Number> cardsAsNumbers() {
        return Stream.of(
                4111111111111111L,
                new BigInteger(VISA),
                new BigInteger("6205500000000000004"),
                new BigDecimal(VISA),
                new BigDecimal("-4111111111111111"),
                new BigDecimal("4.111111111111111E15"),
                new BigDecimal("4111111111111111.00"),
                new BigDecimal("4111111111111111.5"),
                new BigDecimal("41111111.11111111"),
                new BigDecimal("0.4111111111111111"),
                new BigDecimal("4111111111111111E-20"),
                new BigDecimal("4111111111111111E-999999999"),
                new BigDecimal("4111111111111111E+999999999"),
                new BigDecimal("41111111111111110E-1"),
                4111111111111111d,
                4.111111111111111E15,
                4111111111111111.5d);
    }

    @ParameterizedTest
    @MethodSource("cardsAsNumbers")
    void aCardNumberThatIsANumberIsFound(Number number) {
        assertThat(guard.inspectTree(Map.of("hold_amount", number)))
                .contains(new CardDataFinding("hold_amount", Reason.CARD_NUMBER));
    }

    static Stream<Number> otherNumbers() {
        return Stream.of(
                0,
                49,
                49.99,
                1764410400000L,
                4111111111111112L,
                Long.MAX_VALUE,
                Double.NaN,
                Double.POSITIVE_INFINITY,
                Float.MIN_VALUE,
                new BigDecimal("1E999999999"),
                new BigDecimal("1E-999999999"),
                new BigDecimal("41111111111111110000"),
                new BigInteger("4".repeat(5_000)));
    }

    @ParameterizedTest
    @MethodSource("otherNumbers")
    @Timeout(10)
    void anotherNumberPassesAndCostsLittle(Number number) {
        assertThat(guard.inspectTree(Map.of("hold_amount", number))).isEmpty();
    }

    @Test
    void whatIsNestedTooDeeplyIsNotLetThrough() {
        // given
        Object deep = VISA;
        for (int i = 0; i < 100_000; i++) {
            deep = List.of(deep);
        }

        // when
        Optional<CardDataFinding> found = guard.inspectTree(deep);

        // then
        assertThat(found).map(CardDataFinding::reason).contains(Reason.NESTED_TOO_DEEPLY);
    }

    @Test
    void theDeepestLevelIsStillSearched() {
        // given
        Object nested = "49.99";
        Object nestedCard = VISA;
        for (int i = 0; i < CardDataGuard.DEEPEST; i++) {
            nested = List.of(nested);
            nestedCard = List.of(nestedCard);
        }

        // then
        assertThat(guard.inspectTree(nested)).isEmpty();
        assertThat(guard.inspectTree(nestedCard)).map(CardDataFinding::reason).contains(Reason.CARD_NUMBER);
        assertThat(guard.inspectTree(List.of(nested)))
                .map(CardDataFinding::reason)
                .contains(Reason.NESTED_TOO_DEEPLY);
    }

    @Test
    void aValueOfAnyOtherTypeIsTakenByItsText() {
        // given
        Object time = Duration.ofSeconds(5);
        Object holder = new Object() {
            @Override
            public String toString() {
                return "card " + VISA;
            }
        };

        // then
        assertThat(guard.inspectTree(Map.of("a", time))).isEmpty();
        assertThat(guard.inspectTree(Map.of("a", holder))).contains(new CardDataFinding("a", Reason.CARD_NUMBER));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
    void aBodyInAnotherEncodingIsReadInItsOwn(String charset) {
        // given
        String card =
                "{\"note\":\"\u0664\u0661\u0661\u0661\u00a0\u0661\u0661\u0661\u0661\u00a0\u0661\u0661\u0661\u0661\u00a0\u0661\u0661\u0661\u0661\"}";

        // when
        Optional<CardDataFinding> found = guard.inspectUnread(card.getBytes(Charset.forName(charset)));

        // then
        assertThat(found).map(CardDataFinding::reason).hasValue(Reason.CARD_NUMBER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--b\r\nContent-Disposition: form-data; name=\"cvc\"\r\n\r\n123\r\n--b--\r\n",
                "--b\r\ncontent-disposition: form-data;NAME=\"card.cvc\"; filename=\"a\"\r\n\r\n123\r\n--b--\r\n",
                "<field name=\"cvc\">123</field>",
                "amount=1&cvc=123",
                "{\"cvc\": 123"
            })
    void aKeyIsSeenInABodyOfWhateverForm(String body) {
        // when
        Optional<CardDataFinding> found = guard.inspectUnread(body.getBytes(StandardCharsets.UTF_8));

        // then
        assertThat(found).map(CardDataFinding::reason).hasValue(Reason.CARD_DATA_KEY);
    }

    @Test
    void aPartOfAMultipartOfAnotherNameIsNone() {
        // given
        String body = "--b\r\nContent-Disposition: form-data; name=\"note\"; filename=\"cvc\"\r\n\r\n123\r\n--b--\r\n";

        // when
        Optional<CardDataFinding> found = guard.inspectUnread(body.getBytes(StandardCharsets.UTF_8));

        // then
        assertThat(found).isEmpty();
    }
}
