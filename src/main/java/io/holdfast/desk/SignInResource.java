package io.holdfast.desk;

import io.holdfast.credential.ApiCredentials;
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
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.Cancellable;

/** Signs people in. */
@Path(DeskDoor.DESK)
@PermitAll
public class SignInResource {

    private static final Logger LOG = Logger.getLogger(SignInResource.class);

    private static final int LONGEST_KEY = 256;

    /** Tells nobody whether the key exists, or what it may do. */
    private static final String NO = "That did not work. Check the key; it needs the role agent or admin.";

    private static final String UNDONE =
            "Your session was over before your decision arrived. Nothing was done. Sign in, and decide again.";

    private final Desk desk;
    private final DeskSessions sessions;
    private final ApiCredentials credentials;
    private final SignInPace pace;
    private final SignInPage page;
    private final DeskJournal journal;

    SignInResource(
            Desk desk,
            DeskSessions sessions,
            ApiCredentials credentials,
            SignInPace pace,
            SignInPage page,
            DeskJournal journal) {
        this.desk = desk;
        this.sessions = sessions;
        this.credentials = credentials;
        this.pace = pace;
        this.page = page;
        this.journal = journal;
    }

    @GET
    @Path("sign-in")
    public Uni<Response> form(@Context RoutingContext call) {
        return desk.answerAnyone(call, () -> {
            Form query = Form.parse(call.request().query());
            String to = query.text("to", SignInPage.LONGEST_ADDRESS)
                    .map(Desk::localAddress)
                    .orElse(DeskDoor.DESK);
            String note = query.has(Desk.UNDONE) ? UNDONE : null;
            return Uni.createFrom()
                    .item(sessions.signedIn(call).isPresent() ? Desk.goTo(to) : page.of(call, 200, note, null, to));
        });
    }

    @POST
    @Path("sign-in")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Cancellable(false)
    public Uni<Response> signIn(@Context RoutingContext call, byte[] body) {
        return desk.answerAnyone(call, () -> {
            DeskSession visitor = sessions.formHolder(call).orElseThrow(DeskRefusal::foreignForm);
            Form form = Desk.form(call, body, visitor);
            String to = form.text("to", SignInPage.LONGEST_ADDRESS)
                    .map(Desk::localAddress)
                    .orElse(DeskDoor.DESK);
            String caller = DeskJournal.source(call);
            if (!pace.mayTry(caller)) {
                journal.denied(call, null, 429, "sign_in");
                return Uni.createFrom().item(page.of(call, 429, null, SignInPage.TOO_OFTEN, to));
            }
            Optional<ApiCredentials.Holder> holder = form.text("api_key", LONGEST_KEY)
                    .flatMap(credentials::holderOf)
                    .filter(found -> DeskSession.mayLook(found.roles()));
            if (holder.isEmpty()) {
                pace.failed(caller);
                journal.denied(call, null, 401, "sign_in");
                LOG.info("a sign-in at the desk was refused");
                return Uni.createFrom().item(page.of(call, 401, null, NO, to));
            }
            LOG.infof("%s signed in at the desk", holder.get().name());
            sessions.write(call, sessions.newSession(holder.get()));
            return Uni.createFrom().item(Desk.goTo(to));
        });
    }
}
