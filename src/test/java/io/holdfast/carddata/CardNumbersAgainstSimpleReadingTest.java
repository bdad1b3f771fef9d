package io.holdfast.carddata;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The search passes over most of a text by leaps; this compares it with the rule written down as plainly as can be. */
class CardNumbersAgainstSimpleReadingTest {

    private static final Pattern UNSEEN = Pattern.compile("[\u200B\uFE0F]");
    private static final Pattern UUIDS = Pattern.compile(
            "(?<!\\d)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?!\\d)",
            Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern RUN = Pattern.compile("\\d(?:[-. ]?\\d)*");
    private static final Pattern GROUP = Pattern.compile("\\d+");

    private static final String[] PIECES = {
        "4",
        "1",
        "1",
        "1",
        "11",
        "1111",
        "4111",
        "5555",
        "0",
        "4111111111111111",
        "55555555",
        "１",
        "𝟏",
        "-",
        " ",
        ".",
        "--",
        "a",
        "x",
        "Ж",
        "名",
        "😀",
        "\u200B",
        "\uFE0F",
        "\n",
        "+"
    };

    @Test
    void theSearchFindsWhatASimpleReadingFinds() {
        // given
        Random random = new Random(7812);
        List<String> differences = new ArrayList<>();
        int cards = 0;

        // when
        for (int i = 0; i < 100_000; i++) {
            String text = text(random);
            boolean expected = simpleReading(text);
            cards += expected ? 1 : 0;
            if (CardNumbers.contains(text) != expected) {
                differences.add(text);
            }
        }

        // then
        assertThat(differences).isEmpty();
        assertThat(cards).as("so that the comparison means something").isBetween(6_667, 93_333);
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int digitsOnly = random.nextInt(3);
        int pieces = 1 + random.nextInt(24);
        for (int i = 0; i < pieces; i++) {
            if (random.nextInt(40) == 0) {
                text.append(new UUID(random.nextLong(), random.nextLong()));
            }
            text.append(PIECES[random.nextInt(digitsOnly == 0 ? 9 : PIECES.length)]);
        }
        return text.toString();
    }

    private static boolean simpleReading(String text) {
        String seen = UUIDS.matcher(UNSEEN.matcher(ascii(text)).replaceAll("")).replaceAll("|");
        return RUN.matcher(seen)
                .results()
                .anyMatch(run -> Stream.concat(
                                Stream.of(run),
                                GROUP.matcher(seen)
                                        .region(run.start(), run.end())
                                        .results())
                        .anyMatch(part -> !isPhone(seen, part) && CardIssuers.couldHaveIssued(digits(part))));
    }

    private static boolean isPhone(String text, MatchResult part) {
        return part.start() > 0
                && text.charAt(part.start() - 1) == '+'
                && digits(part).length() <= 13;
    }

    private static String digits(MatchResult run) {
        return run.group().replaceAll("\\D", "");
    }

    /** The text with its digits of other scripts written in ASCII. */
    private static String ascii(String text) {
        StringBuilder ascii = new StringBuilder();
        text.codePoints()
                .map(c -> Character.isDigit(c) ? '0' + Character.digit(c, 10) : c)
                .forEach(ascii::appendCodePoint);
        return ascii.toString();
    }
}
