package io.holdfast.api;

import io.holdfast.carddata.CardNumbers;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/** The name of one request, on its answer and on its log lines. */
public final class RequestId {

    public static final String HEADER = "X-Request-Id";

    /** As log lines carry it. */
    static final String MDC_KEY = "request_id";

    /** RFC 3986's unreserved characters: safe in every log and every URL. */
    private static final Pattern CLEAN = Pattern.compile("[A-Za-z0-9._~-]{1,128}");

    private static final String CONTEXT_KEY = "holdfast.request-id";

    private RequestId() {}

    /** Names the request: by the caller's name for it if that is clean, else by a new one. */
    static String assign(RoutingContext call) {
        String id = choose(call.request().headers().getAll(HEADER));
        call.put(CONTEXT_KEY, id);
        return id;
    }

    public static String of(RoutingContext call) {
        return call.get(CONTEXT_KEY);
    }

    static String choose(List<String> sent) {
        boolean clean = sent.size() == 1 && CLEAN.matcher(sent.get(0)).matches() && !CardNumbers.contains(sent.get(0));
        return clean ? sent.get(0) : UUID.randomUUID().toString();
    }
}
