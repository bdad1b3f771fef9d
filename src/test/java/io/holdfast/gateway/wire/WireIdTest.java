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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4111111111111111",
                "auth_4111111111111111",
                "auth_4111111111111111abc",
                "4111-1111-1111-1111",
                "4111111111111111_0a1b2c3d4e5f60718293",
                "x4390626425434a9db187def2",
                "a/b",
                ""
            })
    void whatHoldsACardNumberOrFitsNowhereIsNotUsable(String id) {
        assertThat(WireId.isUsable(id)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pi_3MtwBwLkdIwHu7ix28a3tqPa",
                "auth_1",
                "4111111111111112",
                "018f3c2e-4111-7111-8111-111111111111",
                "12345678901234567890",
                "pi_4390626425434a9db187def2",
                "AUTH_4390626425434A9DB187DEF2",
                "4390626425434a9db187def2aa77bb88"
            })
    void otherIdsAreUsable(String id) {
        assertThat(WireId.isUsable(id)).isTrue();
    }

    @Test
    void asLongAsOurColumnIsWideAndNoLonger() {
        assertThat(WireId.fitsInPath("x".repeat(255))).isTrue();
        assertThat(WireId.fitsInPath("x".repeat(256))).isFalse();
    }
}
