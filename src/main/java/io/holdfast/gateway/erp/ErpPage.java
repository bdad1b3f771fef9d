package io.holdfast.gateway.erp;

import com.fasterxml.jackson.databind.JsonNode;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.wire.WireAnswer;
import io.holdfast.gateway.wire.WireJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One page of a list.
 *
 * @param next the id after which the following page starts; empty on the last one
 */
record ErpPage(List<AuthorizationView> authorizations, Optional<String> next) {

    /** Empty if it is no page, or anything on it cannot be read: to leave that out could hide a hold. */
    static Optional<ErpPage> read(WireAnswer.Answered answer, ErpAuthorizations reader) {
        Optional<JsonNode> body = Optional.of(answer)
                .filter(WireAnswer.Answered::isSuccess)
                .flatMap(it -> WireJson.readObject(it.body()))
                .filter(it -> it.path("data").isArray());
        return body.flatMap(it -> views(it.get("data"), reader).flatMap(views -> page(views, it.path("has_more"))));
    }

    private static Optional<List<AuthorizationView>> views(JsonNode data, ErpAuthorizations reader) {
        List<AuthorizationView> views = new ArrayList<>();
        for (JsonNode authorization : data) {
            Optional<AuthorizationView> view = reader.read(authorization);
            if (view.isEmpty()) {
                return Optional.empty();
            }
            views.add(view.get());
        }
        return Optional.of(List.copyOf(views));
    }

    private static Optional<ErpPage> page(List<AuthorizationView> views, JsonNode hasMore) {
        if (!hasMore.asBoolean()) {
            return Optional.of(new ErpPage(views, Optional.empty()));
        }
        if (views.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new ErpPage(views, Optional.of(views.get(views.size() - 1).id().value())));
    }
}
