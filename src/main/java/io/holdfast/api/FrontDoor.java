package io.holdfast.api;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;

/**
 * What every request passes before a resource is looked for: it gets its name, and its address and headers are looked at. Runs before authentication,
 * so that card data is refused whoever sends it.
 */
@ApplicationScoped
class FrontDoor {

    private static final String API = "/v1";

    /** Gateways sign their webhooks and choose their words; card data in them is masked later, not refused. Their path is ours. */
    private static final String WEBHOOKS = "/v1/webhooks";

    static final int BEFORE_ALL_OTHERS = 10_000;

    /** Where a request has the address that metrics and traces call it by. */
    static final String ADDRESS_IN_METRICS = "UrlPathTemplate";

    /** Nobody encodes an address more often in good faith. */
    private static final int MOST_ENCODINGS = 8;

    /** What metrics call an address that no resource is found for. Callers choose addresses; metrics must stay few, and free of card data. */
    private static final String UNKNOWN_ADDRESS = "/unknown";

    /** Less than the server takes, whose own answer to what is longer has neither a name nor a word of why. */
    private static final int MAX_ADDRESS = 8 * 1024;

    private static final int MAX_HEADERS = 16 * 1024;

    /** What a header takes beside its name and value: colon, space, end of line. */
    private static final int HEADER_LINE = 4;

    /** Of a segment of a path. They must not hide where a request goes: to the resource that is there without them. */
    private static final Pattern PARAMETERS = Pattern.compile(";[^/]*");

    private final CardDataDoor cardData;
    private final Limits limits;
    private final ProblemWriter problems;

    FrontDoor(CardDataDoor cardData, Limits limits, ProblemWriter problems) {
        this.limits = limits;
        this.cardData = cardData;
        this.problems = problems;
    }

    void register(@Observes Filters filters) {
        filters.register(this::enter, BEFORE_ALL_OTHERS);
    }

    /** What breaks outside a resource is answered like what breaks inside, and what the router refuses before it looks at the address is, too. */
    void register(@Observes Router router) {
        router.route().order(Integer.MAX_VALUE - 1).failureHandler(call -> {
            if (isUnder(API, call) || RequestId.of(call) == null) {
                answerFailure(call);
            } else {
                call.next();
            }
        });
    }

    private void enter(RoutingContext call) {
        name(call);
        try {
            lookAt(call);
        } catch (CardDataRefusal refusal) {
            CallJournal.tellOnly(call, refusal.told());
            problems.write(call, refusal.problem());
            return;
        } catch (Refusal refusal) {
            problems.write(call, refusal.problem());
            return;
        }
        call.next();
    }

    private static void name(RoutingContext call) {
        String id = RequestId.assign(call);
        MDC.put(RequestId.MDC_KEY, id);
        HttpServerResponse response = call.response();
        response.putHeader(RequestId.HEADER, id);
        response.putHeader("X-Content-Type-Options", "nosniff");
        // A resource that is found puts its own template here.
        ((HttpServerRequestInternal) call.request()).context().putLocal(ADDRESS_IN_METRICS, UNKNOWN_ADDRESS);
    }

    private void lookAt(RoutingContext call) {
        lookAtWhatIsSent(call);
        requireNoParameters(call.request().path());
        requireReadableTypes(call);
        AcceptedTypes.tidy(call.request().headers());
    }

    private void lookAtWhatIsSent(RoutingContext call) {
        String query = call.request().query();
        requireShort(call);
        Framing.require(call);
        requireWellFormed(call.request().uri());
        String path = PercentEncoding.decoded(
                PercentEncoding.keepingPlus(call.request().path()));
        if (!isUnder(API, call)) {
            return;
        }
        call.response().putHeader("Cache-Control", "no-store");
        if (BodyIntake.announcesTooMuch(call.request())) {
            BodyIntake.hangUpAfterwards(call);
            throw new Refusal(Problems.tooLarge());
        }
        if (isUnder(WEBHOOKS, call)) {
            limits.passWebhook(call);
            lookAtPath(call, path);
            return;
        }
        if (!call.request().uri().startsWith("/")) {
            // In absolute form it names a host, and maybe a user (RFC 9112, 3.2.2).
            cardData.pass(CardDataDoor.PATH, CardDataDoor.PATH, call.request().uri());
        }
        lookAtPath(call, path);
        if (query != null) {
            lookAtQuery(query);
        }
        if (call.request().version() == HttpVersion.HTTP_2) {
            // There the host is no header.
            cardData.pass(
                    CardDataDoor.HEADER, "Host", String.valueOf(call.request().authority()));
        }
        for (Map.Entry<String, String> header : call.request().headers()) {
            String value = IdsInHeaders.leftAside(header.getKey(), header.getValue());
            cardData.pass(CardDataDoor.HEADER, header.getKey(), value);
            if (!isAscii(value)) {
                cardData.pass(CardDataDoor.HEADER, header.getKey(), asUtf8(value));
            }
        }
    }

    private void lookAtPath(RoutingContext call, String decoded) {
        cardData.pass(CardDataDoor.PATH, CardDataDoor.PATH, call.request().path());
        passHoweverEncoded(CardDataDoor.PATH, CardDataDoor.PATH, decoded);
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(character -> character < 0x80);
    }

    /** The server reads each byte of a header as a character; digits and dashes of other scripts are seen only in what the caller meant. */
    private static String asUtf8(String header) {
        return new String(header.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /** As the server does with what is longer still, the answer is the last on its connection. */
    private static void requireShort(RoutingContext call) {
        HttpServerRequest request = call.request();
        if (request.uri().length() > MAX_ADDRESS) {
            BodyIntake.hangUpAfterwards(call);
            throw new Refusal(Problems.addressTooLong());
        }
        long headers = 0;
        for (Map.Entry<String, String> header : request.headers()) {
            headers += header.getKey().length() + header.getValue().length() + HEADER_LINE;
        }
        if (headers > MAX_HEADERS) {
            BodyIntake.hangUpAfterwards(call);
            throw new Refusal(Problems.headersTooLarge());
        }
    }

    private void lookAtQuery(String query) {
        cardData.pass(CardDataDoor.QUERY, CardDataDoor.QUERY, query);
        for (String parameter : query.split("[&;]")) {
            int equals = parameter.indexOf('=');
            String name = equals < 0 ? parameter : parameter.substring(0, equals);
            String value = equals < 0 ? "" : parameter.substring(equals + 1);
            passHoweverEncoded(CardDataDoor.QUERY, PercentEncoding.decoded(name), PercentEncoding.decoded(value));
        }
    }

    /** What was encoded twice by one program or another still holds what it holds. */
    private void passHoweverEncoded(String place, String name, String value) {
        String currentName = name;
        String currentValue = value;
        for (int times = 1; times <= MOST_ENCODINGS; times++) {
            cardData.pass(place, currentName, currentValue);
            String innerName = PercentEncoding.decodedAgain(currentName);
            String innerValue = PercentEncoding.decodedAgain(currentValue);
            if (innerName.equals(currentName) && innerValue.equals(currentValue)) {
                return;
            }
            currentName = innerName;
            currentValue = innerValue;
        }
        throw new Refusal(Problems.malformedAddress());
    }

    /** What is not ASCII is bytes whose encoding nobody tells. */
    private static void requireWellFormed(String uri) {
        try {
            if (!isAscii(new URI(uri).toString())) {
                throw new Refusal(Problems.malformedAddress());
            }
        } catch (URISyntaxException malformed) {
            throw new Refusal(Problems.malformedAddress());
        }
    }

    /** Those of a segment (RFC 3986, 3.3) are left out when a resource is looked for: {@code /v1/conversations/a;b/dispute} would be another conversation's. */
    private static void requireNoParameters(String path) {
        if (path != null && path.indexOf(';') >= 0) {
            throw new Refusal(Problems.malformedAddress());
        }
    }

    /**
     * The framework reads each of them, at one place or another, and calls what it cannot read a fault of the server's. Of a webhook the signature counts, and whatever a
     * gateway, or a proxy before us, says of its body does not.
     */
    private static void requireReadableTypes(RoutingContext call) {
        boolean unreadable = call.request().headers().getAll(HttpHeaders.CONTENT_TYPE).stream()
                .anyMatch(type -> !type.equals(MediaType.APPLICATION_JSON) && !MediaTypes.isReadable(type));
        if (!unreadable) {
            return;
        }
        if (!isUnder(WEBHOOKS, call)) {
            throw new Refusal(Problems.notJsonMediaType());
        }
        call.request().headers().remove(HttpHeaders.CONTENT_TYPE);
    }

    private void answerFailure(RoutingContext call) {
        if (RequestId.of(call) == null) {
            // Such as for a missing Host.
            name(call);
        }
        boolean isCallers = call.statusCode() >= 400 && call.statusCode() < 500;
        Problem problem = isCallers || call.failure() == null
                ? Problems.ofStatus(call.statusCode())
                : Problems.of(call.failure(), RequestId.of(call));
        problems.write(call, problem);
    }

    private static boolean isUnder(String prefix, RoutingContext call) {
        String sent = call.normalizedPath();
        String path = sent.indexOf(';') < 0 ? sent : PARAMETERS.matcher(sent).replaceAll("");
        return path.equals(prefix) || path.startsWith(prefix + "/");
    }
}
