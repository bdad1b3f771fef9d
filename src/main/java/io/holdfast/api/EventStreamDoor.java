package io.holdfast.api;

import io.holdfast.dispute.model.DisputeId;
import io.holdfast.store.DatabasePatience;
import io.holdfast.store.DisputeStore;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.NameBinding;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Decides whether a stream of events begins at all, while the answer can still be another one: the framework sends the head of a stream before its first
 * item is asked for.
 */
public class EventStreamDoor {

    /** Marks the method that streams. */
    @NameBinding
    @Retention(RetentionPolicy.RUNTIME)
    @interface Guarded {}

    static final String LAST_EVENT_ID = HttpHeaders.LAST_EVENT_ID_HEADER;

    private static final Pattern SEQUENCE = Pattern.compile("\\d{1,9}");

    private final EventStreams streams;
    private final DisputeStore store;
    private final Reach reach;
    private final DatabasePatience patience;
    private final CallJournal calls;
    private final SecurityIdentity caller;

    EventStreamDoor(
            EventStreams streams,
            DisputeStore store,
            Reach reach,
            DatabasePatience patience,
            CallJournal calls,
            SecurityIdentity caller) {
        this.streams = streams;
        this.store = store;
        this.reach = reach;
        this.patience = patience;
        this.calls = calls;
        this.caller = caller;
    }

    /** @return 204 if there is nothing more to tell, which keeps an {@code EventSource} from coming back */
    @Guarded
    @ServerRequestFilter
    public Uni<Response> enter(ContainerRequestContext request, RoutingContext call) {
        DisputeId id = PathIds.dispute(request.getUriInfo().getPathParameters().getFirst("dispute_id"));
        int last = lastEvent(request.getHeaderString(LAST_EVENT_ID));
        return streams.begin(patience.of(store.find(id)).map(Answers::found).map(reach.limit()), last)
                .map(following -> {
                    // Also where no stream comes of it, because its caller is gone.
                    call.addEndHandler(ended -> following.place().leave());
                    if (call.response().closed()) {
                        following.place().leave();
                    }
                    if (last > 0 && following.story().isAtItsEnd()) {
                        following.place().leave();
                        return Response.noContent().build();
                    }
                    request.setProperty(EventStreams.Following.class.getName(), following);
                    if (HttpMethod.HEAD.equals(request.getMethod())) {
                        following.place().leave();
                    } else {
                        // The filter that tells of other answers does not see a stream's.
                        calls.read(call, caller, List.of(id.value()));
                    }
                    return null;
                });
    }

    static EventStreams.Following following(ContainerRequestContext request) {
        return (EventStreams.Following) request.getProperty(EventStreams.Following.class.getName());
    }

    private static int lastEvent(String header) {
        return Optional.ofNullable(header)
                .filter(text -> !text.isEmpty())
                .map(text -> {
                    if (!SEQUENCE.matcher(text).matches()) {
                        throw new Refusal(Problems.invalid(LAST_EVENT_ID, "is the id of an event of this stream"));
                    }
                    return Integer.valueOf(text);
                })
                .orElse(0);
    }
}
