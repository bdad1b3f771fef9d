package io.holdfast.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.holdfast.cli.HoldfastCommand;
import io.holdfast.cli.console.BrokenOutput;
import io.holdfast.cli.console.StandardOutput;
import io.holdfast.cli.console.StandardWriter;
import io.holdfast.dispute.model.OperationState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands against a server that says what it is told to. */
class RemoteCommandsTest {

    private static final String ID = "01a21450-7342-7333-9ae0-b6ed9f534759";

    private static final String NO_AMOUNT =
            "the amount has more than 100 digits when it is written out; give one such as 49.99";
    private static final String KEY = "hf_key-of-the-agent";

    /** The type of an answer that begins and does not end. */
    private static final String STALLS = "application/stalls";

    /** One answer, and whether the connection is kept open for a while after it, or cut. */
    private record Reply(int status, String type, String body) {}

    @TempDir
    Path folder;

    private final Deque<Reply> replies = new ArrayDeque<>();
    private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private HttpServer server;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", this::answer);
        server.start();
        Files.writeString(folder.resolve("key"), KEY + "\n");
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    @Test
    void aListIsReadPageByPage() {
        // given
        json(200, "{\"data\":[" + dispute("HELD") + "," + dispute("FAILED") + "],\"next_cursor\":\"c/1\"}");
        json(200, "{\"data\":[" + dispute("RELEASED") + "]}");

        // when
        int code = run("disputes", "list", "--status", "HELD", "--limit", "300", "--output", "csv");

        // then
        assertThat(code).isZero();
        assertThat(out.toString().lines()).hasSize(4);
        assertThat(out.toString()).contains(ID + ",HELD,49.99,USD");
        assertThat(asked)
                .containsExactly(
                        "GET /v1/disputes?status=HELD&limit=200 ",
                        "GET /v1/disputes?status=HELD&limit=200&cursor=c%2F1 ");
    }

    @Test
    void whatNeedsAttentionIsAskedFor() {
        // given
        json(200, "{\"data\":[]}");

        // when
        int code = run("disputes", "list", "--attention", "any");

        // then
        assertThat(code).isZero();
        assertThat(asked).containsExactly("GET /v1/disputes?attention=any&limit=50 ");
    }

    @Test
    void aFilterThatTheServerDoesNotTakeIsWrongUsage() {
        // given
        json(
                422,
                "{\"title\":\"The request is not valid.\",\"status\":422,\"errors\":[{\"field\":\"from\",\"message\":\"is a time\"}]}");

        // when
        int code = run("disputes", "list", "--from", "2026-11-27");

        // then
        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).isEqualTo("holdfast disputes list: The request is not valid: from is a time\n");
    }

    @ParameterizedTest
    @CsvSource({"invalid-request, 2", "card-data-refused, 2", "amount-exceeds-hold, 1"})
    void anArgumentThatIsNeverTakenIsWrongUsageAndOneThatIsTooMuchNowFails(String type, int expected) {
        // given
        json(422, "{\"type\":\"https://holdfast.io/problems/" + type + "\",\"title\":\"No.\",\"status\":422}");

        // when
        int code = run("disputes", "charge", ID, "20.001");

        // then
        assertThat(code).isEqualTo(expected);
        assertThat(err.toString()).isEqualTo("holdfast disputes charge: No\n");
    }

    @Test
    void somebodyElsesRefusalIsNotTakenForHoldfasts() {
        // given
        json(404, "{\"error\":{\"code\":\"not_found\",\"message\":\"no such page\"}}");

        // when
        int code = run("disputes", "list");

        // then
        assertThat(code).isEqualTo(1);
        assertThat(err.toString()).contains("status 404 from http://", "is it Holdfast?");
    }

    @Test
    void oneDisputeIsShownAsItIs() {
        // given
        json(200, dispute("HELD"));

        // when
        int code = run("disputes", "show", ID, "-o", "json");

        // then
        assertThat(code).isZero();
        assertThat(out.toString()).isEqualTo(dispute("HELD") + "\n");
    }

    @Test
    void aDisputeIsOpenedAndWaitedFor() {
        // given
        json(202, dispute("INITIATED"));
        json(200, dispute("HELD"));

        // when
        int code = run("disputes", "open", "--account", "ACC-1", "--amount", "49.90", "--payment-method", "pm_1");

        // then
        assertThat(code).isZero();
        assertThat(out.toString()).containsPattern("status +HELD");
        assertThat(asked)
                .containsExactly(
                        "POST /v1/disputes {\"customer_account_id\":\"ACC-1\",\"hold_amount\":49.90,\"payment_method_id\":\"pm_1\"}",
                        "GET /v1/disputes/" + ID + " ");
    }

    @Test
    void aPartIsCharged() {
        // given
        json(200, dispute("CHARGED"));

        // when
        int code = run("disputes", "charge", ID, "20.00");

        // then
        assertThat(code).isZero();
        assertThat(asked).containsExactly("POST /v1/disputes/" + ID + "/charge {\"amount\":20.00}");
    }

    @ParameterizedTest
    @CsvSource({
        "charge, HELD, CAPTURE_FAILED, 'the hold was not charged: the dispute is HELD, CAPTURE_FAILED'",
        "charge, EXPIRED, CAPTURE_FAILED, 'the hold was not charged: the dispute is EXPIRED, CAPTURE_FAILED'",
        "release, CHARGED, UNEXPECTED_CAPTURE, 'the hold was not released: the dispute is CHARGED, UNEXPECTED_CAPTURE'"
    })
    void whatTheGatewayRefusedIsShownAndHasFailed(String command, String status, String attention, String said) {
        // given
        json(200, dispute(status).replace("}", ",\"attention\":\"" + attention + "\"}"));

        // when
        int code = run("disputes", command, ID);

        // then
        assertThat(code).isEqualTo(1);
        assertThat(out.toString()).contains(status);
        assertThat(err.toString()).isEqualTo("holdfast disputes " + command + ": " + said + "\n");
    }

    @Test
    void whatTheGatewayHasNotConfirmedHasNotFailed() {
        // given
        json(202, dispute("HELD").replace("}", ",\"pending_action\":\"CHARGE\"}"));

        // when
        int code = run("disputes", "charge", ID);

        // then
        assertThat(code).isZero();
    }

    @Test
    void aRefusalIsOneLineAndOne() {
        // given
        json(
                409,
                "{\"type\":\"https://holdfast.io/problems/already-charged\",\"title\":\"The hold is charged.\",\"status\":409,"
                        + "\"detail\":\"Nothing was done.\"}");

        // when
        int code = run("disputes", "release", ID);

        // then
        assertThat(code).isEqualTo(1);
        assertThat(err.toString()).isEqualTo("holdfast disputes release: The hold is charged. Nothing was done.\n");
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "csv", "table"})
    void aListThatIsRefusedIsNoEmptyList(String format) {
        // given
        json(503, "{\"title\":\"The database is away\",\"detail\":\"Try again.\"}");

        // when
        int code = run("disputes", "list", "-o", format);

        // then
        assertThat(code).isEqualTo(1);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains("The database is away");
    }

    @Test
    void aServerThatIsAwayIsNamed() {
        // given
        server.stop(0);

        // when
        int code = run("operations", "list");

        // then
        assertThat(code).isEqualTo(1);
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(err.toString()).contains("nobody answers at http://127.0.0.1:", "HOLDFAST_URL");
    }

    @Test
    @Timeout(30)
    void nobodyIsWatchedWhereNobodyEverAnswered() {
        // given
        server.stop(0);

        // when
        int code = run("disputes", "watch", ID);

        // then
        assertThat(code).isEqualTo(1);
        assertThat(err.toString().lines()).singleElement().asString().contains("nobody answers at http://127.0.0.1:");
    }

    @Test
    @Timeout(30)
    void aServerThatStallsAmidItsAnswerHasNotAnswered() {
        // given
        Api api = new Api(URI.create("http://127.0.0.1:" + server.getAddress().getPort()), KEY, Duration.ofMillis(500));
        replies.add(new Reply(200, STALLS, dispute("HELD")));
        replies.add(new Reply(409, STALLS, "{}"));

        // when, then
        assertThatThrownBy(() -> api.get("/v1/disputes/" + ID))
                .isInstanceOf(Api.NoAnswer.class)
                .hasMessageContaining("does not answer");
        assertThatThrownBy(() -> api.text(api.open("/v1/disputes/" + ID + "/events", List.of("Accept", "*/*"))))
                .isInstanceOf(IOException.class);
    }

    @Test
    void whatIsNoIdIsNotAsked() {
        // when
        int code = run("disputes", "show", "../operations");

        // then
        assertThat(code).isEqualTo(2);
        assertThat(asked).isEmpty();
        assertThat(err.toString().lines()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "disputes list --limit 0, --limit is a count from 1",
        "operations list --limit -5, --limit is a count from 1",
        "disputes open --account A --amount 1 --payment-method p --wait -1, --wait is a number of seconds from 0 to 10",
        "disputes release " + ID + " --wait 11, --wait is a number of seconds from 0 to 10",
        "disputes charge " + ID + " --wait 99, --wait is a number of seconds from 0 to 10",
        "disputes open --account A --amount 1e999999999 --payment-method p, " + NO_AMOUNT,
        "disputes open --account A --amount 1e-999999999 --payment-method p, " + NO_AMOUNT,
        "disputes charge " + ID + " --amount 1e999999999, " + NO_AMOUNT,
        "disputes charge " + ID + " 1e-2147483647, " + NO_AMOUNT,
        "operations resolve " + ID + " --note n --said captured --amount 0e999999999, " + NO_AMOUNT,
    })
    void aNumberThatCannotBeIsNotAsked(String arguments, String said) {
        // when
        int code = run(arguments.split(" "));

        // then
        assertThat(code).isEqualTo(2);
        assertThat(asked).isEmpty();
        assertThat(err.toString().lines()).singleElement().asString().endsWith(": " + said);
    }

    @ParameterizedTest
    @CsvSource({
        "disputes list --status foo, '[INITIATED, HELD, FAILED, RELEASED, CHARGED, EXPIRED]'",
        "operations list --state done, '[WAITING, RUNNING, NEEDS_PERSON]'",
        "operations resolve " + ID + " --note n --said foo, '[AUTHORIZED, DECLINED, CAPTURED, VOIDED, EXPIRED]'",
    })
    void aWordThatNobodyKnowsIsAnsweredWithThoseThereAre(String arguments, String known) {
        // when
        int code = run(arguments.split(" "));

        // then
        assertThat(code).isEqualTo(2);
        assertThat(asked).isEmpty();
        assertThat(err.toString().lines()).singleElement().asString().contains(known);
    }

    @Test
    void everyStateOfAnOperationThatIsNotDoneCanBeAskedFor() {
        assertThat(ListOperations.State.values())
                .extracting(ListOperations.State::name)
                .containsExactlyInAnyOrderElementsOf(Stream.of(OperationState.values())
                        .filter(state -> state != OperationState.DONE)
                        .map(OperationState::name)
                        .toList());
    }

    @Test
    void aStateIsAskedForAsTheInterfaceHasIt() {
        // given
        json(200, "{\"data\":[]}");

        // when
        int code = run("operations", "list", "--state", "needs_person");

        // then
        assertThat(code).isZero();
        assertThat(asked).containsExactly("GET /v1/operations?state=needs_person&limit=50 ");
    }

    @Test
    void anOperationIsSettledByHand() {
        // given
        json(200, dispute("HELD"));

        // when
        int code = run("operations", "resolve", ID, "--said", "authorized", "--note", "the bank, on the phone");

        // then
        assertThat(code).isZero();
        assertThat(asked)
                .containsExactly("POST /v1/operations/" + ID
                        + "/resolve {\"said\":\"authorized\",\"note\":\"the bank, on the phone\"}");
    }

    @Test
    void aDisputeIsWatchedThroughABrokenConnectionUntilItIsOver() {
        // given
        replies.add(
                new Reply(200, "text/event-stream", ":\nretry: 2000\n\n" + event(1, "dispute.opened") + "id: 2\nda"));
        replies.add(new Reply(503, "application/problem+json", "{}"));
        replies.add(new Reply(200, "text/event-stream", event(2, "hold.placed") + event(3, "hold.released")));
        json(200, dispute("RELEASED"));
        json(200, "{\"data\":[" + data(3, "hold.released") + "," + data(4, "attention.cleared") + "]}");

        // when
        int code = run("disputes", "watch", ID, "-o", "json");

        // then
        assertThat(code).isZero();
        assertThat(out.toString().lines())
                .containsExactly(
                        data(1, "dispute.opened"),
                        data(2, "hold.placed"),
                        data(3, "hold.released"),
                        data(4, "attention.cleared"));
        assertThat(List.copyOf(asked).subList(0, 3))
                .containsExactly(
                        "GET /v1/disputes/" + ID + "/events ",
                        "GET /v1/disputes/" + ID + "/events 1",
                        "GET /v1/disputes/" + ID + "/events 1");
    }

    @Test
    @Timeout(60)
    void aDisputeIsWatchedThroughARestartBehindAProxyWheneverItComes() {
        // given
        replies.add(new Reply(200, "text/event-stream", event(1, "dispute.opened")));
        replies.add(new Reply(502, "text/html", "<html>Bad Gateway</html>"));
        replies.add(new Reply(200, "text/event-stream", event(2, "hold.released")));
        json(503, "{\"title\":\"The database is away.\"}");
        replies.add(new Reply(204, "text/plain", ""));
        replies.add(new Reply(504, "text/html", "<html>Gateway Timeout</html>"));
        replies.add(new Reply(204, "text/plain", ""));
        json(200, "{\"data\":[" + data(2, "hold.released") + "]}");

        // when
        int code = run("disputes", "watch", ID, "-o", "json");

        // then
        assertThat(code).isZero();
        assertThat(out.toString().lines()).containsExactly(data(1, "dispute.opened"), data(2, "hold.released"));
    }

    @Test
    void aStoryOfSeveralPagesIsShownWhole() {
        // given
        json(200, dispute("HELD"));
        json(200, "{\"data\":[" + data(1, "dispute.opened") + "],\"next_cursor\":\"c/1\"}");
        json(200, "{\"data\":[" + data(2, "hold.placed") + "]}");

        // when
        int code = run("disputes", "show", "--story", ID, "-o", "csv");

        // then
        assertThat(code).isZero();
        assertThat(out.toString().lines()).hasSize(3);
        assertThat(asked).contains("GET /v1/disputes/" + ID + "/events?cursor=c%2F1 ");
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 502, 503})
    void aDisputeThatIsOpenIsToldThoughNobodySaysWhatBecameOfIt(int status) {
        // given
        json(202, dispute("INITIATED"));
        json(status, "{\"title\":\"Not now.\"}");

        // when
        int code = run("disputes", "open", "--account", "A", "--amount", "1", "--payment-method", "p", "-o", "json");

        // then
        assertThat(code).isZero();
        assertThat(out.toString()).isEqualTo(dispute("INITIATED") + "\n");
        assertThat(err.toString()).contains("the dispute is open", "Not now");
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    void whatMayHaveBeenOpenedCanBeRepeatedWithItsKey(int status) {
        // given
        json(status, "{\"title\":\"The database is away.\"}");

        // when
        int code = run("disputes", "open", "--account", "A", "--amount", "1", "--payment-method", "p");

        // then
        assertThat(code).isEqualTo(1);
        assertThat(err.toString()).contains("The database is away. It may be open; repeat with --idempotency-key ");
    }

    @Test
    void whatWasDoneIsSaidThoughTheAnswerCannotBeWritten() {
        // given
        json(200, dispute("CHARGED"));

        // when
        int code = run(into(0, "No space left on device"), "disputes", "charge", ID, "20.00");

        // then
        assertThat(code).isEqualTo(1);
        assertThat(err.toString())
                .isEqualTo("holdfast disputes charge: the request was made, for the dispute " + ID
                        + ", but the output could not be written: No space left on device\n");
    }

    @Test
    void aListEndsWhereItsReaderLeft() {
        // given
        json(200, "{\"data\":[" + dispute("HELD") + "," + dispute("FAILED") + "],\"next_cursor\":\"c/1\"}");

        // when
        int code = run(into(1, "Broken pipe"), "disputes", "list", "--limit", "300");

        // then
        assertThat(code).isEqualTo(1);
        assertThat(err.toString()).isEmpty();
        assertThat(asked).hasSize(1);
    }

    @Test
    @Timeout(30)
    void watchingEndsWhenTheReaderLeft() {
        // given
        replies.add(new Reply(200, "text/event-stream", event(1, "dispute.opened") + event(2, "hold.placed")));

        // when
        int code = run(into(1, "Broken pipe"), "disputes", "watch", ID);

        // then
        assertThat(code).isEqualTo(1);
        assertThat(err.toString()).isEmpty();
        assertThat(asked).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "disputes show " + ID + ", dispute_id",
        "disputes show --story -o json " + ID + ", dispute_id",
        "disputes open --account A --amount 1 --payment-method p, dispute_id",
        "disputes release " + ID + ", dispute_id",
        "operations retry " + ID + ", operation_id"
    })
    void anAnswerThatIsNoneOfHoldfastsIsAFailure(String arguments, String id) {
        // given
        json(200, "{}");

        // when
        int code = run(arguments.split(" "));

        // then
        assertThat(code).isEqualTo(1);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).endsWith(": the answer has no " + id + "; is it Holdfast?\n");
    }

    @Test
    @Timeout(30)
    void watchingAPageThatIsNoStreamEnds() {
        // given
        replies.add(new Reply(200, "text/html", "<html>login</html>"));

        // when
        int code = run("disputes", "watch", ID);

        // then
        assertThat(code).isEqualTo(1);
        assertThat(err.toString()).endsWith(" is not Holdfast\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 65_536, 99_999})
    void aPortThatThereIsNoneIsWrongUsage(int port) {
        // when
        int code = HoldfastCommand.line()
                .setErr(new PrintWriter(err))
                .execute("disputes", "show", ID, "--url", "http://127.0.0.1:" + port);

        // then
        assertThat(code).isEqualTo(2);
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(err.toString()).contains("HOLDFAST_URL");
    }

    @ParameterizedTest
    @CsvSource({"json, UTF-8", "csv, UTF-8", "table, US-ASCII"})
    void whatProgramsReadIsUtf8WhateverTheTerminalHas(String format, Charset charset) {
        // given
        json(200, "{\"dispute_id\":\"" + ID + "\",\"customer_account_id\":\"ACC-ü€\"}");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        // when
        int code = run(new StandardWriter(bytes, StandardCharsets.US_ASCII), "disputes", "show", ID, "-o", format);

        // then
        assertThat(code).isZero();
        String account = new String("ACC-ü€".getBytes(charset), charset);
        assertThat(bytes.toString(charset)).contains(account);
    }

    /** Where standard output goes: to something that takes so many lines. */
    private static PrintWriter into(int lines, String fault) {
        return new PrintWriter(new StandardOutput(BrokenOutput.after(lines, fault)), true);
    }

    private int run(String... arguments) {
        return run(new PrintWriter(out), arguments);
    }

    private int run(PrintWriter output, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(
                "--url",
                "http://127.0.0.1:" + server.getAddress().getPort() + "/",
                "--api-key-file",
                folder.resolve("key").toString()));
        return HoldfastCommand.line()
                .setOut(output)
                .setErr(new PrintWriter(err))
                .execute(all.toArray(String[]::new));
    }

    private void json(int status, String body) {
        replies.add(new Reply(status, "application/json", body));
    }

    private void answer(HttpExchange call) throws IOException {
        String last = call.getRequestHeaders().getFirst("Last-Event-ID");
        String body = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        asked.add(call.getRequestMethod() + " " + call.getRequestURI() + " " + (last == null ? body : last));
        Reply reply = KEY.equals(call.getRequestHeaders().getFirst("X-API-Key"))
                ? replies.remove()
                : new Reply(401, "application/json", "{\"title\":\"no key\"}");
        byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
        call.getResponseHeaders().add("Content-Type", reply.type());
        if (reply.type().equals(STALLS)) {
            call.sendResponseHeaders(reply.status(), bytes.length + 1);
            call.getResponseBody().write(bytes);
            call.getResponseBody().flush();
            return;
        }
        call.sendResponseHeaders(reply.status(), bytes.length);
        call.getResponseBody().write(bytes);
        call.close();
    }

    private static String dispute(String status) {
        return "{\"dispute_id\":\"" + ID + "\",\"hold_amount\":49.99,\"currency\":\"USD\",\"status\":\"" + status
                + "\"}";
    }

    private static String event(int sequence, String type) {
        return "id: " + sequence + "\ndata: " + data(sequence, type) + "\n\n";
    }

    private static String data(int sequence, String type) {
        return "{\"sequence\":" + sequence + ",\"type\":\"" + type + "\",\"detail\":{}}";
    }
}
