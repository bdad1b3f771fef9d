package io.holdfast.desk;

import io.holdfast.desk.Views.Notice;
import io.holdfast.desk.Views.Question;
import io.holdfast.dispute.Disputes;
import io.holdfast.dispute.Settling;
import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.Status;
import io.holdfast.money.Money;
import io.holdfast.store.DisputeStore;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.Cancellable;

/** One dispute: shows it, asks before money moves, and passes the decision on. */
@Path(DeskDoor.DESK)
@PermitAll
public class DisputeResource {

    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    /** As much as anybody types; whether it fits the currency is for the use case to say. */
    private static final Pattern AMOUNT = Pattern.compile("\\d{1,12}(\\.\\d{1,4})?");

    private static final int LONGEST_AMOUNT = 32;

    private final Desk desk;
    private final DisputeStore store;
    private final Disputes disputes;
    private final DisputePage page;
    private final Pages pages;
    private final DeskJournal journal;

    DisputeResource(
            Desk desk, DisputeStore store, Disputes disputes, DisputePage page, Pages pages, DeskJournal journal) {
        this.desk = desk;
        this.store = store;
        this.disputes = disputes;
        this.page = page;
        this.pages = pages;
        this.journal = journal;
    }

    @GET
    @Path("disputes/{dispute}")
    public Uni<Response> get(@PathParam("dispute") String id, @Context RoutingContext call) {
        return desk.answer(
                call,
                session -> find(call, id, session).chain(dispute -> page.show(call, session, dispute, null, 200)));
    }

    @GET
    @Path("disputes/{dispute}/release")
    public Uni<Response> askToRelease(@PathParam("dispute") String id, @Context RoutingContext call) {
        return desk.answer(
                call,
                session -> find(call, id, session).map(dispute -> {
                    requireMayDecide(session);
                    journal.read(
                            call,
                            session,
                            "/desk/disputes/{dispute}/release",
                            List.of(dispute.id().value()));
                    Settling foreseen = disputes.releaseHold().foresee(dispute);
                    return Dossier.isAccepted(foreseen)
                            ? ask(call, session, release(dispute, session))
                            : ask(call, session, refused(dispute, foreseen));
                }));
    }

    @GET
    @Path("disputes/{dispute}/charge")
    public Uni<Response> askToCharge(@PathParam("dispute") String id, @Context RoutingContext call) {
        return desk.answer(
                call,
                session -> find(call, id, session).map(dispute -> {
                    requireMayDecide(session);
                    journal.read(
                            call,
                            session,
                            "/desk/disputes/{dispute}/charge",
                            List.of(dispute.id().value()));
                    Form form = Form.parse(call.request().query());
                    Optional<BigDecimal> amount = amount(form);
                    if (form.has("amount") && amount.isEmpty()) {
                        return ask(call, session, refused(dispute, new Settling.MalformedAmount()));
                    }
                    Settling foreseen = disputes.chargeHold().foresee(dispute, amount);
                    return Dossier.isAccepted(foreseen)
                            ? ask(call, session, charge(dispute, amount, session))
                            : ask(call, session, refused(dispute, foreseen));
                }));
    }

    @POST
    @Path("disputes/{dispute}/release")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Cancellable(false)
    public Uni<Response> release(@PathParam("dispute") String id, @Context RoutingContext call, byte[] body) {
        return desk.answer(call, session -> {
            requireMayDecide(session);
            Desk.form(call, body, session);
            return requireReach(call, id, session)
                    .chain(() -> disputes.releaseHold().release(id(id), session.name()))
                    .chain(settling -> settled(call, session, id, settling, "The hold is being given back"));
        });
    }

    @POST
    @Path("disputes/{dispute}/charge")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Cancellable(false)
    public Uni<Response> charge(@PathParam("dispute") String id, @Context RoutingContext call, byte[] body) {
        return desk.answer(call, session -> {
            requireMayDecide(session);
            Form form = Desk.form(call, body, session);
            Optional<BigDecimal> amount = amount(form);
            return requireReach(call, id, session)
                    .chain(() -> amount.isEmpty()
                            ? Uni.createFrom().<Settling>item(new Settling.MalformedAmount())
                            : disputes.chargeHold().charge(id(id), amount, session.name()))
                    .chain(settling -> settled(call, session, id, settling, "The hold is being charged"));
        });
    }

    /** @return empty if it is none */
    static Optional<UUID> uuid(String text) {
        return UUID_TEXT.matcher(text).matches() ? Optional.of(UUID.fromString(text)) : Optional.empty();
    }

    private static DisputeId id(String text) {
        return uuid(text).map(DisputeId::new).orElseThrow(DeskRefusal::notFound);
    }

    /** A dispute that is kept from whoever it is does not exist for them. */
    private Uni<Dispute> find(RoutingContext call, String id, DeskSession session) {
        return store.find(id(id))
                .map(found -> found.filter(dispute -> journal.reaches(call, session, dispute))
                        .orElseThrow(DeskRefusal::notFound));
    }

    /** The call centre of a dispute never changes, so looking before acting is enough. */
    private Uni<Void> requireReach(RoutingContext call, String id, DeskSession session) {
        return session.reachesAll()
                ? Uni.createFrom().voidItem()
                : find(call, id, session).replaceWithVoid();
    }

    private static void requireMayDecide(DeskSession session) {
        if (!session.mayDecide()) {
            throw DeskRefusal.mayNotDecide();
        }
    }

    private static Optional<BigDecimal> amount(Form form) {
        return form.text("amount", LONGEST_AMOUNT)
                .filter(text -> AMOUNT.matcher(text).matches())
                .map(BigDecimal::new)
                .filter(amount -> amount.signum() > 0);
    }

    private Response ask(RoutingContext call, DeskSession session, Question question) {
        return Desk.isPiece(call)
                ? Pages.html(Pages.Templates.confirm(question))
                : Pages.html(Pages.Templates.confirmPage(pages.frame(question.title(), "dispute", session), question));
    }

    private static Question release(Dispute dispute, DeskSession session) {
        Money held = dispute.terms().amount();
        List<String> sentences = new ArrayList<>();
        if (dispute.status() == Status.INITIATED) {
            sentences.add("If the gateway places the hold of " + held + " after all, it is given back at once.");
        } else if (isAsRecorded(dispute)) {
            sentences.add("All " + held + " are given back to the customer.");
        } else {
            sentences.add("What the gateway still holds is given back to the customer.");
        }
        sentences.add(
                isTaken(dispute)
                        ? "What was taken already stays taken. This cannot be undone."
                        : "Nothing is charged. This cannot be undone.");
        return new Question(
                dispute.id().toString(),
                "release",
                "Release the hold?",
                sentences,
                isAsRecorded(dispute) ? "Release " + held : "Release the hold",
                null,
                session.token());
    }

    private static Question charge(Dispute dispute, Optional<BigDecimal> wish, DeskSession session) {
        Money held = dispute.terms().amount();
        Money amount = wish.map(value -> new Money(value, held.currency())).orElse(held);
        List<String> sentences = new ArrayList<>();
        sentences.add(amount + " are taken from the customer's card.");
        if (!isAsRecorded(dispute)) {
            if (isTaken(dispute)) {
                sentences.add("That is on top of what was taken already, which nobody here asked for.");
            }
            sentences.add("What the gateway still holds then is given back.");
        } else if (held.isMoreThan(amount)) {
            sentences.add(
                    "The other " + Dossier.minus(held, amount) + " of the " + held + " that are held are given back.");
        } else {
            sentences.add("That is everything that is held.");
        }
        sentences.add("A hold can be charged once. This cannot be undone here.");
        return new Question(
                dispute.id().toString(),
                "charge",
                "Charge " + amount + "?",
                sentences,
                "Charge " + amount,
                amount.amount().toPlainString(),
                session.token());
    }

    /** Whether nothing is known of the hold that is not as it was asked for. */
    private static boolean isAsRecorded(Dispute dispute) {
        return !isTaken(dispute) && !dispute.attentions().contains(Attention.GATEWAY_MISMATCH);
    }

    private static boolean isTaken(Dispute dispute) {
        return dispute.attentions().contains(Attention.UNEXPECTED_CAPTURE);
    }

    /** Nothing to confirm: says why it would be refused. */
    private static Question refused(Dispute dispute, Settling foreseen) {
        Notice notice = notice(foreseen, "", dispute);
        return new Question(dispute.id().toString(), "", notice.headline(), List.of(notice.text()), null, null, null);
    }

    private Uni<Response> settled(
            RoutingContext call, DeskSession session, String id, Settling settling, String accepted) {
        if (settling instanceof Settling.NotFound) {
            throw DeskRefusal.notFound();
        }
        boolean refused = settling instanceof Settling.Rejected || settling instanceof Settling.GatewayOff;
        int status = refused ? 409 : settling instanceof Settling.MalformedAmount ? 422 : 200;
        return find(call, id, session).chain(dispute -> {
            Notice notice = notice(settling, accepted, dispute);
            return Desk.isPiece(call)
                    ? page.piece(call, session, dispute, notice, status)
                    : page.show(call, session, dispute, notice, status);
        });
    }

    /** What is not under way any more may have been refused: nobody should have to find that out from the rest of the page. */
    private static Notice atOnce(Dispute dispute) {
        boolean refused =
                dispute.status() == Status.HELD || dispute.attention().equals(Optional.of(Attention.CAPTURE_FAILED));
        PlainWords.Explained words = PlainWords.attention(Attention.CAPTURE_FAILED);
        return refused ? new Notice("bad", words.headline(), words.meaning() + " " + words.advice()) : null;
    }

    /**
     * @param dispute as it is shown beside the notice
     * @return null if there is nothing to say: the gateway was quick, and the page tells what came of it
     */
    static Notice notice(Settling settling, String accepted, Dispute dispute) {
        if (settling instanceof Settling.Accepted) {
            return dispute.pending().isEmpty()
                    ? atOnce(dispute)
                    : new Notice("good", accepted, "It is done when the gateway has confirmed it.");
        }
        if (settling instanceof Settling.Repeated repeated) {
            return new Notice(
                    "good",
                    repeated.done() ? "That is done already" : "That is under way already",
                    "Nothing was done twice.");
        }
        if (settling instanceof Settling.Rejected rejected) {
            PlainWords.Explained words = PlainWords.refusal(rejected.reason());
            return new Notice(
                    "bad", words.headline(), (words.meaning() + " Nothing was done. " + words.advice()).strip());
        }
        if (settling instanceof Settling.GatewayOff) {
            return new Notice(
                    "bad",
                    "Its payment gateway is switched off",
                    "Nothing was done. Ask whoever runs Holdfast to switch it on again.");
        }
        return new Notice(
                "bad",
                "That is no amount",
                "Nothing was done. Write it like "
                        + dispute.terms().amount().amount().toPlainString() + ": more than 0, in "
                        + dispute.terms().amount().currency().getCurrencyCode() + ".");
    }
}
