package io.holdfast.genesys;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.DocumentContext;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.PathNotFoundException;
import com.jayway.jsonpath.spi.json.JacksonJsonNodeJsonProvider;
import com.jayway.jsonpath.spi.mapper.JacksonMappingProvider;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Carries out one data action as the platform does: checks the inputs, renders the request, sends it, translates the answer, renders the result and
 * checks it.
 */
final class DataAction {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final Configuration PATHS = Configuration.builder()
            .jsonProvider(new JacksonJsonNodeJsonProvider())
            .mappingProvider(new JacksonMappingProvider())
            .build();

    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(VersionFlag.V4);

    private final ActionFile file;
    private final Templates templates = new Templates();
    private final Map<String, Object> secrets;

    /** @param secrets what templates see beside the inputs: {@code credentials}, {@code authResponse} */
    DataAction(ActionFile file, Map<String, Object> secrets) {
        this.file = file;
        this.secrets = Map.copyOf(secrets);
    }

    /** What a flow gets. */
    sealed interface Result {

        Duration taken();

        /** The success outputs. */
        record Success(JsonNode outputs, Duration taken) implements Result {}

        /**
         * The success outputs are lost.
         *
         * @param status of the answer, 0 if there was none
         */
        record Failure(String errorCode, int status, Duration taken) implements Result {}
    }

    Result call(Map<String, Object> inputs, Line line) {
        JsonNode given = JSON.valueToTree(inputs);
        Set<ValidationMessage> faults = faults(file.inputSchema(), given);
        if (!faults.isEmpty()) {
            return new Result.Failure("bad.request: " + faults, 0, Duration.ZERO);
        }
        Line.Reply reply = line.send(request(inputs));
        Duration limit = Duration.ofSeconds(file.timeoutSeconds());
        if (reply.taken().compareTo(limit) > 0) {
            return new Result.Failure("request.timeout", 0, limit);
        }
        if (reply.status() < 200 || reply.status() > 299) {
            return new Result.Failure("http.status." + reply.status(), reply.status(), reply.taken());
        }
        return translate(reply.body())
                .<Result>map(outputs -> new Result.Success(outputs, reply.taken()))
                .orElseGet(() -> new Result.Failure("response.not.processable", reply.status(), reply.taken()));
    }

    /** What goes over the line. */
    Line.Request request(Map<String, Object> inputs) {
        Map<String, Object> values = new TreeMap<>(secrets);
        Map<String, Object> input = new TreeMap<>(inputs);
        input.put("rawRequest", JSON.valueToTree(inputs).toString());
        values.put("input", input);
        Map<String, String> headers = new LinkedHashMap<>();
        file.headers().forEach((name, template) -> headers.put(name, templates.render(template, values)));
        Optional<String> body =
                file.method().equals("GET") ? Optional.empty() : Optional.of(templates.render(file.body(), values));
        return new Line.Request(file.method(), URI.create(templates.render(file.url(), values)), headers, body);
    }

    /** @return empty if the answer cannot be made into what the contract says */
    Optional<JsonNode> translate(String body) {
        try {
            DocumentContext answer = JsonPath.using(PATHS).parse(JSON.readTree(body));
            Map<String, Object> values = new TreeMap<>();
            file.translationMap()
                    .forEach((name, path) -> json(answer, path)
                            .or(() -> Optional.ofNullable(file.defaults().get(name)))
                            .ifPresent(json -> values.put(name, json)));
            values.put("rawResult", body);
            JsonNode result = JSON.readTree(templates.render(file.successTemplate(), values));
            return faults(file.successSchema(), result).isEmpty() ? Optional.of(result) : Optional.empty();
        } catch (JsonProcessingException | IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    /** What a path leads to, as JSON text; an explicit null is one. */
    private static Optional<String> json(DocumentContext answer, String path) {
        try {
            return Optional.of(answer.<JsonNode>read(path).toString());
        } catch (PathNotFoundException notThere) {
            return Optional.empty();
        }
    }

    private static Set<ValidationMessage> faults(JsonNode schema, JsonNode value) {
        JsonSchema compiled = SCHEMAS.getSchema(schema);
        return compiled.validate(value);
    }
}
