package io.holdfast.desk;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.Cancellable;

/** Signs people out. */
@Path(DeskDoor.DESK)
@PermitAll
public class SignOutResource {

    private final Desk desk;
    private final DeskSessions sessions;

    SignOutResource(Desk desk, DeskSessions sessions) {
        this.desk = desk;
        this.sessions = sessions;
    }

    @POST
    @Path("sign-out")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Cancellable(false)
    public Uni<Response> signOut(@Context RoutingContext call, byte[] body) {
        return desk.answer(call, session -> {
            Desk.form(call, body, session);
            sessions.end(call);
            return Uni.createFrom().item(Desk.goTo(Desk.SIGN_IN));
        });
    }
}
