package io.holdfast.api;

import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * What {@code Allow} says on a 405 (RFC 9110, 15.5.6), and on the answer to {@code OPTIONS}. The framework knows that a method is wrong, and keeps to itself
 * which ones are right; asked by {@code OPTIONS}, it names those of all addresses that begin alike.
 */
class AllowedMethods {

    private static final Pattern READ_AND_POSTED =
            Pattern.compile("/v1/disputes/?|/desk/(sign-in|disputes/[^/]+/(release|charge))/?");

    private static final Pattern POSTED =
            Pattern.compile("/v1/(webhooks/.*|.*/(release|charge|retry|resolve)/?)|/desk/sign-out/?");

    /** @param path of an address that exists */
    static String of(String path) {
        if (POSTED.matcher(path).matches()) {
            return "OPTIONS, POST";
        }
        return READ_AND_POSTED.matcher(path).matches() ? "GET, HEAD, OPTIONS, POST" : "GET, HEAD, OPTIONS";
    }

    @ServerResponseFilter
    void tell(ContainerRequestContext request, ContainerResponseContext response, RoutingContext call) {
        if (request.getMethod().equals(HttpMethod.OPTIONS)
                && response.getHeaders().containsKey(HttpHeaders.ALLOW)) {
            response.getHeaders().putSingle(HttpHeaders.ALLOW, of(call.normalizedPath()));
        }
    }
}
