package io.holdfast.desk;

import io.holdfast.desk.Views.Notice;
import io.holdfast.desk.Views.Row;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.store.pages.DisputePages;
import io.holdfast.store.pages.DisputeQuery;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;

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
        journal.read(
                call, session, "/desk/disputes/{dispute}", List.of(dispute.id().value()));
        return dossier.whole(dispute, session)
                .chain(whole -> others(dispute)
                        .map(others -> Pages.html(
                                status,
                                Pages.Templates.dispute(
                                        pages.frame("Dispute of " + whole.card().account(), "dispute", session),
                                        whole,
                                        notice,
                                        others))));
    }

    /** What else there is of the same conversation. */
    private Uni<List<Row>> others(Dispute dispute) {
        if (dispute.terms().conversationId().isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        DisputeQuery query = new DisputeQuery(
                Optional.empty(),
                Optional.empty(),
                dispute.terms().conversationId(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                MOST_OTHERS,
                Optional.empty());
        return listing.page(query)
                .map(page -> page.rows().stream()
                        .filter(row -> !row.disputeId().equals(dispute.id().value()))
                        .map(dossier::row)
                        .toList());
    }
}
