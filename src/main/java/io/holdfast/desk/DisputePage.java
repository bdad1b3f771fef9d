package io.holdfast.desk;

import io.holdfast.desk.Views.Notice;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.store.pages.DisputeListing;
import io.holdfast.store.pages.DisputePages;
import io.holdfast.store.pages.DisputeQuery;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** The page of one dispute, whichever way somebody came to it. */
@ApplicationScoped
class DisputePage {

    private static final int MOST_OTHERS = 10;

    private final DisputePages listing;
    private final Dossier dossier;
    private final Pages pages;
    private final DeskJournal journal;

    DisputePage(DisputePages listing, Dossier dossier, Pages pages, DeskJournal journal) {
        this.listing = listing;
        this.dossier = dossier;
        this.pages = pages;
        this.journal = journal;
    }

    /** @param notice what came of something; null if nothing did */
    Uni<Response> show(RoutingContext call, DeskSession session, Dispute dispute, Notice notice, int status) {
        return dossier.whole(dispute, session)
                .chain(whole -> others(dispute, session).map(others -> {
                    tell(call, session, dispute, others);
                    return Pages.html(
                            status,
                            Pages.Templates.dispute(
                                    pages.frame("Dispute of " + whole.card().account(), "dispute", session),
                                    whole,
                                    notice,
                                    others.stream().map(dossier::row).toList()));
                }));
    }

    /** The same for the page's own script, which shows it in place of what is there, without the conversation's others. */
    Uni<Response> piece(RoutingContext call, DeskSession session, Dispute dispute, Notice notice, int status) {
        return dossier.whole(dispute, session).map(whole -> {
            tell(call, session, dispute, List.of());
            return Response.fromResponse(Pages.html(status, Pages.Templates.settled(whole, notice)))
                    .header("HX-Trigger", "desk-done")
                    .build();
        });
    }

    private void tell(RoutingContext call, DeskSession session, Dispute dispute, List<DisputeListing> others) {
        Stream<UUID> shown =
                Stream.concat(Stream.of(dispute.id().value()), others.stream().map(DisputeListing::disputeId));
        journal.read(call, session, "/desk/disputes/{dispute}", shown.toList());
    }

    /** What else there is of the same conversation. */
    private Uni<List<DisputeListing>> others(Dispute dispute, DeskSession session) {
        if (dispute.terms().conversationId().isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        DisputeQuery query = DisputeQuery.having(
                Optional.empty(),
                dispute.terms().conversationId(),
                session.callCenters(),
                MOST_OTHERS,
                Optional.empty());
        return listing.page(query)
                .map(page -> page.rows().stream()
                        .filter(row -> !row.disputeId().equals(dispute.id().value()))
                        .toList());
    }
}
