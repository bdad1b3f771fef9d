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

    /** In a rolling update the page may be another version's: ours is better than none, but not to be kept under that name. */
    private static final String FOR_NOW = "no-store";

    private final Assets assets;

    AssetsResource(Assets assets) {
        this.assets = assets;
    }

    @GET
    @Path("{hash}/{name}")
    public Response get(
            @PathParam("hash") String hash, @PathParam("name") String name, @Context HttpServerRequest request) {
        return assets.find(name)
                .map(asset -> answer(
                        asset, asset.hash().equals(hash) ? FOR_EVER : FOR_NOW, request.getHeader("Accept-Encoding")))
                .orElseGet(() -> Response.status(404)
                        .type("text/plain")
                        .entity("not here")
                        .build());
    }

    private static Response answer(Assets.Asset asset, String keep, String encodings) {
        boolean zipped = encodings != null && encodings.contains("gzip");
        Response.ResponseBuilder answer = Response.ok(zipped ? asset.zipped() : asset.plain())
                .type(asset.type())
                .header("Cache-Control", keep)
                .header("Vary", "Accept-Encoding");
        return zipped ? answer.header("Content-Encoding", "gzip").build() : answer.build();
    }
}
