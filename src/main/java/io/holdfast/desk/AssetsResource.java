package io.holdfast.desk;

import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;

/** Serves script and style. */
@Path(Assets.PATH)
@PermitAll
public class AssetsResource {

    private static final String FOR_EVER = "public, max-age=31536000, immutable";

    private final Assets assets;

    AssetsResource(Assets assets) {
        this.assets = assets;
    }

    @GET
    @Path("{hash}/{name}")
    public Response get(
            @PathParam("hash") String hash, @PathParam("name") String name, @Context HttpServerRequest request) {
        return assets.find(hash, name)
                .map(asset -> answer(asset, request.getHeader("Accept-Encoding")))
                .orElseGet(() -> Response.status(404)
                        .type("text/plain")
                        .entity("not here")
                        .build());
    }

    private static Response answer(Assets.Asset asset, String encodings) {
        boolean zipped = encodings != null && encodings.contains("gzip");
        Response.ResponseBuilder answer = Response.ok(zipped ? asset.zipped() : asset.plain())
                .type(asset.type())
                .header("Cache-Control", FOR_EVER)
                .header("Vary", "Accept-Encoding");
        return zipped ? answer.header("Content-Encoding", "gzip").build() : answer.build();
    }
}
