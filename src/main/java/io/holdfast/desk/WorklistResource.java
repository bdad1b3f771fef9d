package io.holdfast.desk;

import io.holdfast.desk.Views.Choice;
import io.holdfast.desk.Views.Worklist;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.store.DisputeStore;
import io.holdfast.store.overview.OverviewPages;
import io.holdfast.store.overview.Work;
import io.holdfast.store.pages.DisputeListing;
import io.holdfast.store.pages.DisputePages;
import io.holdfast.store.pages.DisputeQuery;
import io.holdfast.store.pages.Page;
import io.holdfast.store.pages.WorkPages;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The way in: the dispute of a conversation, or the lists that people work through. */
@Path(DeskDoor.DESK)
@PermitAll
public class WorklistResource {

    private static final int ROWS = 25;

    private static final int LONGEST_SEARCH = 128;
    private static final int LONGEST_CURSOR = 256;

    private static final String NOTHING_FOUND =
            "Nothing found. Search for the whole account id, dispute id or conversation id.";

    /** Of an address of the further pages of a search. */
    private static final String OF_CONVERSATION = "&by=conversation";

    private final Desk desk;
    private final DisputeStore store;
    private final WorkPages work;
    private final DisputePages disputes;
    private final OverviewPages overview;
    private final Dossier dossier;
    private final DisputePage page;
    private final DeskJournal journal;
    private final Pages pages;
    private final DeskSettings settings;
    private final Clock clock;

    WorklistResource(
            Desk desk,
            DisputeStore store,
            WorkPages work,
            DisputePages disputes,
            OverviewPages overview,
            Dossier dossier,
            DisputePage page,
            DeskJournal journal,
            Pages pages,
            DeskSettings settings,
            Clock clock) {
        this.desk = desk;
        this.store = store;
        this.work = work;
        this.disputes = disputes;
        this.overview = overview;
        this.dossier = dossier;
        this.page = page;
        this.journal = journal;
        this.pages = pages;
        this.settings = settings;
        this.clock = clock;
    }

    @GET
    public Uni<Response> get(@Context RoutingContext call) {
        return desk.answer(call, session -> {
            Form query = Form.parse(call.request().query());
            Optional<String> conversation = query.exactText("conversation_id", LONGEST_SEARCH);
            if (conversation.isPresent()) {
                return ofConversation(call, session, conversation.get());
            }
            return query.exactText("q", LONGEST_SEARCH)
                    .map(search -> found(call, session, search, query))
                    .orElseGet(() -> list(call, session, WorkView.of(query.text("view", 16)), query));
        });
    }

    /** Of the newest dispute of a conversation. */
    static String address(String conversation) {
        return DeskDoor.DESK + "?conversation_id=" + URLEncoder.encode(conversation, StandardCharsets.UTF_8);
    }

    private Uni<Response> ofConversation(RoutingContext call, DeskSession session, String conversation) {
        return store.newestOfConversation(conversation, session.callCenters()).chain(newest -> {
            if (newest.isEmpty()) {
                return Uni.createFrom()
                        .item(Pages.html(Pages.Templates.waiting(
                                pages.frame("No dispute yet", "worklist", session),
                                conversation,
                                address(conversation))));
            }
            return Desk.isPiece(call)
                    ? Uni.createFrom()
                            .item(Response.noContent()
                                    .header("HX-Refresh", "true")
                                    .build())
                    : page.show(call, session, newest.get(), null, 200);
        });
    }

    /** Whole ids only: of a dispute, else of an account, else of a conversation. What looks like one may be another. */
    private Uni<Response> found(RoutingContext call, DeskSession session, String search, Form query) {
        return DisputeResource.uuid(search.strip())
                .map(uuid -> store.find(new DisputeId(uuid)))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()))
                .map(dispute -> dispute.filter(found -> journal.reaches(call, session, found)))
                .chain(dispute -> dispute.isPresent()
                        ? Uni.createFrom()
                                .item(Desk.goTo(
                                        "/desk/disputes/" + dispute.get().id()))
                        : several(call, session, search, query));
    }

    private Uni<Response> several(RoutingContext call, DeskSession session, String search, Form query) {
        Optional<String> cursor = query.text("cursor", LONGEST_CURSOR);
        Optional<String> key = Optional.of(search);
        String address = "q=" + URLEncoder.encode(search, StandardCharsets.UTF_8);
        Heading heading = new Heading(null, "Search", "", search);
        // Of an id of that very name, and else without the spaces that may have been pasted along.
        boolean padded = !search.equals(search.strip());
        Supplier<Uni<Response>> ofConversation = () -> disputes.page(having(Optional.empty(), key, session, cursor))
                .chain(read -> padded && read.rows().isEmpty() && cursor.isEmpty()
                        ? several(call, session, search.strip(), query)
                        : shown(call, session, read, heading, NOTHING_FOUND, address + OF_CONVERSATION, query));
        // The further pages are of what the first was of, whatever was opened meanwhile.
        if (query.has("by")) {
            return ofConversation.get();
        }
        return disputes.page(having(key, Optional.empty(), session, cursor))
                .chain(read -> read.rows().isEmpty() && cursor.isEmpty()
                        ? ofConversation.get()
                        : shown(call, session, read, heading, NOTHING_FOUND, address, query));
    }

    private static DisputeQuery having(
            Optional<String> account, Optional<String> conversation, DeskSession session, Optional<String> cursor) {
        return DisputeQuery.having(account, conversation, session.callCenters(), ROWS, cursor);
    }

    private Uni<Response> list(RoutingContext call, DeskSession session, WorkView view, Form query) {
        Optional<String> cursor = query.text("cursor", LONGEST_CURSOR);
        Uni<Page<DisputeListing>> rows = switch (view) {
            case ATTENTION -> work.needingAttention(session.callCenters(), ROWS, cursor);
            case LAPSING ->
                work.lapsing(clock.instant().plus(settings.lapsingWithin()), session.callCenters(), ROWS, cursor);
            case HELD -> work.held(session.callCenters(), ROWS, cursor);
            case ALL -> disputes.page(having(Optional.empty(), Optional.empty(), session, cursor));
        };
        return rows.chain(read -> shown(
                call,
                session,
                read,
                new Heading(view, view.title(), view.explanation(hours(settings.lapsingWithin())), ""),
                view.empty(),
                "view=" + view.key(),
                query));
    }

    private record Heading(WorkView view, String title, String explanation, String search) {}

    private Uni<Response> shown(
            RoutingContext call,
            DeskSession session,
            Page<DisputeListing> page,
            Heading heading,
            String empty,
            String address,
            Form query) {
        journal.read(
                call,
                session,
                DeskDoor.DESK,
                page.rows().stream().map(DisputeListing::disputeId).toList());
        return counts(session)
                .map(counts -> new Worklist(
                        choices(counts, heading.view()),
                        heading.title(),
                        heading.explanation(),
                        heading.search(),
                        page.rows().stream().map(dossier::row).toList(),
                        empty,
                        page.nextCursor()
                                .map(cursor -> address + "&cursor=" + cursor)
                                .orElse(null),
                        query.has("cursor") ? address : null))
                .map(list ->
                        Pages.html(Pages.Templates.worklist(pages.frame(heading.title(), "worklist", session), list)));
    }

    /** What is counted is of all call centres: who has some only goes without. */
    private Uni<Optional<Work>> counts(DeskSession session) {
        return session.reachesAll()
                ? overview.work(clock.instant().plus(settings.lapsingWithin())).map(Optional::of)
                : Uni.createFrom().item(Optional.empty());
    }

    private static List<Choice> choices(Optional<Work> counts, WorkView current) {
        List<Choice> choices = new ArrayList<>();
        for (WorkView view : WorkView.values()) {
            String count = switch (view) {
                case ATTENTION ->
                    counts.map(Work::attention).map(WorklistResource::count).orElse(null);
                case LAPSING ->
                    counts.map(Work::lapsing).map(WorklistResource::count).orElse(null);
                case HELD, ALL -> null;
            };
            choices.add(new Choice(view.key(), view.title(), count, view == current));
        }
        return choices;
    }

    /** @param counted at most as many as are counted */
    static String count(int counted) {
        return counted >= OverviewPages.MOST_COUNTED
                ? (OverviewPages.MOST_COUNTED - 1) + "+"
                : Integer.toString(counted);
    }

    private static String hours(Duration time) {
        return time.toHours() + " hours";
    }
}
