package io.holdfast.desk;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;

/**
 * Every address below the desk that nothing else answers. The desk's other resources have the same root: of one that was below it, what is no address of it would not come here.
 */
@Path(DeskDoor.DESK)
@PermitAll
public class LostResource {

    private final Desk desk;

    LostResource(Desk desk) {
        this.desk = desk;
    }

    @GET
    @Path("{lost: .+}")
    public Uni<Response> get(@Context RoutingContext call) {
        return desk.answer(call, session -> {
            throw DeskRefusal.notFound();
        });
    }
}
