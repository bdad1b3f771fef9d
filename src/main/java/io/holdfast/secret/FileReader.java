package io.holdfast.secret;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Secrets in files, one in each, as Kubernetes and Docker mount them: {@code ${file::/run/secrets/stripe-key}}. */
final class FileReader extends CachingReader<String> {

    static final String NAME = "file";

    private static final int MOST_BYTES = 1 << 20;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    String fetch(String path) {
        try (InputStream file = Files.newInputStream(Path.of(path))) {
            byte[] bytes = file.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new SecretUnavailable("the file " + path + " is too large for a secret");
            }
            // An editor's last line feed is no part of it.
            return new String(bytes, StandardCharsets.UTF_8).strip();
        } catch (IOException | IllegalArgumentException e) {
            throw new SecretUnavailable("the file " + path + " cannot be read");
        }
    }

    @Override
    String pick(String content, String field, String reference) {
        return field.isEmpty() ? content : JsonFields.text(content, field, reference);
    }
}
