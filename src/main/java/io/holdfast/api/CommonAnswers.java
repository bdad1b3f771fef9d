package io.holdfast.api;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/**
 * Adds to each call of the description, when Holdfast is built, what the doors in front of it can answer. Written out for each, one would be forgotten; what
 * only one call answers is written there, and stays.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class CommonAnswers implements OASFilter {

    /** Of the front door, of the limits, and of what breaks. By status, the name that the description has for it. */
    private static final Map<String, String> OF_ALL = Map.of(
            "400", "Malformed",
            "413", "TooLarge",
            "414", "AddressTooLong",
            "429", "TooManyRequests",
            "431", "HeadersTooLarge",
            "500", "InternalError",
            "503", "Unavailable");

    /** Gateways have no key, and their words are neither refused, whatever type they name, nor answered in a type of their choice. */
    private static final Map<String, String> WITH_A_KEY = Map.of(
            "401", "Unauthenticated",
            "403", "Forbidden",
            "406", "NotAcceptable",
            "415", "NotJsonMediaType",
            "422", "Invalid");

    private static final Map<String, String> WITH_A_BODY = Map.of("408", "TooSlow");

    private static final Map<String, String> OF_ONE_THING = Map.of("404", "NotFound");

    @Override
    public void filterOpenAPI(OpenAPI description) {
        description
                .getPaths()
                .getPathItems()
                .forEach((path, item) -> item.getOperations()
                        .forEach((method, operation) -> add(answers(path, method, operation), operation)));
    }

    private static Map<String, String> answers(String path, PathItem.HttpMethod method, Operation operation) {
        boolean needsNoKey =
                operation.getSecurity() != null && operation.getSecurity().isEmpty();
        Map<String, String> answers = new HashMap<>(OF_ALL);
        if (!needsNoKey) {
            answers.putAll(WITH_A_KEY);
        }
        if (method == PathItem.HttpMethod.POST) {
            answers.putAll(WITH_A_BODY);
        }
        if (path.contains("{")) {
            answers.putAll(OF_ONE_THING);
        }
        return answers;
    }

    private static void add(Map<String, String> answers, Operation operation) {
        Map<String, APIResponse> all = new TreeMap<>();
        answers.forEach(
                (status, name) -> all.put(status, OASFactory.createAPIResponse().ref(name)));
        all.putAll(operation.getResponses().getAPIResponses());
        operation.getResponses().setAPIResponses(all);
    }
}
