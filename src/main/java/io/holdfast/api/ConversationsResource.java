package io.holdfast.api;

import io.holdfast.dispute.model.Dispute;
import io.holdfast.store.DatabasePatience;
import io.holdfast.store.DisputeStore;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jboss.resteasy.reactive.RestResponse;

/** Finds the dispute of a conversation, for a call flow that lost the answer to its opening. */
@Path("/v1/conversations")
@Produces(MediaType.APPLICATION_JSON)
public class ConversationsResource {

    private final DisputeStore store;
    private final DisputeReading reading;
    private final Answers answers;
    private final Reach reach;
    private final DatabasePatience patience;

    public ConversationsResource(
            DisputeStore store, DisputeReading reading, Answers answers, Reach reach, DatabasePatience patience) {
        this.store = store;
        this.reading = reading;
        this.answers = answers;
        this.reach = reach;
        this.patience = patience;
    }

    @GET
    @Path("{conversation_id}/dispute")
    @RolesAllowed({Role.ARCHITECT, Role.AGENT})
    public Uni<RestResponse<DisputeView>> newest(
            @PathParam("conversation_id") String conversationId,
            @HeaderParam(PreferredWait.HEADER) List<String> preferences) {
        if (!CleanText.isClean(conversationId, OpenRequest.MAX_CONVERSATION)) {
            throw new Refusal(Problems.notFound());
        }
        Optional<Duration> wait = PreferredWait.of(preferences);
        return patience.of(newestWithinReach(conversationId)).chain(dispute -> answer(dispute, wait));
    }

    /** That of another call centre is looked for only where there is no own one, so that the journal tells who asked for it. */
    private Uni<Dispute> newestWithinReach(String conversationId) {
        Optional<Set<String>> callCenters = reach.callCenters().only();
        UnaryOperator<Dispute> limit = reach.limit();
        return store.newestOfConversation(conversationId, callCenters)
                .chain(own -> own.isPresent() || callCenters.isEmpty()
                        ? Uni.createFrom().item(own)
                        : store.newestOfConversation(conversationId, Optional.empty()))
                .map(Answers::found)
                .map(limit);
    }

    private Uni<RestResponse<DisputeView>> answer(Dispute dispute, Optional<Duration> wait) {
        return wait.map(time -> reading.onceKnown(dispute.id(), time))
                .orElseGet(() -> Uni.createFrom().item(answers.ok(dispute)));
    }
}
