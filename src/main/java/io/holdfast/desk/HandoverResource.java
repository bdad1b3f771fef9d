package io.holdfast.desk;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.Cancellable;

/** The window in which somebody signed in comes here, and then the frame that asked for it. See {@link Handover}. */
@Path(HandoverResource.PATH)
@PermitAll
public class HandoverResource {

    static final String PATH = Desk.SIGN_IN + "/handover";

    private static final int LONGEST_NAME = 64;
    private static final int LONGEST_TICKET = 4_000;

    private final Desk desk;
    private final DeskSessions sessions;
    private final Handover handover;
    private final SignInPage page;
    private final Pages pages;
    private final DeskJournal journal;

    HandoverResource(
            Desk desk, DeskSessions sessions, Handover handover, SignInPage page, Pages pages, DeskJournal journal) {
        this.desk = desk;
        this.sessions = sessions;
        this.handover = handover;
        this.page = page;
        this.pages = pages;
        this.journal = journal;
    }

    /** Its script tells the frame, which is of the same origin, and nobody else. */
    @GET
    public Uni<Response> give(@Context RoutingContext call) {
        return desk.answer(call, session -> {
            String frame =
                    Form.parse(call.request().query()).text("for", LONGEST_NAME).orElseThrow(DeskRefusal::malformed);
            return Uni.createFrom()
                    .item(Pages.html(Pages.Templates.handover(
                            pages.frame("Signed in", "", session), handover.ticket(session, frame))));
        });
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Cancellable(false)
    public Uni<Response> take(@Context RoutingContext call, byte[] body) {
        return desk.answerAnyone(call, () -> {
            if (sessions.signedIn(call).isPresent()) {
                // A browser that parts no cookies has the window's in the frame as well: nothing is left to do.
                return Uni.createFrom().item(Desk.goTo(to(Desk.fields(body))));
            }
            DeskSession visitor = sessions.formHolder(call).orElseThrow(DeskRefusal::foreignForm);
            Form form = Desk.form(call, body, visitor);
            String to = to(form);
            return Uni.createFrom()
                    .item(form.text("ticket", LONGEST_TICKET)
                            .flatMap(ticket -> handover.taken(ticket, visitor))
                            .flatMap(sessions::stillGood)
                            .map(session -> begun(call, session, to))
                            .orElseGet(() -> refused(call, to)));
        });
    }

    private Response refused(RoutingContext call, String to) {
        journal.denied(call, null, 401, "sign_in");
        return page.of(call, 401, null, "That took too long. Sign in once more.", to);
    }

    private static String to(Form form) {
        return form.text("to", SignInPage.LONGEST_ADDRESS)
                .map(Desk::localAddress)
                .orElse(DeskDoor.DESK);
    }

    private Response begun(RoutingContext call, DeskSession session, String to) {
        sessions.write(call, sessions.again(session));
        return Desk.goTo(to);
    }
}
