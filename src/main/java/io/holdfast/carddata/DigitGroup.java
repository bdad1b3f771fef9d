package io.holdfast.carddata;

/**
 * Digits with nothing but unseen characters between them.
 *
 * @param start index of the first digit in the text
 * @param end index after the last digit
 * @param digits the digits themselves, in ASCII
 */
record DigitGroup(int start, int end, String digits) {

    /** Never the digits: they may be a card number, and a record would print them. */
    @Override
    public String toString() {
        return "DigitGroup[start=" + start + ", end=" + end + "]";
    }
}
