package io.holdfast.gateway.adyen;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * The wire of Adyen's Checkout API. Bodies are bytes because an intent's body was recorded before and is sent as it is,
 * and because text goes to the JSON library, which asks for the method's annotations at every call. A header value that is
 * {@code null} is left out.
 */
@Path("")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public interface AdyenApi {

    String API_KEY = "X-API-Key";
    String KEY = "Idempotency-Key";

    @POST
    @Path("/payments")
    Uni<RestResponse<String>> pay(@HeaderParam(API_KEY) String apiKey, @HeaderParam(KEY) String key, byte[] body);

    @POST
    @Path("/payments/{psp}/captures")
    Uni<RestResponse<String>> capture(
            @HeaderParam(API_KEY) String apiKey,
            @HeaderParam(KEY) String key,
            @PathParam("psp") String pspReference,
            byte[] body);

    @POST
    @Path("/payments/{psp}/cancels")
    Uni<RestResponse<String>> cancel(
            @HeaderParam(API_KEY) String apiKey,
            @HeaderParam(KEY) String key,
            @PathParam("psp") String pspReference,
            byte[] body);

    /** Cancels by our own reference, when Adyen's is not known. */
    @POST
    @Path("/cancels")
    Uni<RestResponse<String>> cancelByReference(
            @HeaderParam(API_KEY) String apiKey, @HeaderParam(KEY) String key, byte[] body);
}
