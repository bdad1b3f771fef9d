package io.holdfast.notify.genesys;

import io.holdfast.notify.wire.Answer;
import io.holdfast.notify.wire.Courier;
import io.holdfast.time.Scheduling;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The platform's API: each request at its pace, with a token, and once more with a new one when the old one is not taken. */
final class GenesysApi {

    /** The platform does not know us, whatever we say to it. */
    static final Answer.Lost REFUSES_US = new Answer.Lost("credentials");

    private final Courier courier;
    private final String base;
    private final Tokens tokens;
    private final Pace pace;
    private final Scheduling scheduling;

    GenesysApi(Courier courier, URI base, Tokens tokens, Pace pace, Scheduling scheduling) {
        this.courier = courier;
        this.base = base.toString().replaceAll("/+$", "");
        this.tokens = tokens;
        this.pace = pace;
        this.scheduling = scheduling;
    }

    /** @param path its parts are encoded already */
    Uni<Answer> call(HttpMethod method, String path, Optional<String> body) {
        return tokens.access().chain(access -> {
            if (access instanceof Tokens.Access.Granted granted) {
                return send(method, path, body, granted)
                        .chain(answer -> isUnauthorized(answer) ? again(method, path, body, granted) : same(answer));
            }
            return same(refusal(access));
        });
    }

    private Uni<Answer> again(HttpMethod method, String path, Optional<String> body, Tokens.Access.Granted refused) {
        return tokens.accessInPlaceOf(refused)
                .chain(access -> access instanceof Tokens.Access.Granted granted
                        ? send(method, path, body, granted).map(answer -> isUnauthorized(answer) ? REFUSES_US : answer)
                        : same(refusal(access)));
    }

    private Uni<Answer> send(HttpMethod method, String path, Optional<String> body, Tokens.Access.Granted access) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Authorization", "Bearer " + access.token());
        headers.put("Accept", "application/json");
        body.ifPresent(it -> headers.put("Content-Type", "application/json"));
        URI address = URI.create(base + path);
        Buffer bytes = Buffer.buffer(body.orElse(""));
        return place().chain(() -> courier.send(method, address, headers, bytes));
    }

    /** @return how long a request waits for its place at most, where there are never more than so many that wait */
    Duration longestWait(int requests) {
        return pace.longestWait(requests);
    }

    private Uni<Void> place() {
        Duration wait = pace.take();
        return wait.isZero()
                ? Uni.createFrom().voidItem()
                : Uni.createFrom().emitter(emitter -> scheduling.after(wait, () -> emitter.complete(null)));
    }

    private static boolean isUnauthorized(Answer answer) {
        return answer instanceof Answer.Answered answered && answered.status() == 401;
    }

    /** Whatever the login says, it is not about the message: a 400 there means a wrong client. */
    private static Answer refusal(Tokens.Access access) {
        Answer answer = ((Tokens.Access.Refused) access).answer();
        boolean ours = answer instanceof Answer.Answered answered
                && answered.status() >= 400
                && answered.status() < 500
                && answered.status() != 429;
        return ours ? REFUSES_US : answer;
    }

    private static Uni<Answer> same(Answer answer) {
        return Uni.createFrom().item(answer);
    }
}
