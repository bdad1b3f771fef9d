package io.holdfast.sandbox;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Which path leads where. */
final class Routes {
    private static final int LARGEST_BODY_BYTES = 64 * 1024;

    private final Vertx vertx;
    private final Books books;
    private final TokenCalls tokens;

    Routes(Vertx vertx, Books books, TokenCalls tokens) {
        this.vertx = vertx;
        this.books = books;
        this.tokens = tokens;
    }

    Router router() {
        WriteCalls writes = books.writeCalls();
        ReadCalls reads = books.readCalls();
        Router router = Router.router(vertx);
        BodyHandler bodies = BodyHandler.create(false).setBodyLimit(LARGEST_BODY_BYTES);
        router.post("/v1/authorizations").handler(bodies).handler(write(Call.AUTHORIZE, writes::authorize));
        router.post("/v1/authorizations/:id/capture").handler(bodies).handler(write(Call.CAPTURE, writes::capture));
        router.post("/v1/authorizations/:id/void").handler(bodies).handler(write(Call.VOID, writes::giveBack));
        router.post("/v1/payment_methods/:id/refresh").handler(bodies).handler(write(Call.REFRESH, writes::refresh));
        router.get("/v1/authorizations").handler(read(Call.LIST, reads::list));
        router.get("/v1/authorizations/:id").handler(read(Call.GET, reads::one));
        router.post("/oauth/token").handler(bodies).handler(tokens::issue);
        router.delete("/oauth/tokens").handler(tokens::revoke);
        router.get("/ledger").handler(this::showLedger);
        router.delete("/ledger").handler(this::resetLedger);
        router.get("/healthz")
                .handler(http -> json(http, JsonText.object(body -> body.writeStringField("status", "up"))));
        answerInOurShape(router, 400, "bad_request", "the request cannot be understood");
        answerInOurShape(router, 404, "not_found", "there is nothing at this path");
        answerInOurShape(router, 405, "method_not_allowed", "this path has no such method");
        answerInOurShape(router, 413, "body_too_large", "the body is larger than " + LARGEST_BODY_BYTES + " bytes");
        answerInOurShape(router, 500, "internal_error", "the sandbox itself failed");
        return router;
    }

    private Handler<RoutingContext> write(Call call, Consumer<Exchange> action) {
        return read(call, exchange -> {
            exchange.requireKey();
            action.accept(exchange);
        });
    }

    private Handler<RoutingContext> read(Call call, Consumer<Exchange> action) {
        return http -> {
            Exchange exchange = new Exchange(http, books.ledger(), call);
            try {
                tokens.requireToken(http);
                books.issuer().catchUp();
                action.accept(exchange);
            } catch (ApiError error) {
                exchange.refuse(error);
            }
        };
    }

    /** A large ledger takes a while to write: that happens off the event loop, from a snapshot. */
    private void showLedger(RoutingContext http) {
        List<String> known = List.of("dispute_id", "entries");
        if (!known.containsAll(http.queryParams().names())) {
            http.fail(400);
            return;
        }
        LedgerSnapshot snapshot =
                books.snapshot(Optional.ofNullable(http.queryParams().get("dispute_id")));
        boolean withEntries = !"false".equals(http.queryParams().get("entries"));
        vertx.executeBlocking(() -> LedgerJson.of(snapshot, withEntries))
                .onSuccess(body -> json(http, body))
                .onFailure(http::fail);
    }

    private void resetLedger(RoutingContext http) {
        books.clear();
        http.response().setStatusCode(204).end();
    }

    private static void answerInOurShape(Router router, int status, String code, String message) {
        byte[] body = JsonText.error(code, message);
        router.errorHandler(status, http -> {
            if (!http.response().ended() && !http.response().closed()) {
                http.response().setStatusCode(status);
                json(http, body);
            }
        });
    }

    private static void json(RoutingContext http, byte[] body) {
        http.response().putHeader("Content-Type", "application/json").end(Buffer.buffer(body));
    }
}
