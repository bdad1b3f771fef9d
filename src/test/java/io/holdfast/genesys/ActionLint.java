package io.holdfast.genesys;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.velocity.exception.ParseErrorException;

/** Holds a data action against the rules of the platform, and against habits that keep it out of trouble. */
final class ActionLint {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final Pattern INPUT_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");
    private static final Set<String> RESERVED = Set.of("orgId", "integrationId", "rawRequest");
    private static final Set<String> INPUT_TYPES = Set.of("string", "integer", "number", "boolean");
    private static final Pattern INPUT = Pattern.compile("\\$!?\\{input\\.([A-Za-z0-9_-]+)}");
    private static final Pattern OUTPUT = Pattern.compile("\\$!?\\{([A-Za-z0-9_-]+)}");
    private static final Pattern CREDENTIAL = Pattern.compile("\\$!?\\{(credentials|authResponse)\\.[A-Za-z_]+}");

    private final ActionFile file;
    private final List<String> findings = new ArrayList<>();

    private ActionLint(ActionFile file) {
        this.file = file;
    }

    /** What is wrong with it; nothing, if it is fine. */
    static List<String> findings(ActionFile file) {
        ActionLint lint = new ActionLint(file);
        if (lint.hasTheShapeOfAnImport()) {
            lint.checkInputs();
            lint.checkOutputs();
            lint.checkRequest();
            lint.checkResponse();
        }
        return List.copyOf(lint.findings);
    }

    private boolean hasTheShapeOfAnImport() {
        keys("", "name", "integrationType", "actionType", "config", "contract", "secure");
        keys("/config", "request", "response");
        keys("/config/request", "requestUrlTemplate", "requestType", "headers", "requestTemplate");
        keys("/config/response", "translationMap", "translationMapDefaults", "successTemplate");
        keys("/contract", "input", "output");
        keys("/contract/input", "inputSchema");
        keys("/contract/output", "successSchema");
        if (!findings.isEmpty()) {
            return false;
        }
        check(file.json().path("integrationType").asText().equals("custom-rest-actions"), "is no web service action");
        check(file.json().path("actionType").asText().equals("custom"), "is no custom action");
        check(file.json().path("secure").isBoolean(), "does not say whether it is secure");
        return true;
    }

    private void keys(String pointer, String... expected) {
        JsonNode node = file.json().at(pointer);
        Set<String> keys = node.properties().stream().map(Map.Entry::getKey).collect(Collectors.toSet());
        check(keys.equals(Set.of(expected)), pointer + " has " + new TreeSet<>(keys));
    }

    private void checkInputs() {
        JsonNode schema = file.inputSchema();
        check(schema.path("type").asText().equals("object"), "the input is no object");
        file.inputTypes().forEach((name, type) -> {
            check(INPUT_NAME.matcher(name).matches(), "input " + name + " has no proper name");
            check(!RESERVED.contains(name), "input " + name + " is reserved");
            check(INPUT_TYPES.contains(type), "input " + name + " is a " + type);
        });
        check(file.inputTypes().keySet().containsAll(required()), "a required input does not exist");
    }

    private Set<String> required() {
        return StreamSupport.stream(file.inputSchema().path("required").spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.toSet());
    }

    private void checkOutputs() {
        String schema = file.successSchema().toString();
        check(file.successSchema().path("type").asText().equals("object"), "the output is no object");
        check(!schema.contains("$ref\""), "the output has a $ref");
        file.successSchema().path("properties").forEach(property -> {
            boolean nested = property.path("type").asText().equals("array")
                    && property.path("items").path("type").asText().equals("array");
            check(!nested, "the output has an array of arrays");
        });
    }

    private void checkRequest() {
        boolean auth = file.path().equals(ActionFile.CUSTOM_AUTH);
        check(auth || file.url().startsWith("https://${credentials.host}/v1/"), "does not call Holdfast by https");
        check(Set.of("GET", "POST").contains(file.method()), "has an unknown method");
        check(
                !file.method().equals("GET") || file.body().equals("${input.rawRequest}"),
                "a GET has a template of its own");
        String request = requestTemplates().collect(Collectors.joining("\n"));
        Set<String> used =
                INPUT.matcher(request).results().map(it -> it.group(1)).collect(Collectors.toSet());
        used.remove("rawRequest");
        check(used.equals(file.inputTypes().keySet()), "inputs and templates differ: " + used);
        check(!request.contains("${esc"), "calls a tool in braces, which does not parse");
        check(!request.contains("$esc.url("), "encodes by $esc.url, which makes a space a plus");
        check(auth || CREDENTIAL.matcher(request).find(), "shows no credential");
        for (Map.Entry<String, String> input : file.inputTypes().entrySet()) {
            if (input.getValue().equals("string")) {
                checkEscapes(input.getKey(), file.url(), "$esc.uriEncode(\"");
                file.headers().values().forEach(it -> checkEscapes(input.getKey(), it, "$esc.uriEncode(\""));
                checkEscapes(input.getKey(), file.body(), "$esc.jsonString(\"");
            }
        }
        checkRendersWithLittle();
    }

    private Stream<String> requestTemplates() {
        return Stream.concat(Stream.of(file.url(), file.body()), file.headers().values().stream());
    }

    /** Every use of a text is inside the call that escapes it, or is a question whether it is there. */
    private void checkEscapes(String input, String template, String escape) {
        Pattern use = Pattern.compile("\\$!?\\{input\\." + Pattern.quote(input) + "}");
        for (MatchResult match : use.matcher(template).results().toList()) {
            String before = template.substring(0, match.start());
            boolean asks = before.endsWith("#if(\"");
            int call = before.lastIndexOf(escape);
            boolean escaped = call >= 0 && !before.substring(call).contains("\")");
            check(asks || escaped, "input " + input + " is not escaped in " + template);
        }
    }

    /** With the required inputs alone, no reference may be left over, and the body must be JSON. */
    private void checkRendersWithLittle() {
        try {
            Map<String, Object> inputs = new TreeMap<>();
            required()
                    .forEach(name ->
                            inputs.put(name, file.inputTypes().get(name).equals("string") ? "x" : Integer.valueOf(1)));
            Line.Request request = new DataAction(file, Secrets.OF_A_TEST).request(inputs);
            String rendered = request.uri() + "\n" + request.headers() + "\n"
                    + request.body().orElse("");
            check(!rendered.contains("${"), "a reference is left over: " + rendered);
            if (request.headers().getOrDefault("Content-Type", "").equals("application/json")) {
                JSON.readTree(request.body().orElseThrow());
            }
        } catch (ParseErrorException | JsonProcessingException | IllegalArgumentException e) {
            findings.add("does not render: " + e.getMessage());
        }
    }

    private void checkResponse() {
        Set<String> outputs = file.outputTypes().keySet();
        Set<String> named = OUTPUT.matcher(file.successTemplate())
                .results()
                .map(it -> it.group(1))
                .collect(Collectors.toSet());
        check(file.translationMap().keySet().equals(outputs), "not every output is translated");
        check(file.defaults().keySet().equals(outputs), "not every output has a default");
        check(named.equals(outputs), "the success template has other outputs than the contract");
        check(
                new HashSet<>(file.translationMap().values())
                        .stream().allMatch(path -> path.startsWith("$.") && !path.contains("${")),
                "a translation is no JSONPath");
        check(
                !Pattern.compile("\"\\$!?\\{").matcher(file.successTemplate()).find(),
                "an output is quoted twice: texts arrive with their quotes");
        file.defaults().forEach((name, json) -> checkDefault(name, json));
    }

    private void checkDefault(String name, String json) {
        try {
            JsonNode value = JSON.readTree(json);
            String type = file.outputTypes().getOrDefault(name, "");
            boolean fits = type.equals("string") ? value.isTextual() : value.isNumber();
            check(fits, "the default of " + name + " is no " + type + ": " + json);
        } catch (JsonProcessingException e) {
            findings.add("the default of " + name + " is no JSON: " + json);
        }
    }

    private void check(boolean fine, String finding) {
        if (!fine) {
            findings.add(finding);
        }
    }
}
