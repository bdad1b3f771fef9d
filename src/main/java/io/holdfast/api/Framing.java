package io.holdfast.api;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/**
 * Where a request ends, and for whom it is. The server takes one whose end it cannot tell for one without a body, and what follows for the next request: of a
 * charge of a part, all that is held would be charged.
 */
final class Framing {

    private static final String CHUNKED = "chunked";

    private Framing() {}

    /** @throws Refusal after which nothing more is read on the connection (RFC 9112, 3.2 and 6.3) */
    static void require(RoutingContext call) {
        if (!hasKnownEnd(call.request()) || namesTwoHosts(call.request())) {
            BodyIntake.hangUpAfterwards(call);
            throw new Refusal(Problems.malformedFraming());
        }
    }

    private static boolean hasKnownEnd(HttpServerRequest request) {
        List<String> codings = request.headers().getAll(HttpHeaders.TRANSFER_ENCODING);
        if (codings.isEmpty()) {
            return true;
        }
        return request.version() != HttpVersion.HTTP_1_0
                && codings.size() == 1
                && CHUNKED.equalsIgnoreCase(codings.get(0).strip());
    }

    private static boolean namesTwoHosts(HttpServerRequest request) {
        return request.headers().getAll(HttpHeaders.HOST).size() > 1;
    }
}
