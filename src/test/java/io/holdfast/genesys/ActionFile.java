package io.holdfast.genesys;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A data action as it is imported. */
record ActionFile(Path path, JsonNode json) {

    static final Path FOLDER = Path.of("genesys", "data-actions");

    /** The same actions, with a bearer token in place of the API key, and the action that gets the token. */
    static final Path OAUTH_FOLDER = FOLDER.resolve("oauth");

    static final Path CUSTOM_AUTH = OAUTH_FOLDER.resolve("custom-auth.json");

    private static final JsonMapper JSON = JsonMapper.builder().build();

    static ActionFile read(Path path) {
        try {
            return new ActionFile(path, JSON.readTree(Files.readString(path)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those of one folder that flows call. */
    static List<ActionFile> in(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .filter(file -> !file.equals(CUSTOM_AUTH))
                    .sorted()
                    .map(ActionFile::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every file that is imported, of both kinds of credential. */
    static List<ActionFile> all() {
        return Stream.of(in(FOLDER), in(OAUTH_FOLDER), List.of(read(CUSTOM_AUTH)))
                .flatMap(List::stream)
                .toList();
    }

    /** Seconds, as Terraform sets them. */
    int timeoutSeconds() {
        try {
            String name = path.getFileName().toString().replace(".json", "");
            JsonNode timeouts = JSON.readTree(Files.readString(Path.of("genesys", "terraform", "timeouts.json")));
            // The platform's own, for the action that authenticates: it cannot be set there.
            return timeouts.path(name).asInt(60);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String name() {
        return json.required("name").asText();
    }

    JsonNode request() {
        return json.required("config").required("request");
    }

    JsonNode response() {
        return json.required("config").required("response");
    }

    String url() {
        return request().required("requestUrlTemplate").asText();
    }

    String method() {
        return request().required("requestType").asText();
    }

    String body() {
        return request().required("requestTemplate").asText();
    }

    Map<String, String> headers() {
        return texts(request().required("headers"));
    }

    Map<String, String> translationMap() {
        return texts(response().required("translationMap"));
    }

    Map<String, String> defaults() {
        return texts(response().required("translationMapDefaults"));
    }

    String successTemplate() {
        return response().required("successTemplate").asText();
    }

    JsonNode inputSchema() {
        return json.required("contract").required("input").required("inputSchema");
    }

    JsonNode successSchema() {
        return json.required("contract").required("output").required("successSchema");
    }

    Map<String, String> inputTypes() {
        return types(inputSchema());
    }

    Map<String, String> outputTypes() {
        return types(successSchema());
    }

    private static Map<String, String> types(JsonNode schema) {
        Map<String, String> types = new LinkedHashMap<>();
        schema.required("properties")
                .properties()
                .forEach(entry -> types.put(
                        entry.getKey(), entry.getValue().required("type").asText()));
        return types;
    }

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new LinkedHashMap<>();
        object.properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return texts;
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
