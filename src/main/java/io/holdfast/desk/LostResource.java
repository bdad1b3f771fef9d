package io.holdfast.desk;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;

/** Every address below the desk that is none. */
@Path("/desk/{lost: .+}")
@PermitAll
public class LostResource {

    private final Desk desk;

    LostResource(Desk desk) {
        this.desk = desk;
    }

    @GET
    public Uni<Response> get(@Context RoutingContext call) {
        return desk.answer(call, session -> {
            throw DeskRefusal.notFound();
        });
    }
}
