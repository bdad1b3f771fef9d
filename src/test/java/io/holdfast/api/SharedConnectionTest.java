package io.holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testing.InstallationResource;
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
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Of HTTP/2: proxies send what many callers ask for over one connection. */
@QuarkusTest
class SharedConnectionTest {

    private static final int FAR_TOO_LARGE = 2_000_000;

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
        // given: a call whose body is still on its way
        String body = Calls.body("pm_1", "c-1");
        HttpClientRequest other = request();
        Future<Answer> answer = other.response().compose(SharedConnectionTest::read);
        finished(other.putHeader("Content-Length", Integer.toString(body.length()))
                .write(body.substring(0, 10)));

        // when
        HttpClientRequest tooLarge = request();
        Future<Answer> refusal = tooLarge.response().compose(SharedConnectionTest::read);
        tooLarge.putHeader("Content-Length", Integer.toString(FAR_TOO_LARGE)).write(Buffer.buffer("{"));
        Answer refused = finished(refusal);
        other.end(body.substring(10));

        // then
        assertThat(refused.status()).isEqualTo(413);
        assertThat(refused.body()).contains("/too-large");
        assertThat(tooLarge.connection()).isSameAs(other.connection());
        assertThat(finished(answer).status()).isEqualTo(202);
    }

    private static Future<Answer> read(HttpClientResponse response) {
        return response.body().map(body -> new Answer(response.statusCode(), body.toString()));
    }

    private HttpClientRequest request() throws Exception {
        return finished(client.request(new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(holdfast.getHost())
                .setPort(holdfast.getPort())
                .setURI("/v1/disputes")
                .putHeader("X-API-Key", InstallationResource.ARCHITECT_KEY)
                .putHeader("Content-Type", "application/json")));
    }

    private static <T> T finished(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
