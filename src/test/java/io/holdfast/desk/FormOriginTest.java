package io.holdfast.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A browser that says where a form comes from by {@code Origin} alone, as some older ones do. */
class FormOriginTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final DeskSession HOLDER = DeskSession.visitor("the-token", Instant.EPOCH);

    private static HttpServer server;

    @BeforeAll
    static void open() throws Exception {
        Router router = Router.router(VERTX);
        router.post().handler(call -> call.request().body().onSuccess(body -> take(call, body)));
        router.get().handler(call -> call.response().end());
        server = VERTX.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    private static void take(RoutingContext call, Buffer body) {
        try {
            Desk.form(call, body.getBytes(), HOLDER);
            call.response().end();
        } catch (DeskRefusal refusal) {
            call.response().setStatusCode(refusal.status()).end();
        }
    }

    @AfterAll
    static void end() {
        VERTX.close();
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP_1_1, '', 200",
        "HTTP_2, '', 200",
        "HTTP_1_1, http://elsewhere.example, 403",
        "HTTP_2, http://elsewhere.example, 403"
    })
    void isTakenFromOurOwnPageWhateverTheVersion(Version version, String origin, int status) throws Exception {
        // given: a connection that speaks it
        String ours = "http://127.0.0.1:" + server.actualPort();
        HttpClient client = HttpClient.newBuilder().version(version).build();
        client.send(HttpRequest.newBuilder(URI.create(ours)).build(), BodyHandlers.discarding());

        // when
        HttpResponse<Void> answer = client.send(
                HttpRequest.newBuilder(URI.create(ours))
                        .header("Origin", origin.isEmpty() ? ours : origin)
                        .POST(BodyPublishers.ofString("token=the-token"))
                        .build(),
                BodyHandlers.discarding());

        // then
        assertThat(answer.version()).isEqualTo(version);
        assertThat(answer.statusCode()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "X-Forwarded-Host | desk.example.com | 200",
                "X-Forwarded-Host | desk.example.com:443 | 200",
                "X-Forwarded-Host | desk.example.com, inner.example | 200",
                "X-Forwarded-Host | inner.example, desk.example.com | 403",
                "X-Forwarded-Host | desk.example.com:8443 | 403",
                "Forwarded | for=192.0.2.1;host=desk.example.com;proto=https, for=10.0.0.1;host=inner.example | 200",
                "Forwarded | for=192.0.2.1; Host=\"desk.example.com:443\" | 200",
                "Forwarded | for=192.0.2.1;host=elsewhere.example | 403",
            })
    void isTakenFromOurOwnPageByTheNameThatProxiesSayItHas(String header, String value, int status) throws Exception {
        // given
        HttpRequest.Builder form = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort()))
                .header("Origin", "https://desk.example.com")
                .header(header, value);

        // when
        HttpResponse<Void> answer = HttpClient.newHttpClient()
                .send(form.POST(BodyPublishers.ofString("token=the-token")).build(), BodyHandlers.discarding());

        // then
        assertThat(answer.statusCode()).isEqualTo(status);
    }
}
