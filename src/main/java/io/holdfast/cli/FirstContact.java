package io.holdfast.cli;

import io.holdfast.gateway.wire.Hindrance;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.runtime.config.TlsConfigUtils;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Whether there is anybody at an address, asked as the calls to it are: with the same certificates.
 *
 * @param answer whatever it was
 * @param hindrance why there was none, if that is known
 */
record FirstContact(Optional<Answer> answer, Optional<Hindrance> hindrance) {

    /** Documents that are asked for are far shorter. */
    private static final int MOST_BYTES = 1 << 20;

    /**
     * @param date that it names
     * @param body its beginning, if it is very long
     */
    record Answer(int status, Optional<String> date, String body) {}

    static FirstContact with(URI address, Vertx vertx, Optional<TlsConfiguration> certificates, Duration patience) {
        return with(address, vertx, certificates, patience, false);
    }

    /** @param redirects whether it goes where the answer sends it */
    static FirstContact with(
            URI address, Vertx vertx, Optional<TlsConfiguration> certificates, Duration patience, boolean redirects) {
        HttpClientOptions options = new HttpClientOptions().setConnectTimeout((int) patience.toMillis());
        certificates.ifPresent(it -> TlsConfigUtils.configure(options, it));
        HttpClient client = vertx.createHttpClient(options);
        try {
            Answer answer = client.request(new RequestOptions()
                            .setMethod(HttpMethod.GET)
                            .setAbsoluteURI(address.toString())
                            .setFollowRedirects(redirects)
                            .setTimeout(patience.toMillis()))
                    .compose(HttpClientRequest::send)
                    .compose(FirstContact::read)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return new FirstContact(Optional.of(answer), Optional.empty());
        } catch (ExecutionException failed) {
            return new FirstContact(Optional.empty(), Hindrance.of(failed.getCause()));
        } catch (TimeoutException silent) {
            return new FirstContact(Optional.empty(), Optional.empty());
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
            return new FirstContact(Optional.empty(), Optional.empty());
        } finally {
            client.close();
        }
    }

    private static Future<Answer> read(HttpClientResponse response) {
        Buffer body = Buffer.buffer();
        response.handler(bytes -> {
            if (body.length() < MOST_BYTES) {
                body.appendBuffer(bytes);
            }
        });
        return response.end()
                .map(end -> new Answer(
                        response.statusCode(),
                        Optional.ofNullable(response.getHeader(HttpHeaders.DATE)),
                        body.toString(StandardCharsets.UTF_8)));
    }
}
