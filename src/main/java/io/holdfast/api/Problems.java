package io.holdfast.api;

import io.holdfast.dispute.model.Rejection;
import io.holdfast.store.DatabaseOutage;
import io.holdfast.store.pages.UnknownCursor;
import io.holdfast.trace.SeldomLine;
import io.quarkus.oidc.OIDCException;
import io.quarkus.security.AuthenticationException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.ws.rs.NotAuthorizedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/** The one place where a refusal, or whatever went wrong, becomes HTTP. */
public final class Problems {

    private static final Logger LOG = Logger.getLogger(Problems.class);

    private static final SeldomLine AWAY = new SeldomLine(LOG);

    /** More than a caller can use, and few enough that an answer stays small. */
    private static final int MAX_ERRORS = 32;

    /** Seconds. A database that fails over is back within a few of them. */
    private static final String RETRY_SOON = "2";

    private static final Problem UNAUTHENTICATED = new Problem(
                    "unauthenticated",
                    401,
                    "A valid credential is needed",
                    "Send one known credential: X-API-Key, or Authorization with a bearer token where that is configured.")
            .withHeader(HttpHeaders.WWW_AUTHENTICATE, ApiKeyMechanism.CHALLENGE);

    /** Of a webhook, whose sender has no key: only its signature is asked for. */
    private static final Problem NOT_SIGNED = new Problem(
                    "unauthenticated",
                    401,
                    "A valid signature is needed",
                    "Sign the body as this gateway signs its webhooks, with a secret that is set here, and send it within five minutes.")
            .withHeader(HttpHeaders.WWW_AUTHENTICATE, "signature");

    private static final Problem FORBIDDEN =
            new Problem("forbidden", 403, "The credential may not do this", "Another role is needed.");

    private static final Problem INTERNAL_ERROR = new Problem(
            "internal-error",
            500,
            "Something went wrong here",
            "It is logged under the request_id. A repeat with the same Idempotency-Key is safe.");

    private static final Problem UNAVAILABLE = new Problem(
                    "unavailable",
                    503,
                    "The service is not available at the moment",
                    "Try again after the time in Retry-After. A repeat with the same Idempotency-Key is safe.")
            .withHeader(HttpHeaders.RETRY_AFTER, RETRY_SOON);

    private static final Problem INVALID_REQUEST = new Problem(
            "invalid-request", 422, "The request cannot be accepted", "See errors for what is asked of which field.");

    private static final Problem METHOD_NOT_ALLOWED = new Problem(
            "method-not-allowed", 405, "This address does not know that method", "See Allow for those it knows.");

    private static final Problem NOT_ACCEPTABLE =
            new Problem("not-acceptable", 406, "The answer cannot be given in that type", "Accept application/json.");

    private static final Problem TOO_MANY_REQUESTS = new Problem(
                    "too-many-requests", 429, "Too many requests at once", "Try again after the time in Retry-After.")
            .withHeader(HttpHeaders.RETRY_AFTER, RETRY_SOON);

    static final String CARD_DATA_REFUSED = "card-data-refused";

    static final String MALFORMED_REQUEST = "malformed-request";

    private Problems() {}

    static Problem malformedJson() {
        return new Problem(
                "malformed-json",
                400,
                "The body is not the JSON that is asked for",
                "Send one JSON object in UTF-8, without repeated keys and with nothing after it.");
    }

    static Problem malformedAddress() {
        return new Problem(
                "malformed-address",
                400,
                "The address is malformed",
                "Percent-encode the path and the query in UTF-8.");
    }

    static Problem notFound() {
        return new Problem("not-found", 404, "There is no such thing", "Check the address and the id in it.");
    }

    /** @param wait until the next may come */
    static Problem tooMany(Duration wait) {
        long seconds = Math.max(1, wait.plusNanos(999_999_999).toSeconds());
        return TOO_MANY_REQUESTS.withHeader(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
    }

    static Problem otherCallCenter() {
        return new Problem(
                "forbidden",
                403,
                "The credential may not do this",
                "It is for other call centres: name one of them in call_center_id.");
    }

    static Problem noCallCenter() {
        return new Problem(
                "forbidden",
                403,
                "The credential may not do this",
                "It is for no call centre: whoever issues it has to name one, and a card number is none.");
    }

    static Problem tooSlow() {
        return new Problem(
                "request-timeout", 408, "The body did not arrive in time", "Send the whole request without a pause.");
    }

    static Problem tooLarge() {
        return new Problem("too-large", 413, "The body is too large", "A body has at most 64 KiB.");
    }

    static Problem addressTooLong() {
        return new Problem("address-too-long", 414, "The address is too long", "An address has at most 8192 bytes.");
    }

    static Problem headersTooLarge() {
        return new Problem(
                "headers-too-large", 431, "The headers are too large", "All headers together have at most 16 KiB.");
    }

    static Problem notJsonMediaType() {
        return new Problem(
                "unsupported-media-type", 415, "The body is of another type", "Send the body as application/json.");
    }

    static Problem encodedBody() {
        return new Problem(
                        "unsupported-media-type",
                        415,
                        "The body is encoded",
                        "Send it as it is, not compressed, and without Content-Encoding.")
                .withHeader(HttpHeaders.ACCEPT_ENCODING, "identity");
    }

    static Problem invalid(List<FieldError> errors) {
        return INVALID_REQUEST.withErrors(errors.subList(0, Math.min(errors.size(), MAX_ERRORS)));
    }

    static Problem invalid(String field, String message) {
        return invalid(List.of(new FieldError(field, message)));
    }

    static Problem cardDataRefused(String field) {
        return new Problem(
                        CARD_DATA_REFUSED,
                        422,
                        "Card data is not accepted here",
                        "Send the gateway's id of the stored payment method. Nothing of this request was kept.")
                .withErrors(List.of(new FieldError(field, "looks like card data")));
    }

    static Problem idempotencyKeyReused() {
        return new Problem(
                "idempotency-key-reused",
                422,
                "The Idempotency-Key was used for another request",
                "Use a new key for a new request, and the same body for a repeat.");
    }

    /** @param running whether it is only that a replica works on it at this moment */
    static Problem notResolvable(boolean running) {
        return running
                ? new Problem(
                        "operation-running",
                        409,
                        "The operation is being carried out",
                        "Nothing was done. Look again in a moment.")
                : new Problem(
                        "not-resolvable",
                        409,
                        "A refresh of a token is not settled by hand",
                        "Nothing was done. Have it tried again, or leave it: the hold does not depend on it.");
    }

    /** The settings have to be mended before anything can be done. */
    static Problem gatewayOff() {
        return new Problem(
                "gateway-off",
                409,
                "The gateway of this dispute is switched off",
                "Nothing was done. Have holdfast.gateway.* of that gateway set again, and repeat the request.");
    }

    static Problem rejected(Rejection reason) {
        int status = reason == Rejection.AMOUNT_EXCEEDS_HOLD ? 422 : 409;
        Problem problem = new Problem(
                reason.code(), status, reason.sentence(), "Nothing was done. Read the dispute for how it stands.");
        return reason == Rejection.AMOUNT_EXCEEDS_HOLD
                ? problem.withErrors(List.of(new FieldError("amount", "is at most what is held")))
                : problem;
    }

    /** What to answer when a request ended with this. What is nobody's fault but ours is logged, under the request's name. */
    static Problem of(Throwable failure, String requestId) {
        Problem problem = of(failure);
        if (problem == INTERNAL_ERROR) {
            LOG.errorf(failure, "request %s failed", requestId);
        } else if (problem == UNAVAILABLE) {
            AWAY.write("request " + requestId + " found what it needs away: " + failure);
        }
        return problem;
    }

    private static Problem of(Throwable failure) {
        if (failure instanceof Refusal refusal) {
            return refusal.problem();
        }
        if (failure instanceof UnknownCursor) {
            return invalid(List.of(QueryFilters.unknownCursor()));
        }
        if (failure instanceof NotAuthorizedException) {
            return NOT_SIGNED;
        }
        if (failure instanceof AuthenticationException || failure instanceof UnauthorizedException) {
            return UNAUTHENTICATED;
        }
        if (failure instanceof OIDCException) {
            // The issuer is away, so nobody knows yet whether the token is good.
            return UNAVAILABLE;
        }
        if (GoneStreams.isBehind(failure)) {
            // The caller hung up; nobody will see the answer.
            return tooSlow();
        }
        if (failure instanceof ForbiddenException) {
            return FORBIDDEN;
        }
        if (failure instanceof WebApplicationException web) {
            return ofResponse(web.getResponse());
        }
        if (DatabaseOutage.isBehind(failure)) {
            return UNAVAILABLE;
        }
        return INTERNAL_ERROR;
    }

    /** What to answer where only a status is known. */
    static Problem ofStatus(int status) {
        return switch (status) {
            case 401 -> UNAUTHENTICATED;
            case 403 -> FORBIDDEN;
            case 404 -> notFound();
            case 405 -> METHOD_NOT_ALLOWED;
            case 406 -> NOT_ACCEPTABLE;
            case 408 -> tooSlow();
            case 413 -> tooLarge();
            case 415 -> notJsonMediaType();
            case 429 -> TOO_MANY_REQUESTS;
            case 503 -> UNAVAILABLE;
            default -> status >= 400 && status < 500 ? malformedRequest(status) : INTERNAL_ERROR;
        };
    }

    private static Problem ofResponse(Response response) {
        Problem problem = ofStatus(response.getStatus());
        // A challenge or a time to wait that somebody chose is better than ours.
        return problem.headers().keySet().stream()
                .filter(name -> response.getHeaderString(name) != null)
                .findFirst()
                .map(name -> problem.withHeader(name, response.getHeaderString(name)))
                .orElse(problem);
    }

    static Problem malformedFraming() {
        return new Problem(
                MALFORMED_REQUEST,
                400,
                "Where the request ends, or for whom it is, cannot be told",
                "Send one Host, and a Content-Length or, from HTTP 1.1 on, Transfer-Encoding: chunked.");
    }

    private static Problem malformedRequest(int status) {
        return new Problem(
                MALFORMED_REQUEST, status, "The request is malformed", "Check it against the documentation.");
    }
}
