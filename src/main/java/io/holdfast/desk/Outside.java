package io.holdfast.desk;

import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the browser's side of the proxies in front of us looks like, as they say. Of several the one that the browser reached is the first in the list
 * (RFC 7239, 4). Nothing here is proof of anything: a caller that lies harms nobody but itself.
 */
final class Outside {

    private static final Pattern DEFAULT_PORT = Pattern.compile(":(80|443)$");

    private Outside() {}

    /** Whether the browser speaks TLS. */
    static boolean isSecure(HttpServerRequest request) {
        return request.isSSL()
                || first(request, "X-Forwarded-Proto")
                        .or(() -> forwarded(request, "proto"))
                        .filter("https"::equalsIgnoreCase)
                        .isPresent();
    }

    /** Whether this is the origin of the browser's address. */
    static boolean isOrigin(String origin, HttpServerRequest request) {
        // In HTTP/2 the host is no header.
        Optional<String> host = first(request, "X-Forwarded-Host")
                .or(() -> forwarded(request, "host"))
                .or(() -> Optional.ofNullable(request.getHeader("Host")))
                .or(() -> Optional.ofNullable(request.authority()).map(Object::toString));
        String ours = origin.toLowerCase(Locale.ROOT).replaceFirst("^https?://", "");
        return host.map(it -> it.toLowerCase(Locale.ROOT))
                .filter(it ->
                        ours.equals(it) || ours.equals(DEFAULT_PORT.matcher(it).replaceFirst("")))
                .isPresent();
    }

    private static Optional<String> first(HttpServerRequest request, String header) {
        return Optional.ofNullable(request.getHeader(header))
                .map(list -> list.split(",", 2)[0].strip())
                .filter(value -> !value.isEmpty());
    }

    private static Optional<String> forwarded(HttpServerRequest request, String name) {
        return first(request, "Forwarded").flatMap(element -> {
            Matcher pair = Pattern.compile("(?i)(?:^|;)\\s*" + name + "=\"?([^\";\\s]+)")
                    .matcher(element);
            return pair.find() ? Optional.of(pair.group(1)) : Optional.empty();
        });
    }
}
