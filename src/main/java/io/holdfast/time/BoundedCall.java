package io.holdfast.time;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A call with the JDK's own client that ends, whatever the other side does: {@link HttpRequest#timeout} is over with the headers, and a body that stalls or
 * never ends would be waited for without end.
 */
public final class BoundedCall {

    private BoundedCall() {}

    /** More came than was asked for. */
    public static final class TooLong extends IOException {

        private static final long serialVersionUID = 1L;

        private TooLong() {
            super("the answer is too long");
        }
    }

    /**
     * Blocks.
     *
     * @param limit of all of it, from connecting to the last byte
     * @param mostBytes of the body
     * @throws HttpTimeoutException if the limit was over first; the call is cancelled then
     * @throws TooLong if the body is longer
     * @throws IOException if there was no answer
     */
    public static HttpResponse<byte[]> send(HttpClient client, HttpRequest request, Duration limit, int mostBytes)
            throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> call = client.sendAsync(request, headers -> new Limited(mostBytes));
        try {
            return call.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException over) {
            throw new HttpTimeoutException("no whole answer within " + limit.toMillis() + " ms");
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof IOException known) {
                throw known;
            }
            throw new IOException(failed.getCause());
        } finally {
            call.cancel(true);
        }
    }

    private static final class Limited implements HttpResponse.BodySubscriber<byte[]> {

        private final int mostBytes;
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private final CompletableFuture<byte[]> body = new CompletableFuture<>();
        private Subscription subscription;

        private Limited(int mostBytes) {
            this.mostBytes = mostBytes;
        }

        @Override
        public CompletionStage<byte[]> getBody() {
            return body;
        }

        @Override
        public void onSubscribe(Subscription given) {
            subscription = given;
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<ByteBuffer> chunks) {
            for (ByteBuffer chunk : chunks) {
                if (body.isDone()) {
                    return;
                }
                if (chunk.remaining() > mostBytes - kept.size()) {
                    subscription.cancel();
                    body.completeExceptionally(new TooLong());
                    return;
                }
                byte[] bytes = new byte[chunk.remaining()];
                chunk.get(bytes);
                kept.writeBytes(bytes);
            }
        }

        @Override
        public void onError(Throwable failure) {
            body.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            body.complete(kept.toByteArray());
        }
    }
}
