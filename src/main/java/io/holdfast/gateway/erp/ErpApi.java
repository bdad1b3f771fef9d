package io.holdfast.gateway.erp;

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
import org.jboss.resteasy.reactive.RestResponse;

/**
 * The wire of the company's payment service. Bodies are bytes because an intent's body was recorded before and is sent as it is,
 * and because text goes to the JSON library, which asks for the method's annotations at every call. A header or query
 * value that is {@code null} is left out.
 */
@Path("/v1")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public interface ErpApi {

    String KEY = "Idempotency-Key";

    @POST
    @Path("/authorizations")
    Uni<RestResponse<String>> authorize(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization, @HeaderParam(KEY) String key, byte[] body);

    @POST
    @Path("/authorizations/{id}/capture")
    Uni<RestResponse<String>> capture(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
            @HeaderParam(KEY) String key,
            @PathParam("id") String id,
            byte[] body);

    @POST
    @Path("/authorizations/{id}/void")
    Uni<RestResponse<String>> voidAuthorization(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
            @HeaderParam(KEY) String key,
            @PathParam("id") String id,
            byte[] body);

    @POST
    @Path("/payment_methods/{id}/refresh")
    Uni<RestResponse<String>> refresh(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
            @HeaderParam(KEY) String key,
            @PathParam("id") String paymentMethodId,
            byte[] body);

    @GET
    @Path("/authorizations/{id}")
    Uni<RestResponse<String>> find(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization, @PathParam("id") String id);

    @GET
    @Path("/authorizations")
    Uni<RestResponse<String>> page(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
            @QueryParam("dispute_id") String disputeId,
            @QueryParam("status") String status,
            @QueryParam("limit") Integer limit,
            @QueryParam("starting_after") String after);
}
