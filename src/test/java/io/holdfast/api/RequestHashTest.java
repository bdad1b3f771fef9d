package io.holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestHashTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":1,\"b\":2}   | { \"b\" : 2 , \"a\" : 1 }",
                "{\"a\":49.9}        | {\"a\":49.90}",
                "{\"a\":49.9}        | {\"a\":4.99e1}",
                "{\"a\":50}          | {\"a\":5E+1}",
                "{\"a\":0}           | {\"a\":0.00}",
                "{\"a\":\"x\"}       | {\"\\u0061\":\"\\u0078\"}",
                "{\"a\":[1,{}]}      | {\"a\":[1.0,{}]}"
            })
    void theSameJsonHasTheSameHash(String one, String other) {
        assertThat(hash(one)).isEqualTo(hash(other));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":1}           | {\"a\":2}",
                "{\"a\":1}           | {\"a\":\"1\"}",
                "{\"a\":1}           | {\"b\":1}",
                "{\"a\":null}        | {\"a\":\"null\"}",
                "{\"a\":null}        | {}",
                "{\"a\":true}        | {\"a\":\"true\"}",
                "{\"a\":[1,2]}       | {\"a\":[2,1]}",
                "{\"a\":[12]}        | {\"a\":[1,2]}",
                "{\"a\":[]}          | {\"a\":{}}",
                "{\"a\":\"b\",\"c\":\"d\"} | {\"a\":\"b1:c1:d\"}"
            })
    void otherJsonHasAnotherHash(String one, String other) {
        assertThat(hash(one)).isNotEqualTo(hash(other));
    }

    private static byte[] hash(String json) {
        return RequestHash.of(
                StrictJson.object(json.getBytes(StandardCharsets.UTF_8)).orElseThrow());
    }
}
