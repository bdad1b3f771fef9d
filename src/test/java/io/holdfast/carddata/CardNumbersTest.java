package io.holdfast.carddata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CardNumbersTest {

    private static final String VISA = "4111111111111111";
    private static final String UUID = "0b0c4f6e-5a1d-7e2a-9c3b-1234567890ab";

    @ParameterizedTest
    @CsvSource({
        "Visa, 4111111111111111",
        "Visa of 13 digits, 4222222222222",
        "Visa of 19 digits, 4000000000000000006",
        "Mastercard, 5555555555554444",
        "Mastercard of the 2 series, 2223003122003222",
        "American Express, 378282246310005",
        "American Express, 341111111111111",
        "Discover, 6011111111111117",
        "Discover of 65, 6510000000000000",
        "Diners Club, 30569309025904",
        "Diners Club, 36227206271667",
        "JCB, 3530111333300000",
        "UnionPay, 6200000000000005",
        "UnionPay of 19 digits, 6205500000000000004",
        "Maestro, 6759649826438453",
        "Maestro of 12 digits, 501800000009",
        "Maestro of 19 digits, 6799990100000000019",
        "Bancontact, 6703444444444449",
        "Elo, 5066991111111118",
        "Hipercard, 6062828888666688",
        "Mir, 2200000000000004",
        "RuPay, 6080000000000000",
    })
    void theKnownTestCardsOfEachIssuerAreFound(String issuer, String number) {
        assertThat(CardNumbers.contains(number)).as(issuer).isTrue();
    }

    static Stream<Arguments> issuedRanges() {
        int[] from16 = {16, 17, 18, 19};
        int[] from14 = {14, 15, 16, 17, 18, 19};
        int[] sixteen = {16};
        int[] maestro = {16, 18, 19};
        int[] oldMaestro = {12, 13, 14, 15, 16, 17, 18, 19};
        return Stream.of(
                arguments("4", new int[] {13, 16, 19}),
                arguments("51", sixteen),
                arguments("55", sixteen),
                arguments("2221", sixteen),
                arguments("2299", sixteen),
                arguments("26", sixteen),
                arguments("2720", sixteen),
                arguments("34", new int[] {15}),
                arguments("37", new int[] {15}),
                arguments("300", from14),
                arguments("305", from14),
                arguments("309", from14),
                arguments("36", from14),
                arguments("38", from14),
                arguments("39", from14),
                arguments("6011", from16),
                arguments("622126", from16),
                arguments("622925", from16),
                arguments("644", from16),
                arguments("649", from16),
                arguments("65", from16),
                arguments("3528", from16),
                arguments("3589", from16),
                arguments("62", from16),
                arguments("810", from16),
                arguments("817", from16),
                arguments("82", sixteen),
                arguments("50", maestro),
                arguments("56", maestro),
                arguments("61", maestro),
                arguments("69", maestro),
                arguments("5018", oldMaestro),
                arguments("5020", oldMaestro),
                arguments("5038", oldMaestro),
                arguments("5893", oldMaestro),
                arguments("6304", oldMaestro),
                arguments("6759", oldMaestro),
                arguments("6761", oldMaestro),
                arguments("6763", oldMaestro),
                arguments("676770", oldMaestro),
                arguments("2200", from16),
                arguments("2204", from16),
                arguments("2205", sixteen),
                arguments("9792", sixteen),
                arguments("9704", new int[] {16, 19}),
                arguments("8600", sixteen),
                arguments("9860", sixteen),
                arguments("1946", new int[] {15, 16}),
                arguments("1", new int[] {15}));
    }

    @ParameterizedTest
    @MethodSource("issuedRanges")
    void aPrefixIsACardNumberInTheLengthsOfItsIssuerAndInNoOther(String prefix, int[] lengths) {
        // given
        Random random = new Random(7812);
        List<Integer> accepted = new ArrayList<>();

        // when
        for (int length = 8; length <= 24; length++) {
            if (CardNumbers.contains(TestCards.valid(prefix, length, random))) {
                accepted.add(length);
            }
        }

        // then
        assertThat(accepted)
                .containsExactlyElementsOf(IntStream.of(lengths).boxed().toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0", "2000", "2220", "2721", "28", "306", "308", "31", "3527", "359", "33", "70", "79", "7777", "80",
                "83", "89", "90", "9703", "9791", "9793", "99"
            })
    void aPrefixThatNoIssuerHasIsNoCardNumberInAnyLength(String prefix) {
        // given
        Random random = new Random(42);

        // when
        Stream<String> found = IntStream.rangeClosed(prefix.length() + 2, 24)
                .mapToObj(length -> TestCards.valid(prefix, length, random))
                .filter(CardNumbers::contains);

        // then
        assertThat(found).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("issuedRanges")
    void aWrongLuhnDigitIsNoCardNumber(String prefix, int[] lengths) {
        // given
        Random random = new Random(4);

        // when
        Stream<String> found = IntStream.of(lengths)
                .mapToObj(length -> TestCards.broken(TestCards.valid(prefix, length, random)))
                .filter(CardNumbers::contains);

        // then
        assertThat(found).isEmpty();
    }

    /** The zeros of every script that has decimal digits, as this Java knows them. */
    static IntStream zeros() {
        return IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .filter(c -> Character.getType(c) == Character.DECIMAL_DIGIT_NUMBER && Character.digit(c, 10) == 0);
    }

    @Test
    void digitsOfEveryScriptAreDigits() {
        // given
        int[] zeros = zeros().toArray();

        // when
        Stream<String> missed = IntStream.of(zeros)
                .mapToObj(zero -> TestCards.inScript(VISA, zero))
                .filter(number -> !CardNumbers.contains(number));

        // then
        assertThat(zeros).hasSizeGreaterThan(60).contains('0', 0x0660, 0x0966, 0xFF10, 0x1D7CE, 0x1D7F6);
        assertThat(missed).isEmpty();
    }

    @Test
    void scriptsMayBeMixed() {
        assertThat(CardNumbers.contains("41１１ ١١١١ ११११ 𝟏𝟏𝟙𝟙")).isTrue();
    }

    static Stream<String> separators() {
        IntStream spacesAndDashes = IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .filter(c -> Character.getType(c) == Character.SPACE_SEPARATOR
                        || Character.getType(c) == Character.DASH_PUNCTUATION);
        IntStream others =
                "\u00AD\u2212\u2043\u02D7\u30FC.\u00B7\u2022\u2024\u2027\u2219\u22C5\u3002\u30FB\uFE52\uFF0E\uFF61\uFF65"
                        .codePoints();
        return IntStream.concat(spacesAndDashes, others).mapToObj(Character::toString);
    }

    @Test
    void oneSpaceDotOrDashOfAnyKindMayStandBetweenDigits() {
        // when
        Stream<String> missed = separators()
                .flatMap(separator -> Stream.of(
                        String.join(separator, "4111", "1111", "1111", "1111"),
                        String.join(separator, "3782", "822463", "10005"),
                        String.join(separator, VISA.split(""))))
                .filter(number -> !CardNumbers.contains(number));

        // then
        assertThat(separators())
                .hasSizeGreaterThan(40)
                .contains("\u00A0", "\u202F", "\u3000", "\u2011", "\u2012", "\uFF0D");
        assertThat(missed).isEmpty();
    }

    @Test
    void theSeparatorsOfOneNumberMayDiffer() {
        assertThat(CardNumbers.contains("4111-1111.1111 1111")).isTrue();
    }

    @Test
    void twoSeparatorsEndARun() {
        // when
        Stream<String> found = separators()
                .flatMap(separator -> Stream.of(
                        "4111 1111" + separator + separator + "1111 1111",
                        "4111-1111" + separator + " 1111-1111",
                        "4111-1111 \u200B" + separator + "1111-1111"))
                .filter(CardNumbers::contains);

        // then
        assertThat(found).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            ints = {0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x200E, 0x202C, 0x2066, 0x034F, 0xFE0F, 0x20E3, 0x0332})
    void whatIsNotSeenDoesNotHideANumber(int unseen) {
        // given
        String between = Character.toString(unseen);

        // then
        assertThat(CardNumbers.contains(String.join(between, VISA.split("")))).isTrue();
        assertThat(CardNumbers.contains(String.join(between + between, VISA.split(""))))
                .isTrue();
        assertThat(CardNumbers.contains(String.join(between + "-" + between, "4111", "1111", "1111", "1111")))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "abc4111111111111111xyz",
                "4111111111111111abc",
                "pm_4111111111111111",
                "карта4111111111111111",
                "card:4111-1111-1111-1111,",
                "\"4111 1111 1111 1111\"",
                "first 4242424242424241, then 4111111111111111",
                "1  4111111111111111",
                "-4111111111111111-",
                "  4111111111111111.",
                "#4111111111111111/2026",
                "+4111111111111111",
                "x=1&pan=4111111111111111&y=2",
                "4111111111111111\n4",
                "\uD83D4111111111111111\uDE00",
            })
    void whatStandsBesideDoesNotMatter(String text) {
        assertThat(CardNumbers.contains(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4111111111111111 12/27",
                "4111111111111111 12 27 123",
                "12 4111111111111111",
                "4111111111111111.00",
                "4111111111111111-1",
                "2026-11-29 4111111111111111",
            })
    void anUndividedNumberIsFoundThoughOtherNumbersStandBesideIt(String text) {
        assertThat(CardNumbers.contains(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "4",
                "41111111111",
                "411111111111111",
                "41111111111111111",
                "4111111111111111111111111",
                "1234567894111111111111111",
                "41111111111111110000",
                "4111 1111 1111 1111 1111",
                "order 12 4111 1111 1111 1111",
                "4111_1111_1111_1111",
                "4111/1111/1111/1111",
                "4111,1111,1111,1111",
                "4111\t1111\t1111\t1111",
                "4111\n1111\n1111\n1111",
                "4111 1111 x 1111 1111",
                "4111 - 1111 - 1111 - 1111",
                "ⅣⅠⅠⅠⅠⅠⅠⅠⅠⅠⅠⅠⅠⅠⅠⅠ",
                "④①①①①①①①①①①①①①①①",
                "0000000000000000",
                "1111111111111111",
                "49.99",
                "ORD-2026-001234567",
                "2026-11-29T10:00:00.123456789Z",
                "1764410400000",
                "\uD83D\uD83D\uD83D\uD83D\uD83D\uD83D\uD83D\uD83D\uD83D\uD83D\uD83D\uD83D\uD83D",
            })
    void whatIsNoWholeRunOfTheRightDigitsPasses(String text) {
        assertThat(CardNumbers.contains(text)).isFalse();
    }

    @Test
    void aLongerRunIsNoCardNumberThoughItHasOneInside() {
        // given
        Random random = new Random(25);

        // when
        Stream<String> found = IntStream.range(0, 10_000)
                .mapToObj(i -> digits(random, i % 7) + TestCards.valid("4", 16, random) + digits(random, 7 - i % 7 + 2))
                .filter(CardNumbers::contains);

        // then
        assertThat(found).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"4222222222222", "4915112345678", "49 1511 2345678", "501800000009"})
    void aNumberThatIsShortEnoughForATelephonePassesAfterAPlus(String number) {
        assertThat(CardNumbers.contains(number)).isTrue();
        assertThat(CardNumbers.contains("+" + number)).isFalse();
        assertThat(CardNumbers.contains("tel:\uFF0B" + number)).isFalse();
        assertThat(CardNumbers.contains("+ " + number)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "41111111-1111-1111-a000-000000000000",
                "00000000-0000-0000-0000-000000000000",
                "abcdef00-0000-7000-8000-411111111111",
                "aaaaaaaa-aaaa-4111-1111-1111111111aa",
                "AAAAAAAA-AAAA-4111-1111-1111111111AA",
            })
    void aUuidIsNoCardNumberWhateverItsDigits(String uuid) {
        assertThat(CardNumbers.contains(uuid)).isFalse();
        assertThat(CardNumbers.contains("conv-" + uuid + "-7")).isFalse();
        assertThat(CardNumbers.contains("acc" + uuid + "xyz")).isFalse();
        assertThat(CardNumbers.contains(uuid + " " + uuid + "/" + uuid)).isFalse();
    }

    @Test
    void aDigitRunOfAUuidIsOneWithoutTheUuidAroundIt() {
        // so that the test above cannot pass for another reason
        assertThat(CardNumbers.contains("aaaa-4111-1111-1111111111aa")).isFalse();
        assertThat(CardNumbers.contains("aaaa-4111-1111-11111111aa")).isTrue();
        assertThat(CardNumbers.contains("aaaaaaaa-aaaa-4111-1111-11111111aaaa")).isFalse();
        assertThat(CardNumbers.contains("aaaaaaa-aaaa-4111-1111-11111111aaaa")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4111111111111111 %s",
                "%s 4111111111111111",
                "4111111111111111-%s",
                "%s-4111111111111111",
                "4111-1111-1111-1111-%s",
                "%s-4111-1111-1111-1111",
                "4111 1111 1111 1111 %s 12",
                "%s.%s.4111.1111.1111.1111",
                "4111111111111111x%s",
                "%sx4111111111111111",
            })
    void aCardNumberBesideAUuidIsFound(String pattern) {
        // given
        Stream<String> uuids = Stream.of(
                UUID,
                "a0000000-0000-0000-0000-00000000000a",
                "11111111-1111-1111-1111-111111111111",
                "00000000-0000-0000-0000-00000000000a");

        // when
        Stream<String> missed =
                uuids.map(uuid -> pattern.replace("%s", uuid)).filter(text -> !CardNumbers.contains(text));

        // then
        assertThat(missed).isEmpty();
    }

    @Test
    void aCardNumberThatTouchesTheLetterOfAUuidIsFound() {
        assertThat(CardNumbers.contains("4111111111111111a0b0c4f6e-5a1d-7e2a-9c3b-1234567890ab"))
                .isTrue();
        assertThat(CardNumbers.contains("4111111111111111ab0c4f6e-5a1d-7e2a-9c3b-1234567890ab"))
                .isTrue();
        assertThat(CardNumbers.contains("ab0c4f6e-5a1d-7e2a-9c3b-1234567890ab4111111111111111"))
                .isTrue();
    }

    @Test
    void takingAUuidOutDoesNotJoinWhatStandsLeftAndRight() {
        assertThat(CardNumbers.contains("4111 1111 " + UUID + " 1111 1111")).isFalse();
        assertThat(CardNumbers.contains("41111111-" + UUID + "-11111111")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4111111111111111-1111-1111-1111-111111111111",
                "41111111\u200B11111111-1111-1111-1111-111111111111",
                "aaaaaaaa-aaaa-aaaa-aaaa-aaaaaa4111111111111111",
                "aaaaaaaa-aaaa-aaaa-aaaa-aaaaaa411111\u200B1111111111",
            })
    void aCardNumberWhoseTailOrHeadLooksLikeAUuidIsFound(String text) {
        assertThat(CardNumbers.contains(text)).isTrue();
    }

    @Test
    void theSpanIsTheNumberAndNothingElse() {
        // when
        List<CardNumberSpan> spans = CardNumbers.all("a 4111-1111 1111.1111. and 𝟒𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏!");

        // then
        assertThat(spans).containsExactly(new CardNumberSpan(2, 21), new CardNumberSpan(27, 59));
        assertThat(CardNumbers.first("a 4111-1111 1111.1111.")).contains(new CardNumberSpan(2, 21));
        assertThat(CardNumbers.first("49.99")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "4111111111111111 | ****************",
                "a4111-1111 1111.1111z | a****-**** ****.****z",
                "4111111111111111 12/27 | **************** 12/27",
                "𝟒𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏 | ****************",
                "4111111111111111, 5555555555554444 | ****************, ****************",
                "4111 1111 1111 1112 | 4111 1111 1111 1112",
            })
    void aMaskPutsAStarForEachDigit(String text, String masked) {
        assertThat(CardNumbers.mask(text)).isEqualTo(masked);
    }

    @Test
    void aTextWithoutACardNumberIsNotCopiedByTheMask() {
        // given
        String text = "conversation " + UUID + " took 12 ms";

        // then
        assertThat(CardNumbers.mask(text)).isSameAs(text);
    }

    @Test
    void everyValidNumberIsFoundInEverySpelling() {
        // given
        Random random = new Random(20261129);
        List<Arguments> ranges = issuedRanges().toList();
        int[] zeros = zeros().toArray();
        List<String> separators = separators().toList();
        List<String> missed = new ArrayList<>();

        // when
        for (int i = 0; i < 200_000; i++) {
            Object[] range = ranges.get(random.nextInt(ranges.size())).get();
            int[] lengths = (int[]) range[1];
            String number = TestCards.valid((String) range[0], lengths[random.nextInt(lengths.length)], random);
            String written = "note:" + spelling(number, zeros, separators, random) + "/";
            if (!CardNumbers.contains(written)
                    || CardNumbers.mask(written).chars().anyMatch(Character::isDigit)) {
                missed.add(written);
            }
        }

        // then
        assertThat(missed).isEmpty();
    }

    private static String spelling(String number, int[] zeros, List<String> separators, Random random) {
        boolean manyScripts = random.nextInt(4) == 0;
        double separatorRate = random.nextInt(3) * 0.3;
        double unseenRate = random.nextInt(4) == 0 ? 0.2 : 0;
        int zero = random.nextBoolean() ? '0' : zeros[random.nextInt(zeros.length)];
        StringBuilder written = new StringBuilder();
        for (int i = 0; i < number.length(); i++) {
            if (i > 0 && random.nextDouble() < separatorRate) {
                written.append(separators.get(random.nextInt(separators.size())));
            }
            if (i > 0 && random.nextDouble() < unseenRate) {
                written.append("\u200B\u200D\u2060\uFEFF".charAt(random.nextInt(4)));
            }
            zero = manyScripts ? zeros[random.nextInt(zeros.length)] : zero;
            written.appendCodePoint(zero + number.charAt(i) - '0');
        }
        return written.toString();
    }

    private static String digits(Random random, int count) {
        StringBuilder digits = new StringBuilder();
        random.ints(count, 0, 10).forEach(digits::append);
        return digits.toString();
    }
}
