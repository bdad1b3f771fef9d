package io.holdfast.audit.scan;

/**
 * Where a card number was found. The number itself is masked but for its last four digits.
 *
 * @param place a file, a column of the database, or {@code -} for standard input
 * @param line from 1; 0 where there are none
 * @param offset of its first byte, from 0
 */
public record CardNumberHit(String place, long line, long offset, String masked) {

    private static final int SHOWN = 4;

    static String mask(CharSequence number) {
        long digits = number.codePoints().filter(Character::isDigit).count();
        StringBuilder masked = new StringBuilder();
        long seen = 0;
        for (int symbol : number.codePoints().filter(Character::isDigit).toArray()) {
            seen++;
            if (seen > digits - SHOWN) {
                masked.append(Character.digit(symbol, 10));
            } else {
                masked.append('*');
            }
        }
        return masked.toString();
    }
}
