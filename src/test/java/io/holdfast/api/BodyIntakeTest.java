package io.holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testing.InstallationResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Talks to the socket, because HTTP clients are too polite. */
@QuarkusTest
class BodyIntakeTest {

    private static final int MOST = 64 * 1024;

    @TestHTTPResource("/")
    URI holdfast;

    @Test
    void aBodyOfExactly64KiBIsRead() throws IOException {
        // when
        String answer = exchange(headers("Content-Length: " + MOST) + padded(MOST));

        // then
        assertThat(answer).startsWith("HTTP/1.1 202");
    }

    @Test
    void aBodyOfMoreIsRefusedWithItsProblem() throws IOException {
        // when
        String answer = exchange(headers("Content-Length: " + (MOST + 1)) + padded(MOST + 1));

        // then
        assertThat(answer)
                .startsWith("HTTP/1.1 413")
                .contains("application/problem+json")
                .contains("too-large");
        assertThat(answer.toLowerCase()).contains("x-request-id: ");
    }

    @Test
    void aChunkedBodyOfMoreIsRefusedWithItsProblem() throws IOException {
        // given
        String chunk = Integer.toHexString(8192) + "\r\n" + " ".repeat(8192) + "\r\n";

        // when
        String answer = exchange(headers("Transfer-Encoding: chunked") + chunk.repeat(9) + "0\r\n\r\n");

        // then
        assertThat(answer).startsWith("HTTP/1.1 413").contains("too-large");
    }

    @Test
    void aChunkedBodyIsRead() throws IOException {
        // given
        String body = Calls.body("pm_1", "c-1");

        // when
        String answer = exchange(headers("Transfer-Encoding: chunked") + Integer.toHexString(body.length()) + "\r\n"
                + body + "\r\n0\r\n\r\n");

        // then
        assertThat(answer).startsWith("HTTP/1.1 202");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1\r\nTransfer-Encoding: gzip",
                "1.1\r\nTransfer-Encoding: identity",
                "1.1\r\nTransfer-Encoding: chunked, gzip",
                "1.1\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity",
                "1.1\r\nTransfer-Encoding:",
                "1.0\r\nTransfer-Encoding: chunked"
            })
    void ofABodyWhoseEndNobodyKnowsNothingIsTakenForACharge(String versionAndCoding) throws IOException {
        // given
        String id = Calls.opened("pm_1");
        String charge = "POST /v1/disputes/" + id + "/charge HTTP/" + versionAndCoding
                + "\r\nHost: localhost\r\nContent-Type: application/json\r\nX-API-Key: "
                + InstallationResource.AGENT_KEY + "\r\n\r\n";
        String next = "GET /v1/disputes/" + id + " HTTP/1.1\r\nHost: localhost\r\nX-API-Key: "
                + InstallationResource.AGENT_KEY + "\r\n\r\n";

        // when
        String answer = exchange(charge + next);

        // then
        assertThat(answer).matches("(?s)HTTP/1.. 400 .*").contains("malformed-request");
        assertThat(answer.toLowerCase()).contains("connection: close");
        assertThat(answer.split("HTTP/1", -1)).hasSize(2);
    }

    @Test
    void aBodyThatIsAnnouncedFarTooLargeIsCutOff() throws IOException {
        // when
        String answer = exchange(headers("Content-Length: 5000000000") + "{");

        // then
        assertThat(answer).startsWith("HTTP/1.1 413").contains("too-large");
        assertThat(answer.toLowerCase()).contains("connection: close");
    }

    @Test
    void aCallerThatAsksFirstIsToldToGoOn() throws IOException {
        // given
        String body = Calls.body("pm_1", "c-1");

        // when
        String answer = exchange(headers("Content-Length: " + body.length() + "\r\nExpect: 100-continue") + body);

        // then
        assertThat(answer).startsWith("HTTP/1.1 100").contains("HTTP/1.1 202");
    }

    @Test
    void aCallerOfHttp10GetsItsAnswerAndNothingBeforeIt() throws IOException {
        // given
        String body = Calls.body("pm_1", "c-1");
        String asking = headers("Content-Length: " + body.length() + "\r\nExpect: 100-continue");

        // when
        String answer = exchange(asking.replace("HTTP/1.1", "HTTP/1.0") + body);

        // then
        assertThat(answer).matches("(?s)HTTP/1\\.[01] 202.*");
    }

    @Test
    void aConnectionStaysUsableAfterABodyThatWasTooLarge() throws IOException {
        // given
        String body = Calls.body("pm_1", "c-1");
        String refused =
                headers("Content-Length: " + (MOST + 1)).replace("Connection: close\r\n", "") + padded(MOST + 1);

        // when
        String answer = exchange(refused + headers("Content-Length: " + body.length()) + body);

        // then
        assertThat(answer).startsWith("HTTP/1.1 413").contains("HTTP/1.1 202");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /v1/disputes/%zz HTTP/1.1",
                "GET /v1/disputes?status=%zz HTTP/1.1",
                "GET /v1/disputes/{id} HTTP/1.1",
                "GET /v1/disputes?status=a|b HTTP/1.1",
                "GET /v1/disputes/%ff%fe HTTP/1.1",
                "GET /v1//disputes/../../v1/disputes/x HTTP/1.1",
                "GET * HTTP/1.1",
                "OPTIONS * HTTP/1.1",
                "GET / HTTP/1.1",
                "NONSENSE /v1/disputes HTTP/1.1",
                "TRACE /v1/disputes HTTP/1.1"
            })
    void anAddressThatMakesNoSenseIsTheCallersFault(String line) throws IOException {
        // when
        String answer = exchange(line + "\r\nHost: localhost\r\nX-API-Key: " + InstallationResource.AGENT_KEY
                + "\r\nConnection: close\r\n\r\n");

        // then
        assertThat(answer).matches("(?s)HTTP/1.1 [24]\\d\\d .*");
    }

    @Test
    void anAddressOrAHeaderThatIsTooLongHasItsOwnAnswer() throws IOException {
        // when
        String address = exchange("GET /v1/disputes/" + "a".repeat(9000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        String header =
                exchange("GET /v1/disputes HTTP/1.1\r\nHost: localhost\r\nX-Long: " + "a".repeat(20000) + "\r\n\r\n");

        // then
        assertThat(address).matches("(?s)HTTP/1.. 414 .*");
        assertThat(header).matches("(?s)HTTP/1.. 431 .*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Host: a b\r\n", "Host: \u00ff\r\n"})
    void aRequestThatDoesNotNameItsHostIsTheCallersFault(String host) throws IOException {
        // when
        String answer = exchange("GET /v1/disputes HTTP/1.1\r\n" + host + "X-API-Key: " + InstallationResource.AGENT_KEY
                + "\r\nConnection: close\r\n\r\n");

        // then
        assertThat(answer).matches("(?s)HTTP/1.1 (400|200) .*");
        assertThat(answer.toLowerCase()).contains("x-request-id: ");
    }

    @Test
    void aRequestThatNamesTwoHostsIsForNobody() throws IOException {
        // when
        String answer = exchange("GET /v1/disputes HTTP/1.1\r\nHost: a\r\nHost: b\r\nX-API-Key: "
                + InstallationResource.AGENT_KEY + "\r\n\r\n");

        // then
        assertThat(answer).startsWith("HTTP/1.1 400").contains("malformed-request");
    }

    @Test
    void anEmptyIdempotencyKeyIsRefused() throws IOException {
        // given
        String body = Calls.body("pm_1", "c-1");

        // when
        String answer = exchange(headers("Content-Length: " + body.length() + "\r\nIdempotency-Key:") + body);

        // then
        assertThat(answer).startsWith("HTTP/1.1 422").contains("Idempotency-Key");
    }

    @Test
    void twoIdempotencyKeysAreRefused() throws IOException {
        // given
        String body = Calls.body("pm_1", "c-1");

        // when
        String answer = exchange(
                headers("Content-Length: " + body.length() + "\r\nIdempotency-Key: a\r\nIdempotency-Key: b") + body);

        // then
        assertThat(answer).startsWith("HTTP/1.1 422").contains("Idempotency-Key");
    }

    private static String headers(String length) {
        return "POST /v1/disputes HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nConnection: close\r\n"
                + "X-API-Key: " + InstallationResource.ARCHITECT_KEY + "\r\n" + length + "\r\n\r\n";
    }

    private static String padded(int length) {
        String body = Calls.body("pm_1", "c-1");
        return body + " ".repeat(length - body.length());
    }

    private String exchange(String request) throws IOException {
        try (Socket socket = new Socket(holdfast.getHost(), holdfast.getPort())) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.UTF_8));
            out.flush();
            return readAll(socket.getInputStream());
        }
    }

    private static String readAll(InputStream in) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try {
            in.transferTo(answer);
        } catch (SocketException reset) {
            // It hung up on us; what it had said counts.
        }
        return answer.toString(StandardCharsets.UTF_8);
    }
}
