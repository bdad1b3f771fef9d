package io.holdfast.carddata;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Measures how many ids of the common kinds are taken for card numbers. The table in {@code docs/card-data.md} is the output of this test for a million of each
 * kind.
 */
class FalseAlarmTest {

    private static final int IDS = Integer.getInteger("false-alarms.ids", 100_000);
    private static final int MILLION = 1_000_000;
    private static final int AT_ONCE = 10_000;
    private static final String BASE_62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final String CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /** A common kind of id, and how many of a million may be refused and masked: what was measured, and a little room. */
    enum Kind {
        UUID_V4(
                0,
                random -> new UUID(
                                random.nextLong() & ~0xF000L | 0x4000L, random.nextLong() >>> 2 | 0x8000000000000000L)
                        .toString()),
        UUID_V7(
                0,
                random -> new UUID(
                                millis(random) << 16 | 0x7000L | random.nextInt(0x1000),
                                random.nextLong() >>> 2 | 0x8000000000000000L)
                        .toString()),
        UUID_INSIDE_A_VALUE(0, random -> "conv-" + UUID_V4.id.apply(random) + "-2"),
        ORDER_NUMBER(0, random -> "ORD-2026-" + number(random, 9)),
        ACCOUNT_NUMBER(0, random -> "ACC-" + number(random, 4 + random.nextInt(7))),
        PHONE_E164(0, random -> "+" + phone(random)),
        PHONE_E164_SPACED(0, random -> spaced(PHONE_E164.id.apply(random))),
        PHONE_WITHOUT_PLUS(6_000, FalseAlarmTest::phone),
        EPOCH_MILLIS(0, random -> Long.toString(millis(random))),
        EPOCH_MICROS(500, random -> millis(random) + number(random, 3)),
        TIMESTAMP(
                0,
                random -> "2026-%02d-%02dT%02d:%02d:%02d.%sZ"
                        .formatted(
                                1 + random.nextInt(12),
                                1 + random.nextInt(28),
                                random.nextInt(24),
                                random.nextInt(60),
                                random.nextInt(60),
                                number(random, 9))),
        STRIPE_PAYMENT_INTENT(5, random -> "pi_3N" + text(random, BASE_62, 22)),
        ADYEN_PSP_REFERENCE(5, random -> text(random, CROCKFORD, 16)),
        ULID(5, random -> "01" + text(random, CROCKFORD, 24)),
        TRACE_ID(300, random -> hex(random, 16)),
        SHA_256(700, random -> hex(random, 32)),
        BASE64_TOKEN(5, random -> Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(random, 32))),
        NUMBER_OF_12_DIGITS(200, random -> number(random, 12)),
        NUMBER_OF_16_DIGITS(43_000, random -> number(random, 16));

        private final int most;
        private final Function<Random, String> id;

        Kind(int most, Function<Random, String> id) {
            this.most = most;
            this.id = id;
        }
    }

    @ParameterizedTest
    @EnumSource
    void anIdOfACommonKindIsHardlyEverTakenForACardNumber(Kind kind) {
        // given
        Random random = new Random(20261129);
        long refused = 0;
        long masked = 0;

        // when
        for (int looked = 0; looked < IDS; looked += AT_ONCE) {
            List<String> ids =
                    Stream.generate(() -> kind.id.apply(random)).limit(AT_ONCE).toList();
            refused += ids.parallelStream().filter(CardNumbers::contains).count();
            masked += ids.parallelStream()
                    .filter(id -> !CardDataMask.spans(id).isEmpty())
                    .count();
        }

        // then
        System.out.printf("| %s | `%s` | %d | %d |%n", kind, kind.id.apply(random), refused, masked);
        assertThat(refused).isLessThanOrEqualTo(most(kind));
        assertThat(masked).isLessThanOrEqualTo(most(kind));
    }

    /** The same share of fewer ids. */
    private static long most(Kind kind) {
        return ((long) kind.most * IDS + MILLION - 1) / MILLION;
    }

    /** Between 2024 and 2034. */
    private static long millis(Random random) {
        return 1_704_067_200_000L + (long) (random.nextDouble() * 315_000_000_000L);
    }

    /** Country codes with the lengths of their mobile numbers; the German and Austrian ones are the longest in use. */
    private static String phone(Random random) {
        String[] plans = {
            "1:10", "44:10", "49:10", "49:11", "43:10", "43:11", "33:9", "34:9", "39:10", "31:9", "41:9", "46:9",
            "48:9", "353:9", "351:9", "30:10", "36:9", "52:10", "55:11", "54:11", "57:10", "61:9", "62:10", "62:11",
            "63:10", "65:8", "81:10", "86:11", "91:10", "7:10", "90:10", "27:9", "234:10", "254:9", "971:9", "380:9",
            "501:7"
        };
        String[] plan = plans[random.nextInt(plans.length)].split(":");
        return plan[0] + number(random, Integer.parseInt(plan[1]));
    }

    private static String spaced(String phone) {
        return phone.substring(0, 3) + " " + phone.substring(3, 6) + " " + phone.substring(6);
    }

    private static String number(Random random, int digits) {
        return text(random, "0123456789", digits);
    }

    private static String text(Random random, String alphabet, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    private static String hex(Random random, int length) {
        return HexFormat.of().formatHex(bytes(random, length));
    }

    private static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
