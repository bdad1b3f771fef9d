package io.holdfast.gateway.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class StripeDeclinesTest {

    private static final Path PAGE = Path.of("docs", "gateways-stripe.md");
    private static final Pattern ROW = Pattern.compile("^\\| `([a-z_]+)` \\| [^|]+ \\| ([^|]+) \\|$");
    private static final Pattern WORD = Pattern.compile("`([a-z_]+)`");

    @Test
    void theDeclineCodeIsMorePreciseThanTheCode() {
        assertThat(code("card_declined", "insufficient_funds")).isEqualTo("insufficient_funds");
        assertThat(code("expired_card", null)).isEqualTo("expired_card");
        assertThat(code("incorrect_number", "something_new")).isEqualTo("invalid_payment_method");
    }

    @Test
    void whatIsNotKnownIsADeclinedCard() {
        assertThat(code(null, null)).isEqualTo("card_declined");
        assertThat(code("card_declined", null)).isEqualTo("card_declined");
        assertThat(code("something_new", "something_newer")).isEqualTo("card_declined");
    }

    @Test
    void everySuspicionIsTheSameCode() {
        for (String suspicion : List.of(
                "fraudulent",
                "stolen_card",
                "lost_card",
                "pickup_card",
                "merchant_blacklist",
                "security_violation",
                "highest_risk_level")) {
            assertThat(code("card_declined", suspicion)).as(suspicion).isEqualTo("fraud_suspected");
        }
    }

    @Test
    void thePageForOperatorsSaysTheSame() throws IOException {
        // given
        Map<String, String> documented = new TreeMap<>();
        for (String line : Files.readAllLines(PAGE)) {
            ROW.matcher(line)
                    .results()
                    .forEach(row -> words(row.group(2)).forEach(word -> documented.put(word, row.group(1))));
        }
        // then
        assertThat(documented).isEqualTo(new TreeMap<>(StripeDeclines.CARD));
    }

    private static List<String> words(String cell) {
        return WORD.matcher(cell).results().map((MatchResult it) -> it.group(1)).toList();
    }

    private static String code(String code, String declineCode) {
        return StripeDeclines.ofCard(Optional.ofNullable(code), Optional.ofNullable(declineCode));
    }
}
