package io.holdfast.api;

import io.holdfast.gateway.Gateways;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;

/** Shows operators the gateways that are on, what each can do, and how it stands with them. */
@Path("/v1/gateways")
@Produces(MediaType.APPLICATION_JSON)
public class GatewaysResource {

    private final Gateways gateways;

    public GatewaysResource(Gateways gateways) {
        this.gateways = gateways;
    }

    @GET
    @RolesAllowed(Role.ADMIN)
    public Uni<PageView<GatewayInfo>> list() {
        return Uni.createFrom()
                .item(() -> new PageView<>(
                        gateways.on().stream()
                                .map(gateways::named)
                                .flatMap(Optional::stream)
                                .map(gateway -> GatewayInfo.of(gateway, gateways.defaultName()))
                                .toList(),
                        Optional.empty()));
    }
}
