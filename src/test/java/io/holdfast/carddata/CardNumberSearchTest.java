package io.holdfast.carddata;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CardNumberSearchTest {

    /** Strangers send a header of 15 KB like this, and it is looked at on a thread that has others to serve. */
    @Test
    void aLongRunOfSingleDigitsIsLookedAtOnce() {
        // given
        int digits = 7_500;
        String text = "4 ".repeat(digits);
        Counted run = new Counted(digits);
        List<CardNumberSpan> found = new ArrayList<>();

        // when
        CardNumberSearch.STRICT.search(text, run, found);

        // then
        assertThat(found).isEmpty();
        assertThat(run.looks).isLessThan(digits + 100);
    }

    /** Groups of one digit each, of a text that has them at every second place; and how often one was asked for. */
    private static final class Counted extends AbstractList<DigitGroup> {

        private final int size;
        private int looks;

        Counted(int size) {
            this.size = size;
        }

        @Override
        public DigitGroup get(int index) {
            looks++;
            return new DigitGroup(2 * index, 2 * index + 1, "4");
        }

        @Override
        public int size() {
            return size;
        }
    }
}
