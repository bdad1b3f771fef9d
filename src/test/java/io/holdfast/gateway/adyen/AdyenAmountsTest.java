package io.holdfast.gateway.adyen;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.holdfast.gateway.wire.WireJson;
import io.holdfast.money.Money;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdyenAmountsTest {

    @Test
    void mostCurrenciesHaveTheMinorUnitsOfIso4217() {
        // given
        Map<Money, Long> expected = new LinkedHashMap<>();
        expected.put(Money.of("49.99", "USD"), 4_999L);
        expected.put(Money.of("0.01", "EUR"), 1L);
        expected.put(Money.of("5000", "JPY"), 5_000L);
        expected.put(Money.of("1.234", "KWD"), 1_234L);
        expected.put(Money.of("10.500", "BHD"), 10_500L);
        expected.put(Money.of("999999999999.99", "USD"), 99_999_999_999_999L);
        // then
        expected.forEach((money, units) ->
                assertThat(AdyenAmounts.minorUnits(money)).as(money.toString()).hasValue(units));
    }

    @Test
    void fourCurrenciesHaveAdyensOwn() {
        // given
        Map<Money, Long> expected = new LinkedHashMap<>();
        expected.put(Money.of("5000", "CLP"), 500_000L);
        expected.put(Money.of("2790", "ISK"), 279_000L);
        expected.put(Money.of("150000.00", "IDR"), 150_000L);
        expected.put(Money.of("1200.00", "CVE"), 1_200L);
        // then
        expected.forEach((money, units) ->
                assertThat(AdyenAmounts.minorUnits(money)).as(money.toString()).hasValue(units));
    }

    @Test
    void anAmountThatAdyenCannotSayIsNotRounded() {
        for (Money money : List.of(Money.of("10.50", "IDR"), Money.of("0.01", "CVE"))) {
            assertThat(AdyenAmounts.minorUnits(money)).as(money.toString()).isEmpty();
            assertThat(AdyenAmounts.write(money).has("value")).isFalse();
        }
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        List<Money> all = List.of(
                Money.of("49.99", "USD"),
                Money.of("5000", "JPY"),
                Money.of("1.234", "KWD"),
                Money.of("5000", "CLP"),
                Money.of("150000.00", "IDR"),
                Money.of("0", "EUR"));
        for (Money money : all) {
            assertThat(AdyenAmounts.read(AdyenAmounts.write(money))).contains(money);
        }
    }

    @Test
    void aValueMayBeText() {
        assertThat(AdyenAmounts.read(json("{\"value\":\"4999\",\"currency\":\"USD\"}")))
                .contains(Money.of("49.99", "USD"));
    }

    @Test
    void whatIsNoAmountIsEmpty() {
        List<String> bodies = List.of(
                "{}",
                "{\"value\":4999}",
                "{\"currency\":\"USD\"}",
                "{\"value\":49.99,\"currency\":\"USD\"}",
                "{\"value\":-1,\"currency\":\"USD\"}",
                "{\"value\":\"1e3\",\"currency\":\"USD\"}",
                "{\"value\":true,\"currency\":\"USD\"}",
                "{\"value\":99999999999999999999,\"currency\":\"USD\"}",
                // more than any column has room for
                "{\"value\":1000000000000,\"currency\":\"JPY\"}",
                "{\"value\":1,\"currency\":\"usd\"}",
                "{\"value\":1,\"currency\":\"XXX\"}",
                // a hundredth of a Chilean peso
                "{\"value\":1,\"currency\":\"CLP\"}");
        for (String body : bodies) {
            assertThat(AdyenAmounts.read(json(body))).as(body).isEmpty();
        }
    }

    private static JsonNode json(String text) {
        return WireJson.readObject(text).orElseThrow();
    }
}
