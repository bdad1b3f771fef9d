package io.holdfast.api;

import io.vertx.core.MultiMap;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a caller accepts, as far as it can be read. The framework would leave out what it cannot read at one address, and call the whole request malformed at
 * another.
 */
final class AcceptedTypes {

    private static final String SEPARATOR = ",";

    /** Nothing is given in it: who names only what nobody can read gets the answer of who names only what is not there. */
    private static final String NOTHING_GIVEN = "unreadable/unreadable";

    private static final String WEIGHT = "q";

    private static final Pattern NO_WEIGHT = Pattern.compile("0(\\.0*)?");

    private AcceptedTypes() {}

    /** Leaves in them one header at most, with what can be read and is not refused. */
    static void tidy(MultiMap headers) {
        String first = headers.get(HttpHeaders.ACCEPT);
        if (first == null || first.equals(MediaType.WILDCARD) || first.equals(MediaType.APPLICATION_JSON)) {
            return;
        }
        List<String> named = headers.getAll(HttpHeaders.ACCEPT).stream()
                .flatMap(header -> Arrays.stream(header.split(SEPARATOR)))
                .map(String::strip)
                .filter(type -> !type.isEmpty())
                .toList();
        if (named.isEmpty()) {
            // As good as none (RFC 9110, 12.5.1).
            headers.remove(HttpHeaders.ACCEPT);
            return;
        }
        String readable = named.stream().filter(AcceptedTypes::isAccepted).collect(Collectors.joining(SEPARATOR));
        headers.set(HttpHeaders.ACCEPT, readable.isEmpty() ? NOTHING_GIVEN : readable);
    }

    /** A weight of nothing is a no (RFC 9110, 12.4.2); the framework takes it for little. */
    private static boolean isAccepted(String type) {
        return MediaTypes.isReadable(type)
                && !NO_WEIGHT
                        .matcher(MediaType.valueOf(type).getParameters().getOrDefault(WEIGHT, ""))
                        .matches();
    }
}
