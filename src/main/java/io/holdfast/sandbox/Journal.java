package io.holdfast.sandbox;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a sandbox must still know after its process was killed: its authorizations, the answered keys and the replaced payment methods, as lines of JSON
 * in a file. What belongs together is one line, written before anybody hears of it, so that a kill leaves all of it or nothing. The file is made short
 * when it is opened, and whenever it has grown long.
 *
 * <p>It survives the end of the process, not that of the machine: nothing is forced to the disk.
 */
final class Journal implements AutoCloseable {

    private static final String AUTHORIZATION = "authorization";
    private static final String ANSWER = "answer";
    private static final String REPLACED = "replaced";

    /** At some hundred bytes a line; what is worth keeping is bounded by the sandbox's own limits. */
    private static final int LONG = 500_000;

    /** Whoever takes what is read. */
    interface Reader {

        void authorization(Authorization authorization);

        void answer(String key, BodyFingerprint request, Outcome outcome);

        void replaced(String paymentMethodId);
    }

    /** Tells everything there is to tell. */
    interface Teller {

        void tell(Journal journal);
    }

    private final Optional<Path> file;
    private final Map<String, Authorization> changed = new LinkedHashMap<>();
    private final List<JsonText.Fields> answers = new ArrayList<>();
    private final List<String> replaced = new ArrayList<>();
    private Optional<OutputStream> out = Optional.empty();
    private int lines;

    private Journal(Optional<Path> file) {
        this.file = file;
    }

    /** @param file empty: nothing is written down */
    static Journal of(Optional<Path> file) {
        return new Journal(file);
    }

    /** Reads what an earlier process left. A last line that was not finished is left out: nobody heard of it. */
    void read(Reader reader) throws IOException {
        if (file.filter(Files::isRegularFile).isEmpty()) {
            return;
        }
        try (BufferedReader text = Files.newBufferedReader(file.get(), StandardCharsets.UTF_8)) {
            for (String line = text.readLine(); line != null; line = text.readLine()) {
                Optional<JsonNode> node = JournalLine.parse(line);
                if (node.isPresent()) {
                    tell(node.get(), reader);
                } else if (text.readLine() != null) {
                    throw new IOException(file.get() + " is no journal of a sandbox; move it away to begin anew");
                }
            }
        }
    }

    /** Writes the file anew, with nothing in it but what is told. */
    void rewrite(Teller teller) throws IOException {
        if (file.isEmpty()) {
            return;
        }
        close();
        Path draft = file.get().resolveSibling(file.get().getFileName() + ".new");
        out = Optional.of(Files.newOutputStream(draft));
        lines = 0;
        teller.tell(this);
        close();
        Files.move(draft, file.get(), StandardCopyOption.REPLACE_EXISTING);
        out = Optional.of(Files.newOutputStream(file.get(), StandardOpenOption.APPEND));
    }

    /** The authorization is new, or another than before. */
    void changed(Authorization authorization) {
        if (out.isPresent()) {
            changed.put(authorization.id(), authorization);
        }
    }

    void answered(String key, BodyFingerprint request, Outcome outcome) {
        if (out.isPresent()) {
            answers.add(json -> JournalLine.write(json, key, request, outcome));
        }
    }

    void replaced(String paymentMethodId) {
        if (out.isPresent()) {
            replaced.add(paymentMethodId);
        }
    }

    /** Writes what happened since the last time down, as one line. */
    void write() {
        if (changed.isEmpty() && answers.isEmpty() && replaced.isEmpty()) {
            return;
        }
        byte[] line = JsonText.object(json -> {
            array(
                    json,
                    AUTHORIZATION,
                    changed.values().stream()
                            .map(it -> (JsonText.Fields) fields -> JournalLine.write(fields, it))
                            .toList());
            array(json, ANSWER, answers);
            json.writeArrayFieldStart(REPLACED);
            for (String id : replaced) {
                json.writeString(id);
            }
            json.writeEndArray();
        });
        changed.clear();
        answers.clear();
        replaced.clear();
        append(line);
    }

    boolean isLong() {
        return lines > LONG;
    }

    @Override
    public void close() throws IOException {
        if (out.isPresent()) {
            out.get().close();
            out = Optional.empty();
        }
    }

    private void append(byte[] line) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream(line.length + 1);
        whole.writeBytes(line);
        whole.write('\n');
        try {
            out.orElseThrow().write(whole.toByteArray());
        } catch (IOException failed) {
            throw new UncheckedIOException("the sandbox cannot write its journal", failed);
        }
        lines++;
    }

    private static void array(JsonGenerator json, String name, List<JsonText.Fields> objects) throws IOException {
        json.writeArrayFieldStart(name);
        for (JsonText.Fields fields : objects) {
            json.writeStartObject();
            fields.write(json);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void tell(JsonNode line, Reader reader) {
        line.path(AUTHORIZATION).forEach(it -> reader.authorization(JournalLine.authorization(it)));
        line.path(ANSWER)
                .forEach(it -> reader.answer(JournalLine.key(it), JournalLine.request(it), JournalLine.outcome(it)));
        line.path(REPLACED).forEach(it -> reader.replaced(it.asText()));
    }
}
