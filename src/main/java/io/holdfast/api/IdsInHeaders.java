package io.holdfast.api;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Proxies and tracers send ids that are drawn by lot, on every request, and one in some has the digits of a card number. Where a header's scheme says that
 * there is an id, and it looks exactly as the scheme says, it is left aside. Nobody here reads, keeps or logs those headers, but for {@code traceparent} and
 * {@code X-Request-Id}, whose readers look for card numbers themselves.
 *
 * <p>Not here, because they hold anybody's text: {@code baggage}, {@code Correlation-Context}, other vendors' part of {@code tracestate}.
 */
final class IdsInHeaders {

    private static final String HEX_8 = "[0-9a-f]{16}";
    private static final String HEX_16 = "[0-9a-f]{32}";
    private static final String HEX_8_OR_16 = HEX_8 + "(?:" + HEX_8 + ")?";
    private static final String HEX_32 = "[0-9a-f]{64}";

    /** 64 bits. */
    private static final String DECIMAL = "[0-9]{1,20}";

    private static final String UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";

    /** What separates the parts of one header, on both sides. */
    private static final String AFTER = "(?<![^,; ])";

    private static final String BEFORE = "(?![^,; ])";

    /** Breaks a run of digits, as every letter does. */
    private static final String AN_ID = "x";

    private static final Map<String, Pattern> IDS = Map.ofEntries(
            // https://www.w3.org/TR/trace-context/#traceparent-header
            whole("traceparent", "[0-9a-f]{2}-" + HEX_16 + "-" + HEX_8 + "-[0-9a-f]{2}"),
            whole("elastic-apm-traceparent", "[0-9a-f]{2}-" + HEX_16 + "-" + HEX_8 + "-[0-9a-f]{2}"),
            // Of all the vendors' those that put ids there: Datadog, and New Relic with account, application and
            // milliseconds beside them.
            part(
                    "tracestate",
                    "(?<=[=;](?:p|t\\.tid):)" + HEX_8 + BEFORE
                            + "|" + AFTER + "[0-9]{1,10}@nr=0-[0-9]-[0-9]{1,10}-[0-9]{1,10}-(?:" + HEX_8 + ")?-(?:"
                            + HEX_8
                            + ")?-[01]?-(?:[0-9](?:\\.[0-9]{1,6})?)?-[0-9]{13}" + BEFORE),
            // https://github.com/openzipkin/b3-propagation
            whole("b3", HEX_8_OR_16 + "-" + HEX_8 + "(?:-[01d](?:-" + HEX_8 + ")?)?"),
            whole("x-b3-traceid", HEX_8_OR_16),
            whole("x-b3-spanid", HEX_8),
            whole("x-b3-parentspanid", HEX_8),
            // Google Cloud's load balancers: the span is a decimal number.
            whole("x-cloud-trace-context", HEX_16 + "(?:/" + DECIMAL + ")?(?:;o=[0-9])?"),
            whole("x-datadog-trace-id", DECIMAL),
            whole("x-datadog-parent-id", DECIMAL),
            part("x-datadog-tags", "(?<=_dd\\.p\\.tid=)" + HEX_8 + BEFORE),
            // AWS, whose load balancers put their own in front and leave what else is there.
            part(
                    "x-amzn-trace-id",
                    AFTER + "(?:(?:Root|Self)=1-[0-9a-f]{8}-[0-9a-f]{24}|Parent=" + HEX_8 + ")" + BEFORE),
            // Jaeger: without leading zeros, and maybe with its colons encoded.
            whole("uber-trace-id", "[0-9a-f]{1,32}(:|%3A)[0-9a-f]{1,16}\\1[0-9a-f]{1,16}\\1[0-9a-f]{1,2}"),
            whole("sentry-trace", HEX_16 + "-" + HEX_8 + "(?:-[01])?"),
            whole("ot-tracer-traceid", HEX_8_OR_16),
            whole("ot-tracer-spanid", HEX_8),
            whole("x-instana-t", HEX_8_OR_16),
            whole("x-instana-s", HEX_8),
            // .NET's hierarchical one.
            whole(
                    "request-id",
                    "\\|(?:" + UUID + "|" + HEX_16 + "|[0-9a-f]{1,8}-[0-9a-f]{1,16})\\.(?:[0-9a-f]{1,16}[._]){0,64}+"),
            // nginx's $request_id, and what Kong and Azure's gateway call theirs.
            whole("x-request-id", HEX_16),
            whole("x-kong-request-id", HEX_16),
            whole("x-appgw-trace-id", HEX_16),
            // Cloudflare, with the airport it came by.
            whole("cf-ray", HEX_8 + "(?:-[a-z]{3})?"),
            // Hashes: of a signed request's body (AWS), of a client's certificate (Envoy), which is the same for as
            // long as that lives.
            whole("x-amz-content-sha256", HEX_32),
            part("x-forwarded-client-cert", "(?<=[;,]|^)Hash=" + HEX_32 + BEFORE));

    private IdsInHeaders() {}

    /** The header's value, with a letter for each id that is left aside. */
    static String leftAside(String name, String value) {
        Pattern ids = IDS.get(name.toLowerCase(Locale.ROOT));
        return ids == null ? value : ids.matcher(value).replaceAll(AN_ID);
    }

    private static Map.Entry<String, Pattern> whole(String name, String id) {
        return part(name, "\\A(?:" + id + ")\\z");
    }

    private static Map.Entry<String, Pattern> part(String name, String id) {
        return Map.entry(name, Pattern.compile(id, Pattern.CASE_INSENSITIVE));
    }
}
