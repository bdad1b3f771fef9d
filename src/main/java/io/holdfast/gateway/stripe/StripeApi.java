package io.holdfast.gateway.stripe;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.rest.client.annotation.ClientHeaderParam;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * Stripe's wire. Bodies are text because an intent's body was recorded before and is sent as it is. A query value that is {@code null} is left out.
 */
@Path("/v1")
@ClientHeaderParam(name = "Stripe-Version", value = StripeApi.VERSION)
@Produces(MediaType.APPLICATION_JSON)
public interface StripeApi {

    /** What this package was written to; the account's own default may be another. */
    String VERSION = "2026-07-29.dahlia";

    String KEY = "Idempotency-Key";
    String EXPAND = "expand[]";

    @POST
    @Path("/payment_intents")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    Uni<RestResponse<String>> authorize(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization, @HeaderParam(KEY) String key, String form);

    @POST
    @Path("/payment_intents/{id}/capture")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    Uni<RestResponse<String>> capture(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
            @HeaderParam(KEY) String key,
            @PathParam("id") String id,
            String form);

    @POST
    @Path("/payment_intents/{id}/cancel")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    Uni<RestResponse<String>> cancel(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
            @HeaderParam(KEY) String key,
            @PathParam("id") String id,
            String form);

    @GET
    @Path("/payment_intents/{id}")
    Uni<RestResponse<String>> find(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
            @PathParam("id") String id,
            @QueryParam(EXPAND) String expand);

    @GET
    @Path("/payment_intents/search")
    Uni<RestResponse<String>> search(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
            @QueryParam("query") String query,
            @QueryParam("limit") Integer limit,
            @QueryParam("page") String page);

    @GET
    @Path("/payment_intents")
    Uni<RestResponse<String>> list(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
            @QueryParam("limit") Integer limit,
            @QueryParam("starting_after") String after);

    @GET
    @Path("/payment_methods/{id}")
    Uni<RestResponse<String>> paymentMethod(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization, @PathParam("id") String id);
}
