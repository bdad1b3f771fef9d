package io.holdfast.gateway.wire;

import io.holdfast.settings.BadSetting;
import io.holdfast.settings.WebAddress;
import io.holdfast.trace.Traces;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.quarkus.tls.TlsConfiguration;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jboss.resteasy.reactive.client.api.LoggingScope;

/** Makes REST clients that speak to one configured address only, answer every status alike, and are bounded in all they take in. */
public final class WireClient {

    /** No answer of a gateway comes near it. */
    static final int MAX_BODY_BYTES = 1 << 20;

    /** Shorter than what servers and balancers usually allow, so that an idle connection is closed here first. */
    private static final int KEEP_ALIVE_SECONDS = 20;

    /** The least status of an answer: what has a lower one comes before it. */
    private static final int LEAST_ANSWER = 200;

    private WireClient() {}

    /**
     * @param api an interface of Jakarta REST whose methods return {@code Uni<RestResponse<String>>}
     * @param base from {@link #address}
     * @param tls whom to trust, and which certificate to show; empty for the Java platform's own
     */
    public static <T> T of(Class<T> api, URI base, WireLimits limits, Optional<TlsConfiguration> tls) {
        QuarkusRestClientBuilder builder = QuarkusRestClientBuilder.newBuilder();
        tls.ifPresent(builder::tlsConfiguration);
        return builder.baseUri(base)
                .connectTimeout(limits.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .readTimeout(limits.timeout().plusSeconds(1).toMillis(), TimeUnit.MILLISECONDS)
                .followRedirects(false)
                .disableDefaultMapper(true)
                .loggingScope(LoggingScope.NONE)
                .userAgent("holdfast")
                .httpClientOptionsCustomizer(options -> bound(options, limits))
                .httpClientRequestCustomizer(WireClient::prepare)
                .build(api);
    }

    /**
     * Reads an address from a setting.
     *
     * @throws BadSetting if it is not an absolute http or https address without user, query and fragment
     */
    public static URI address(String property, String value) {
        URI address = WebAddress.of(property, value, "https://payments.example.com");
        if (address.getRawQuery() != null) {
            throw new BadSetting(property, "must have no query");
        }
        return address;
    }

    private static void bound(HttpClientOptions options, WireLimits limits) {
        options.setMaxPoolSize(limits.places())
                .setMaxWaitQueueSize(limits.places())
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setDecompressionSupported(false);
    }

    private static void prepare(HttpClientRequest request) {
        // A payment service of one's own goes on with the trace.
        Traces.header().ifPresent(here -> request.putHeader(Traces.TRACEPARENT, here));
        endAfterInterim(request);
        boundBody(request);
    }

    /** Counts the body as it comes in, whatever length it claims, and ends the exchange when it is too long. */
    private static void boundBody(HttpClientRequest request) {
        request.response().onSuccess(response -> response.handler(new BodyLimit(response)::take));
    }

    /**
     * A server that is at work may say so before it answers (RFC 9110, 15.2). What the client does not know of that, it takes for the answer, and would take the answer
     * for that to the next call on the connection, which may be about somebody else's money.
     */
    private static void endAfterInterim(HttpClientRequest request) {
        request.response().onSuccess(response -> {
            if (response.statusCode() < LEAST_ANSWER) {
                request.connection().close();
            }
        });
    }

    private static final class BodyLimit {

        private final HttpClientResponse response;
        private long taken;

        BodyLimit(HttpClientResponse response) {
            this.response = response;
        }

        void take(Buffer chunk) {
            taken += chunk.length();
            if (taken > MAX_BODY_BYTES) {
                response.request().reset(0, new WireFailure.AnswerTooLong());
            }
        }
    }
}
