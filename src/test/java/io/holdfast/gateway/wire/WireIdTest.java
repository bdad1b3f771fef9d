package io.holdfast.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireIdTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pi_3MtwBwLkdIwHu7ix28a3tqPa",
                "883617899254",
                "a",
                "~",
                "!",
                "a.b",
                "..a",
                "a..",
                "auth:1;2@3&4=5+6"
            })
    void whatAGatewayMakesUpFits(String id) {
        assertThat(WireId.fitsInPath(id)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "...",
                "a/b",
                "a\\b",
                "a?b",
                "a#b",
                "a%2Fb",
                "a b",
                " a",
                "a\n",
                "a\u0000",
                "a\u007F",
                "é",
                "\uD83D\uDCB3"
            })
    void whatWouldArriveElsewhereDoesNot(String id) {
        assertThat(WireId.fitsInPath(id)).isFalse();
    }

    @Test
    void asLongAsOurColumnIsWideAndNoLonger() {
        assertThat(WireId.fitsInPath("x".repeat(255))).isTrue();
        assertThat(WireId.fitsInPath("x".repeat(256))).isFalse();
    }
}
