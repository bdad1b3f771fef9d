package io.holdfast.gateway.erp;

import com.fasterxml.jackson.databind.JsonNode;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.gateway.AuthorizationPage;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.wire.WireAnswer;
import io.holdfast.gateway.wire.WireId;
import io.holdfast.gateway.wire.WireJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One page of a list.
 *
 * @param next the id after which the following page starts, the last one that can be used; empty on the last page
 * @param unreadable what cannot be read, see {@link io.holdfast.gateway.AuthorizationPage}
 */
record ErpPage(List<AuthorizationView> authorizations, Optional<String> next, List<String> unreadable) {

    /** Empty if it is no page, or does not tell where the next one starts. */
    static Optional<ErpPage> read(WireAnswer.Answered answer, ErpAuthorizations reader) {
        Optional<JsonNode> body = Optional.of(answer)
                .filter(WireAnswer.Answered::isSuccess)
                .flatMap(it -> WireJson.readObject(it.body()))
                .filter(it -> it.path("data").isArray());
        return body.flatMap(it -> page(it, reader));
    }

    /** Whether everything on it can be read. What cannot may be a hold. */
    boolean isWhole() {
        return unreadable.isEmpty();
    }

    /** Of a list of live ones. A gateway that does not know the filter lists everybody's, also what is over. */
    AuthorizationPage live() {
        List<AuthorizationView> live = authorizations.stream()
                .filter(view -> view.status() == AuthorizationView.Status.AUTHORIZED)
                .toList();
        return new AuthorizationPage(live, next, unreadable);
    }

    private static Optional<ErpPage> page(JsonNode body, ErpAuthorizations reader) {
        List<AuthorizationView> views = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        Optional<String> last = Optional.empty();
        for (JsonNode authorization : body.get("data")) {
            Optional<AuthorizationView> view = reader.read(authorization);
            view.ifPresentOrElse(views::add, () -> unreadable.add(named(authorization, reader)));
            // where it goes on is kept, and what is no usable id must not be
            Optional<String> id = reader.id(authorization).map(AuthorizationId::value);
            last = id.isPresent() ? id : last;
        }
        boolean goesOn = body.path("has_more").asBoolean();
        return goesOn && last.isEmpty()
                ? Optional.empty()
                : Optional.of(new ErpPage(views, last.filter(it -> goesOn), unreadable));
    }

    private static String named(JsonNode authorization, ErpAuthorizations reader) {
        return WireId.named(WireJson.text(authorization, "id"), reader.disputeId(authorization));
    }
}
