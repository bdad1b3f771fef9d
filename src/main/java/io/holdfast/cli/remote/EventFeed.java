package io.holdfast.cli.remote;

import io.holdfast.cli.console.Json;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** Server-sent events of one answer (HTML Living Standard, section 9.2), as far as Holdfast's have use for: their data, and that the other side is alive. */
final class EventFeed implements Closeable {

    /** The server speaks at least every 50 seconds. */
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(90);

    /** A reader that is slow makes the server wait. */
    private static final int BUFFERED_LINES = 1_000;

    private static final String DATA = "data:";

    /** No text of a stream holds it. */
    private static final String END = "\n";

    private final InputStream body;
    private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(BUFFERED_LINES);
    private boolean ended;

    EventFeed(HttpResponse<InputStream> answer) {
        this.body = answer.body();
        // The client's own stream knows no time to wait for a byte.
        Thread reader = new Thread(this::read, "event stream");
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * The next event; empty at the end.
     *
     * @throws IOException if the other side was silent for too long
     */
    Optional<Map<String, Object>> next() throws IOException {
        StringBuilder data = new StringBuilder();
        while (!ended) {
            String line = nextLine();
            if (line.equals(END)) {
                ended = true;
            } else if (line.isEmpty() && data.length() > 0) {
                return Optional.of(Json.object(data.toString()));
            } else if (line.startsWith(DATA)) {
                data.append(line, DATA.length(), line.length()).append('\n');
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() throws IOException {
        ended = true;
        body.close();
    }

    private String nextLine() throws IOException {
        try {
            String line = lines.poll(LONGEST_SILENCE.toSeconds(), TimeUnit.SECONDS);
            if (line == null) {
                throw new IOException("nothing was heard for " + LONGEST_SILENCE.toSeconds() + " s");
            }
            return line;
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    private void read() {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.put(line);
            }
        } catch (IOException broken) {
            // An end like any other: the follower comes back.
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        } finally {
            offerEnd();
        }
    }

    private void offerEnd() {
        try {
            lines.put(END);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
