package io.holdfast.desk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FormTest {

    @Test
    void whatWasPastedAroundATextIsNoPartOfIt() {
        assertThat(Form.parse("currency=+USD%0D%0A").text("currency", 3)).contains("USD");
        assertThat(Form.parse("currency=DOLLAR").text("currency", 3)).isEmpty();
        assertThat(Form.parse("q=+%09").text("q", 3)).isEmpty();
    }

    @Test
    void spacesOfANameAreKeptAndWhatNoNameHasIsLeftOut() {
        assertThat(Form.parse("q=+AB+").exactText("q", 4)).contains(" AB ");
        assertThat(Form.parse("q=+AB+").exactText("q", 2)).contains("AB");
        assertThat(Form.parse("q=AB%09").exactText("q", 4)).contains("AB");
        assertThat(Form.parse("q=%F0%9F%98%80").exactText("q", 1)).contains("\ud83d\ude00");
        assertThat(Form.parse("q=A%09B").exactText("q", 4)).isEmpty();
    }
}
