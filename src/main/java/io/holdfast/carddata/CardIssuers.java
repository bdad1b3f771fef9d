package io.holdfast.carddata;

import org.apache.commons.validator.routines.CreditCardValidator;
import org.apache.commons.validator.routines.CreditCardValidator.CreditCardRange;
import org.apache.commons.validator.routines.checkdigit.LuhnCheckDigit;

/**
 * The prefixes and lengths that issuers use, and the Luhn check digit.
 *
 * <p>The ranges follow ISO/IEC 7812 prefixes as the card schemes publish them; the table with its reasons is in
 * {@code docs/card-data.md}. Brands that live inside a wider range (Elo, Hipercard, Verve, Dankort, UkrCard) have no row.
 */
final class CardIssuers {

    /** The fewest digits of any card number here (Maestro). */
    static final int SHORTEST = 12;

    /** The most digits that ISO/IEC 7812 allows. */
    static final int LONGEST = 19;

    private static final CreditCardValidator CARDS = new CreditCardValidator(new CreditCardRange[] {
        prefix("4", 13, 16, 19), // Visa
        range("51", "55", 16), // Mastercard
        range("2221", "2720", 16), // Mastercard
        prefix("34", 15), // American Express
        prefix("37", 15), // American Express
        range("300", "305", 14, 15, 16, 17, 18, 19), // Diners Club
        prefix("309", 14, 15, 16, 17, 18, 19), // Diners Club
        prefix("36", 14, 15, 16, 17, 18, 19), // Diners Club
        range("38", "39", 14, 15, 16, 17, 18, 19), // Diners Club
        prefix("6011", 16, 17, 18, 19), // Discover
        range("644", "649", 16, 17, 18, 19), // Discover
        prefix("65", 16, 17, 18, 19), // Discover, RuPay, Troy, Verve
        range("3528", "3589", 16, 17, 18, 19), // JCB, RuPay
        prefix("62", 16, 17, 18, 19), // UnionPay, Discover
        range("810", "817", 16, 17, 18, 19), // UnionPay
        range("81", "82", 16), // RuPay
        // Maestro, and the national brands inside its range (Elo, Hipercard, Verve, Dankort, Bancontact). The shorter
        // lengths only with the prefixes known for them: 12 to 15 digits is also the length of a phone number.
        prefix("50", 16, 18, 19),
        range("56", "69", 16, 18, 19),
        prefix("5018", 12, 13, 14, 15, 17),
        prefix("5020", 12, 13, 14, 15, 17),
        prefix("5038", 12, 13, 14, 15, 17),
        prefix("5893", 12, 13, 14, 15, 17),
        prefix("6304", 12, 13, 14, 15, 17),
        prefix("6759", 12, 13, 14, 15, 17),
        range("6761", "6763", 12, 13, 14, 15, 17),
        prefix("676770", 12, 13, 14, 15, 17),
        prefix("676774", 12, 13, 14, 15, 17),
        range("2200", "2204", 16, 17, 18, 19), // Mir
        prefix("2205", 16), // Borica
        prefix("9792", 16), // Troy
        prefix("9704", 16, 19), // Napas
        prefix("9682", 16), // mada
        prefix("8600", 16), // UzCard
        prefix("9860", 16), // Humo
        prefix("1946", 16), // GPN
        prefix("1", 15), // UATP
    });

    private CardIssuers() {}

    /**
     * Whether an issuer could have given out this number.
     *
     * @param digits ASCII digits and nothing else
     */
    static boolean couldHaveIssued(String digits) {
        return digits.length() >= SHORTEST
                && digits.length() <= LONGEST
                // Asked first because it rules out nine in ten at a fraction of the cost.
                && LuhnCheckDigit.LUHN_CHECK_DIGIT.isValid(digits)
                && CARDS.isValid(digits);
    }

    private static CreditCardRange prefix(String prefix, int... lengths) {
        return new CreditCardRange(prefix, null, lengths);
    }

    private static CreditCardRange range(String low, String high, int... lengths) {
        return new CreditCardRange(low, high, lengths);
    }
}
