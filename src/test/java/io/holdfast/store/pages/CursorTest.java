package io.holdfast.store.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class CursorTest {

    private static final String FILTERS = "disputes|HELD";

    @Test
    void aCursorTellsWhereItsPageEnded() {
        // given
        String position = UUID.randomUUID().toString();

        // when
        String cursor = Cursor.after(position, FILTERS);

        // then
        assertThat(cursor).matches("[A-Za-z0-9_-]{1,128}").doesNotContain(position);
        assertThat(Cursor.position(cursor, FILTERS)).isEqualTo(position);
    }

    @Test
    void aCursorOfAnotherListIsUnknown() {
        // given
        String cursor = Cursor.after("7", FILTERS);

        // then
        assertThatThrownBy(() -> Cursor.position(cursor, "disputes|FAILED")).isInstanceOf(UnknownCursor.class);
    }

    @Test
    void aCursorThatWasChangedAnywhereIsUnknown() {
        // given
        String cursor = Cursor.after("42", FILTERS);

        for (int i = 0; i < cursor.length() - 1; i++) {
            char other = cursor.charAt(i) == 'A' ? 'B' : 'A';
            String changed = cursor.substring(0, i) + other + cursor.substring(i + 1);

            // then
            assertThatThrownBy(() -> Cursor.position(changed, FILTERS)).isInstanceOf(UnknownCursor.class);
        }
    }

    @Test
    void whatIsNoCursorIsUnknown() {
        for (String text : new String[] {"", "A", "????", "a".repeat(1000), "😀"}) {
            assertThatThrownBy(() -> Cursor.position(text, FILTERS)).isInstanceOf(UnknownCursor.class);
        }
    }
}
