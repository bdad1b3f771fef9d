package io.holdfast.cli;

import io.holdfast.gateway.wire.Hindrance;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.runtime.config.TlsConfigUtils;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Whether there is anybody at an address, asked as the calls to it are: with the same certificates.
 *
 * @param answered whatever the answer was
 * @param date that the answer names
 * @param hindrance why there was none, if that is known
 */
record FirstContact(boolean answered, Optional<String> date, Optional<Hindrance> hindrance) {

    static FirstContact with(URI address, Vertx vertx, Optional<TlsConfiguration> certificates, Duration patience) {
        HttpClientOptions options = new HttpClientOptions().setConnectTimeout((int) patience.toMillis());
        certificates.ifPresent(it -> TlsConfigUtils.configure(options, it));
        HttpClient client = vertx.createHttpClient(options);
        try {
            Optional<String> date = client.request(new RequestOptions()
                            .setMethod(HttpMethod.GET)
                            .setAbsoluteURI(address.toString())
                            .setTimeout(patience.toMillis()))
                    .compose(HttpClientRequest::send)
                    .map(response -> Optional.ofNullable(response.getHeader(HttpHeaders.DATE)))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return new FirstContact(true, date, Optional.empty());
        } catch (ExecutionException failed) {
            return new FirstContact(false, Optional.empty(), Hindrance.of(failed.getCause()));
        } catch (TimeoutException silent) {
            return new FirstContact(false, Optional.empty(), Optional.empty());
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
            return new FirstContact(false, Optional.empty(), Optional.empty());
        } finally {
            client.close();
        }
    }
}
