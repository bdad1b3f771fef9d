package io.holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.is;

import io.holdfast.testing.InstallationResource;
import io.holdfast.testing.LogLines;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Of HTTP/2: proxies send what many callers ask for over one connection. */
@QuarkusTest
class SharedConnectionTest {

    private static final int FAR_TOO_LARGE = 2_000_000;

    private static final int FOLLOWERS = 10;

    private static final int UPLOADS = 4;

    /** Of a stream: its caller needs it no more. */
    private static final long CANCEL = 8;

    @Inject
    Vertx vertx;

    @TestHTTPResource("/")
    URI holdfast;

    private HttpClient client;

    private record Answer(int status, String body) {}

    @BeforeEach
    void connect() {
        client = vertx.createHttpClient(new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false)
                .setHttp2MaxPoolSize(1));
    }

    @AfterEach
    void hangUp() {
        client.close();
    }

    @Test
    void aBodyThatIsNotReadEndsNoOtherRequestOfItsConnection() throws Exception {
        // given
        OnItsWay other = new OnItsWay();

        // when
        HttpClientRequest tooLarge = request();
        Future<Answer> refusal = tooLarge.response().compose(SharedConnectionTest::read);
        tooLarge.putHeader("Content-Length", Integer.toString(FAR_TOO_LARGE)).write(Buffer.buffer("{"));
        Answer refused = finished(refusal);

        // then
        assertThat(refused.status()).isEqualTo(413);
        assertThat(refused.body()).contains("/too-large");
        assertThat(tooLarge.connection()).isSameAs(other.request.connection());
        assertThat(other.status()).isEqualTo(202);
    }

    @Test
    void aBodyThatIsFarTooLargeIsAnsweredAlsoToAClientThatSendsAllOfItBeforeItLooks() throws Exception {
        // given: a connection that was upgraded
        java.net.http.HttpClient jdks = java.net.http.HttpClient.newHttpClient();
        jdks.send(HttpRequest.newBuilder(holdfast.resolve("/q/openapi")).build(), BodyHandlers.discarding());
        HttpRequest tooLarge = HttpRequest.newBuilder(holdfast.resolve("/v1/disputes"))
                .timeout(Duration.ofSeconds(20))
                .header("X-API-Key", InstallationResource.ARCHITECT_KEY)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(new byte[FAR_TOO_LARGE]))
                .build();

        for (int i = 0; i < UPLOADS; i++) {
            // when
            HttpResponse<String> refused = jdks.send(tooLarge, BodyHandlers.ofString());

            // then
            assertThat(refused.version()).isEqualTo(java.net.http.HttpClient.Version.HTTP_2);
            assertThat(refused.statusCode()).isEqualTo(413);
        }
    }

    @Test
    void aCallerThatGivesUpAmidItsBodyEndsNoOtherRequestOfItsConnection() throws Exception {
        // given
        OnItsWay other = new OnItsWay();

        // when
        HttpClientRequest givenUp = request();
        finished(givenUp.putHeader("Content-Length", "1000").write("{"));
        givenUp.reset(CANCEL);
        Answer next = finished(request().send(Calls.body("pm_1", "c-1")).compose(SharedConnectionTest::read));

        // then
        assertThat(next.status()).isEqualTo(202);
        assertThat(givenUp.connection()).isSameAs(other.request.connection());
        assertThat(other.status()).isEqualTo(202);
    }

    @Test
    void aCallerThatDoesNotWaitForItsAnswerEndsNoOtherRequestOfItsConnection() throws Exception {
        // given
        OnItsWay other = new OnItsWay();
        String conversation = "conversation-" + UUID.randomUUID();

        // when
        HttpClientRequest givenUp = request();
        givenUp.end(Calls.body("pm_1", conversation));
        givenUp.reset(CANCEL);
        await().untilAsserted(() -> Calls.architect()
                .get("/v1/conversations/" + conversation + "/dispute")
                .then()
                .statusCode(200)
                .body("status", is("HELD")));

        // then
        assertThat(givenUp.connection()).isSameAs(other.request.connection());
        assertThat(other.status()).isEqualTo(202);
    }

    @Test
    void aFollowerThatHangsUpAtOnceEndsNoOtherRequestOfItsConnectionAndIsNoFaultOfOurs() throws Exception {
        // given
        OnItsWay other = new OnItsWay();
        String id = Calls.opened("pm_1");

        // when
        try (LogLines lines = new LogLines("io.holdfast.api.Problems")) {
            for (int i = 0; i < FOLLOWERS; i++) {
                HttpClientRequest follower = request(HttpMethod.GET, "/v1/disputes/" + id + "/events");
                follower.putHeader("X-API-Key", InstallationResource.AGENT_KEY)
                        .putHeader("Accept", "text/event-stream")
                        .end();
                follower.reset(CANCEL);
            }
            finished(request().send(Calls.body("pm_1", "c-1")).compose(SharedConnectionTest::read));

            // then
            assertThat(lines.lines()).isEmpty();
        }
        assertThat(other.status()).isEqualTo(202);
    }

    /** A call whose body is not whole yet. */
    private final class OnItsWay {

        private final String body = Calls.body("pm_1", "c-1");
        private final HttpClientRequest request = request();
        private final Future<Answer> answer = request.response().compose(SharedConnectionTest::read);

        OnItsWay() throws Exception {
            finished(request.putHeader("Content-Length", Integer.toString(body.length()))
                    .write(body.substring(0, 10)));
        }

        int status() throws Exception {
            request.end(body.substring(10));
            return finished(answer).status();
        }
    }

    private static Future<Answer> read(HttpClientResponse response) {
        return response.body().map(body -> new Answer(response.statusCode(), body.toString()));
    }

    private HttpClientRequest request() throws Exception {
        return request(HttpMethod.POST, "/v1/disputes");
    }

    private HttpClientRequest request(HttpMethod method, String address) throws Exception {
        return finished(client.request(new RequestOptions()
                .setMethod(method)
                .setHost(holdfast.getHost())
                .setPort(holdfast.getPort())
                .setURI(address)
                .putHeader("X-API-Key", InstallationResource.ARCHITECT_KEY)
                .putHeader("Content-Type", "application/json")));
    }

    private static <T> T finished(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
