package io.holdfast.carddata;

import java.util.Random;

/** Makes numbers that look like cards. */
final class TestCards {

    private TestCards() {}

    /** A number of this prefix and length with a right Luhn digit. */
    static String valid(String prefix, int length, Random random) {
        StringBuilder digits = new StringBuilder(prefix);
        while (digits.length() < length - 1) {
            digits.append((char) ('0' + random.nextInt(10)));
        }
        return digits.append(luhnDigit(digits)).toString();
    }

    /** The same number with a wrong Luhn digit. */
    static String broken(String number) {
        int last = number.length() - 1;
        int wrong = (number.charAt(last) - '0' + 1) % 10;
        return number.substring(0, last) + wrong;
    }

    /** The number in another script, whose zero is this code point. */
    static String inScript(String number, int zero) {
        StringBuilder written = new StringBuilder();
        number.chars().forEach(c -> written.appendCodePoint(zero + c - '0'));
        return written.toString();
    }

    /** Written by ISO/IEC 7812-1 Annex B, apart from the code under test. */
    private static int luhnDigit(CharSequence payload) {
        int sum = 0;
        for (int i = 0; i < payload.length(); i++) {
            int digit = payload.charAt(payload.length() - 1 - i) - '0';
            int doubled = i % 2 == 0 ? 2 * digit : digit;
            sum += doubled / 10 + doubled % 10;
        }
        return (10 - sum % 10) % 10;
    }
}
