package io.holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testing.InstallationResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class RequestRulesTest {

    @TestHTTPResource("/")
    URI holdfast;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[]",
                "[{\"customer_account_id\":\"A\"}]",
                "null",
                "42",
                "\"text\"",
                "{'a':1}",
                "{\"a\":01}",
                "{\"a\":NaN}",
                "{\"a\":1,}",
                "{\"a\":1}{\"b\":2}",
                "{\"a\":1} trailing",
                "{\"currency\":\"USD\",\"currency\":\"EUR\"}",
                "{/* comment */}",
                "{\"a\":\"tab\there\"}",
                "{\"a\":1e99999999999}",
                "{\"a\":[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]}"
            })
    void aBodyThatIsNotOneJsonObjectIsMalformed(String body) {
        // when
        Response answer = Calls.open(body);

        // then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.<String>path("type")).endsWith("/malformed-json");
    }

    static List<byte[]> bytesThatAreNotUtf8() {
        return List.of(
                "{\"customer_account_id\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1),
                "{\"customer_account_id\":\"A\"}".getBytes(StandardCharsets.UTF_16LE),
                // half of a surrogate pair, and an overlong slash
                new byte[] {'{', '"', 'a', '"', ':', '"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"', '}'},
                new byte[] {'{', '"', (byte) 0xC0, (byte) 0xAF, '"', ':', '1', '}'});
    }

    @ParameterizedTest
    @MethodSource("bytesThatAreNotUtf8")
    void aBodyThatIsNotUtf8IsMalformed(byte[] body) {
        // when
        Response answer = Calls.architect()
                .header("Content-Type", "application/json")
                .body(body)
                .post("/v1/disputes");

        // then
        assertThat(answer.statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "customer_account_id | 17",
                "customer_account_id | true",
                "customer_account_id | null",
                "customer_account_id | \"\"",
                "customer_account_id | \"  \"",
                "customer_account_id | [\"A\"]",
                "customer_account_id | {\"id\":\"A\"}",
                "customer_account_id | \"a\\u0000b\"",
                "customer_account_id | \"a\\u0085b\"",
                "customer_account_id | \"a\\u2028b\"",
                "customer_account_id | \"a\\nb\"",
                "customer_account_id | \"a\\ud800b\"",
                "payment_method_id   | null",
                "payment_method_id   | 5",
                "hold_amount         | \"49.99\"",
                "hold_amount         | true",
                "hold_amount         | null",
                "hold_amount         | {}",
                "hold_amount         | 0",
                "hold_amount         | -1",
                "hold_amount         | 0.001",
                "hold_amount         | 49.990",
                "hold_amount         | 1000000000000",
                "hold_amount         | 1E+400",
                "hold_amount         | 1E-400",
                "hold_amount         | 1E+2000000000",
                "hold_amount         | 1E-2000000000",
                "currency            | \"usd\"",
                "currency            | \"XXX\"",
                "currency            | \"XAU\"",
                "currency            | \"ABC\"",
                "currency            | \"\"",
                "currency            | 840",
                "gateway             | \"a\\tb\"",
                "reason_code         | 1",
                "call_center_id      | \"\"",
                "conversation_id     | \"a\\u007fb\"",
                "shopper_reference   | false",
                "gateway_customer_id | \"\\u2029\"",
                "colour              | \"red\"",
                "status              | \"HELD\""
            })
    void aFieldThatIsNotAsAskedForIsNamed(String field, String value) {
        // given
        String body = withField(field, value);

        // when
        Response answer = Calls.open(body);

        // then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(422);
        assertThat(answer.<String>path("type")).endsWith("/invalid-request");
        assertThat(answer.<List<String>>path("errors.field")).containsExactly(field);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "hold_amount         | 5e1",
                "hold_amount         | 49.9",
                "hold_amount         | 999999999999.99",
                "conversation_id     | null",
                "gateway             | null",
                "customer_account_id | \"Zoë ✓ 😀\"",
                "currency            | \"EUR\""
            })
    void aFieldThatIsAsAskedForIsAccepted(String field, String value) {
        // given
        String body = withField(field, value);

        // when
        Response answer = Calls.open(body);

        // then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(202);
    }

    @ParameterizedTest
    @CsvSource({
        "customer_account_id, 128",
        "payment_method_id, 255",
        "reason_code, 64",
        "call_center_id, 64",
        "conversation_id, 128",
        "shopper_reference, 255",
        "gateway_customer_id, 255"
    })
    void aTextIsAsLongAsItsFieldAllowsAndNoLonger(String field, int most) {
        // when
        Response fits = Calls.open(withField(field, "\"" + "a".repeat(most) + "\""));
        Response tooLong = Calls.open(withField(field, "\"" + "a".repeat(most + 1) + "\""));

        // then
        assertThat(fits.statusCode()).isEqualTo(202);
        assertThat(tooLong.statusCode()).isEqualTo(422);
        assertThat(tooLong.<String>path("errors[0].field")).isEqualTo(field);
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnce() {
        // given
        String body = "{\"hold_amount\":\"1\",\"currency\":\"usd\",\"colour\":1}";

        // when
        Response answer = Calls.open(body);

        // then
        assertThat(answer.<List<String>>path("errors.field"))
                .containsExactlyInAnyOrder(
                        "customer_account_id", "payment_method_id", "hold_amount", "currency", "colour");
    }

    @Test
    void whatWasSentIsNotRepeated() {
        // given
        String body =
                "{\"customer_account_id\":\"secret\\u0000value\",\"currency\":\"secret\",\"hold_amount\":\"secret\","
                        + "\"a <b>secret</b> key\":\"secret\"}";

        // when
        String answer = Calls.open(body).asString();

        // then
        assertThat(answer).contains("invalid-request").doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/x-www-form-urlencoded",
                "application/json; charset=latin1",
                "multipart/form-data"
            })
    void aBodyOfAnotherTypeIsRefused(String type) throws Exception {
        // when
        HttpResponse<String> answer = post(type);

        // then
        assertThat(answer.statusCode()).isEqualTo(415);
        assertThat(answer.body()).contains("/unsupported-media-type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "Application/JSON; charset=UTF-8", "application/vnd.company+json"})
    void aBodyOfJsonIsRead(String type) throws Exception {
        // when
        HttpResponse<String> answer = post(type);

        // then
        assertThat(answer.statusCode()).isEqualTo(202);
    }

    @Test
    void aCompressedBodyIsOfNoTypeThatIsRead() throws Exception {
        // given
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
            out.write(Calls.body("pm_1").getBytes(StandardCharsets.UTF_8));
        }

        // when
        HttpResponse<String> answer = post("gzip", compressed.toByteArray());
        HttpResponse<String> charset = post("utf-8", Calls.body("pm_1").getBytes(StandardCharsets.UTF_8));

        // then
        assertThat(answer.statusCode()).isEqualTo(415);
        assertThat(answer.body()).contains("/unsupported-media-type", "compressed");
        assertThat(answer.headers().firstValue("Accept-Encoding")).hasValue("identity");
        assertThat(charset.statusCode()).isEqualTo(202);
    }

    private HttpResponse<String> post(String encoding, byte[] body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(holdfast.resolve("/v1/disputes"))
                .header("X-API-Key", InstallationResource.ARCHITECT_KEY)
                .header("Content-Type", "application/json")
                .header("Content-Encoding", encoding)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** With exactly this media type, which REST Assured would improve. */
    private HttpResponse<String> post(String type) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(holdfast.resolve("/v1/disputes"))
                .header("X-API-Key", InstallationResource.ARCHITECT_KEY)
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(Calls.body("pm_1")))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void aCharacterIsOneHoweverManyUnitsItTakes() {
        // when
        Response longest = Calls.open(withField("customer_account_id", "\"" + "😀".repeat(128) + "\""));
        Response tooLong = Calls.open(withField("customer_account_id", "\"" + "😀".repeat(129) + "\""));

        // then
        assertThat(longest.statusCode()).as(longest.asString()).isEqualTo(202);
        assertThat(longest.<String>path("customer_account_id")).isEqualTo("😀".repeat(128));
        assertThat(tooLong.statusCode()).isEqualTo(422);
    }

    @Test
    void anIdempotencyKeyHasAtMost255Characters() {
        // when
        Response longest = openWithKey("k".repeat(255));
        Response tooLong = openWithKey("k".repeat(256));

        // then
        assertThat(longest.statusCode()).isEqualTo(202);
        assertThat(tooLong.statusCode()).isEqualTo(422);
        assertThat(tooLong.<String>path("errors[0].field")).isEqualTo("Idempotency-Key");
    }

    private static Response openWithKey(String key) {
        return Calls.architect()
                .header("Idempotency-Key", key)
                .contentType(ContentType.JSON)
                .body(Calls.body("pm_1", "c-1"))
                .post("/v1/disputes");
    }

    /** A good request but for one field, which replaces the good one or comes on top. */
    private static String withField(String field, String value) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("customer_account_id", "\"ACC-1\"");
        fields.put("hold_amount", "49.99");
        fields.put("payment_method_id", "\"pm_1\"");
        fields.put(field, value);
        return fields.entrySet().stream()
                .map(entry -> "\"" + entry.getKey() + "\":" + entry.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }
}
