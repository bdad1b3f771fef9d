package io.holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.holdfast.time.OpeningHours;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClosedDoorTest {

    private static final Vertx VERTX = Vertx.vertx();

    private static HttpServer server;

    @BeforeAll
    static void close() throws Exception {
        OpeningHours hours = new OpeningHours();
        hours.close();
        Filters filters = new Filters();
        new ClosedDoor(hours, new ProblemWriter(new ObjectMapper(), new CallJournal(null))).register(filters);
        Router router = Router.router(VERTX);
        filters.getFilters().forEach(filter -> router.route().handler(filter.getHandler()));
        router.route().handler(call -> call.response().end("seen"));
        server = VERTX.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    @AfterAll
    static void end() {
        VERTX.close();
    }

    /** An answer of HTTP/2 that speaks of its connection is malformed (RFC 9113, 8.2.2): callers would see none. */
    @ParameterizedTest
    @CsvSource({"HTTP_1_1, GET, 200, 1", "HTTP_1_1, POST, 503, 1", "HTTP_2, GET, 200, 0", "HTTP_2, POST, 503, 0"})
    void whoCallsTooLateIsToldSoInWordsOfItsVersion(Version version, String method, int status, int headers)
            throws Exception {
        // given
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + "/v1"))
                .version(version)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();

        // when
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());

        // then
        assertThat(answer.version()).isEqualTo(version);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().allValues("Connection")).hasSize(headers);
    }
}
