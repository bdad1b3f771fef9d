package io.holdfast.gateway.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.holdfast.money.Money;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class StripeAmountsTest {

    /** As Stripe's page lists them, and nothing taken from the code. */
    private static final Set<String> ZERO_DECIMAL =
            Set.of(("BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF").split(" "));

    private static final Set<String> THREE_DECIMAL = Set.of("BHD", "JOD", "KWD", "OMR", "TND");

    @Test
    void someAmountsAsStripeWritesThem() {
        // given
        Map<Money, Long> written = Map.ofEntries(
                Map.entry(Money.of("49.99", "USD"), 4999L),
                Map.entry(Money.of("0.50", "EUR"), 50L),
                Map.entry(Money.of("500", "JPY"), 500L),
                Map.entry(Money.of("7", "MGA"), 7L),
                Map.entry(Money.of("5.120", "KWD"), 5120L),
                Map.entry(Money.of("5", "ISK"), 500L),
                Map.entry(Money.of("12000", "UGX"), 1_200_000L),
                Map.entry(Money.of("10.45", "HUF"), 1045L),
                Map.entry(Money.of("800.45", "TWD"), 80_045L),
                Map.entry(Money.of("999999999999.99", "USD"), 99_999_999_999_999L));
        // when
        Map<Money, Optional<Long>> units =
                written.keySet().stream().collect(Collectors.toMap(it -> it, StripeAmounts::inSmallestUnit));
        // then
        assertThat(units)
                .allSatisfy(
                        (money, unit) -> assertThat(unit).as(money.toString()).contains(written.get(money)));
    }

    @Test
    void everyCurrencyOfJavaIsWrittenByStripesListOrNotAtAll() {
        for (Currency currency : Currency.getAvailableCurrencies()) {
            if (currency.getDefaultFractionDigits() < 0) {
                continue;
            }
            // given
            Money ten = new Money(BigDecimal.TEN, currency);
            // when
            Optional<Long> units = StripeAmounts.inSmallestUnit(ten);
            // then
            assertThat(units).as(currency.toString()).isEqualTo(expectedForTen(currency));
        }
    }

    @Test
    void everyAmountThatCanBeWrittenIsReadAsTheSame() {
        Map<String, Money> odd = new TreeMap<>();
        for (Currency currency : Currency.getAvailableCurrencies()) {
            if (currency.getDefaultFractionDigits() < 0) {
                continue;
            }
            // given
            Money amount = new Money(BigDecimal.valueOf(1230), currency);
            // when
            Optional<Money> read = StripeAmounts.inSmallestUnit(amount)
                    .flatMap(it -> StripeAmounts.money(
                            LongNode.valueOf(it),
                            code(currency.getCurrencyCode().toLowerCase(Locale.ROOT))));
            // then
            read.filter(it -> !it.equals(amount)).ifPresent(it -> odd.put(currency.getCurrencyCode(), it));
        }
        assertThat(odd).isEmpty();
    }

    @Test
    void whatStripeHasNoWayToWriteIsNotWritten() {
        assertThat(List.of(
                        Money.of("5.124", "KWD"), // the last of three digits must be 0
                        Money.of("49.99", "MGA"), // no decimals at Stripe, two by ISO
                        Money.of("1.000", "IQD"), // three by ISO, and on none of Stripe's lists
                        Money.of("1.0000", "CLF")))
                .allSatisfy(it -> assertThat(StripeAmounts.inSmallestUnit(it))
                        .as(it.toString())
                        .isEmpty());
    }

    @Test
    void whatIsNoAmountIsNotRead() {
        assertThat(StripeAmounts.money(null, code("usd"))).isEmpty();
        assertThat(StripeAmounts.money(LongNode.valueOf(4999), Optional.empty()))
                .isEmpty();
        assertThat(StripeAmounts.money(LongNode.valueOf(4999), code("zzz"))).isEmpty();
        assertThat(StripeAmounts.money(LongNode.valueOf(4999), code("us"))).isEmpty();
        assertThat(StripeAmounts.money(LongNode.valueOf(4999), code("xau"))).isEmpty();
        assertThat(StripeAmounts.money(LongNode.valueOf(-1), code("usd"))).isEmpty();
        assertThat(StripeAmounts.money(LongNode.valueOf(Long.MAX_VALUE), code("usd")))
                .isEmpty();
        assertThat(StripeAmounts.money(LongNode.valueOf(550), code("isk"))).isEmpty();
        assertThat(StripeAmounts.money(TextNode.valueOf("4999"), code("usd"))).isEmpty();
        assertThat(StripeAmounts.money(DecimalNode.valueOf(new BigDecimal("49.99")), code("usd")))
                .isEmpty();
        assertThat(StripeAmounts.money(BigIntegerNode.valueOf(BigInteger.TEN.pow(30)), code("usd")))
                .isEmpty();
        BigInteger afterOverflow = BigInteger.TWO.pow(64).add(BigInteger.valueOf(4999));
        assertThat(StripeAmounts.money(BigIntegerNode.valueOf(afterOverflow), code("usd")))
                .isEmpty();
        assertThat(StripeAmounts.money(LongNode.valueOf(4999), code("\u017Fek")))
                .isEmpty();
    }

    @Test
    void theLargestAmountIsReadAndNoneBeyondIt() {
        assertThat(StripeAmounts.money(LongNode.valueOf(99_999_999_999_999L), code("usd")))
                .contains(Money.of("999999999999.99", "USD"));
        assertThat(StripeAmounts.money(LongNode.valueOf(100_000_000_000_000L), code("usd")))
                .isEmpty();
    }

    @Test
    void aCurrencyIsReadInEitherCase() {
        assertThat(StripeAmounts.money(LongNode.valueOf(4999), code("usd"))).contains(Money.of("49.99", "USD"));
        assertThat(StripeAmounts.money(LongNode.valueOf(4999), code("USD"))).contains(Money.of("49.99", "USD"));
    }

    private static Optional<Long> expectedForTen(Currency currency) {
        String code = currency.getCurrencyCode();
        if (ZERO_DECIMAL.contains(code)) {
            return Optional.of(10L);
        }
        if (THREE_DECIMAL.contains(code)) {
            return Optional.of(10_000L);
        }
        boolean two = currency.getDefaultFractionDigits() == 2 || code.equals("ISK") || code.equals("UGX");
        return two ? Optional.of(1000L) : Optional.empty();
    }

    private static Optional<String> code(String currency) {
        return Optional.of(currency);
    }
}
