package io.holdfast.desk;

import io.restassured.RestAssured;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;

/** What a dispute's page is sent while it is open. */
final class LivePage {

    private final HttpClient client;
    private final StringBuffer received = new StringBuffer();
    private volatile boolean ended;

    LivePage(Vertx vertx, Visitor visitor, String disputeId) {
        client = vertx.createHttpClient();
        client.request(HttpMethod.GET, RestAssured.port, "localhost", "/desk/disputes/" + disputeId + "/live")
                .compose(request -> request.putHeader("Cookie", Visitor.COOKIE + "=" + visitor.cookie())
                        .send())
                .onSuccess(this::receive)
                .onFailure(failure -> ended = true);
    }

    private void receive(HttpClientResponse answer) {
        answer.handler((Buffer part) -> received.append(part));
        answer.endHandler(end -> ended = true);
        answer.exceptionHandler(failure -> ended = true);
    }

    /** How many whole events of that name came. */
    long events(String name) {
        String text = received.toString();
        return text.substring(0, text.lastIndexOf("\n\n") + 1)
                .lines()
                .filter(line -> line.replace(" ", "").equals("event:" + name))
                .count();
    }

    boolean shows(String text) {
        return received.indexOf(text) >= 0;
    }

    boolean isClosed() {
        return ended;
    }

    void close() {
        client.close();
    }
}
