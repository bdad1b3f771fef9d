package io.holdfast.notify.monitoring;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** A request's body, compressed if that is worth it. */
record Zipped(Buffer body, Map<String, String> headers) {

    /** What fits into one packet is not compressed. */
    private static final int WORTH_IT_BYTES = 1_400;

    static Zipped of(String text) {
        byte[] plain = text.getBytes(StandardCharsets.UTF_8);
        if (plain.length < WORTH_IT_BYTES) {
            return new Zipped(Buffer.buffer(plain), Map.of());
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return new Zipped(Buffer.buffer(bytes.toByteArray()), Map.of("Content-Encoding", "gzip"));
    }
}
