package io.holdfast.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * As much of Kustomize as the manifests here use, so that they can be looked at where no kustomize is: resources, generators from files of variables,
 * images, a namespace, components of patches, and patches of whole lists. It refuses a field it does not know. Where {@code kubectl} is, a test holds it against the real one.
 */
final class Kustomize {

    private static final YAMLMapper YAML = new YAMLMapper();

    private static final Set<String> KNOWN = Set.of(
            "apiVersion",
            "kind",
            "namespace",
            "resources",
            "components",
            "configMapGenerator",
            "secretGenerator",
            "images",
            "patches");

    /** What a kind has no namespace of. */
    private static final Set<String> CLUSTER_WIDE = Set.of("Namespace");

    private Kustomize() {}

    /** All objects of an overlay or a base, in their order; names of generated ones without the hash. */
    static List<ObjectNode> build(Path folder) {
        Map<String, ObjectNode> objects = new LinkedHashMap<>();
        JsonNode plan = read(folder.resolve("kustomization.yaml")).get(0);
        plan.fieldNames().forEachRemaining(field -> {
            if (!KNOWN.contains(field)) {
                throw new IllegalArgumentException(folder + ": " + field + " is beyond this stand-in");
            }
        });
        for (JsonNode resource : plan.path("resources")) {
            Path path = folder.resolve(resource.asText()).normalize();
            List<ObjectNode> found = Files.isDirectory(path) ? build(path) : read(path);
            found.forEach(object -> put(objects, object));
        }
        for (JsonNode component : plan.path("components")) {
            patchAll(objects, folder.resolve(component.asText()).normalize());
        }
        plan.path("configMapGenerator").forEach(it -> generate(folder, it, "ConfigMap", objects));
        plan.path("secretGenerator").forEach(it -> generate(folder, it, "Secret", objects));
        patchAll(objects, folder);
        objects.values().forEach(object -> {
            plan.path("images").forEach(image -> replaceImage(object, image));
            Optional.ofNullable(plan.get("namespace"))
                    .filter(namespace ->
                            !CLUSTER_WIDE.contains(object.path("kind").asText()))
                    .ifPresent(namespace -> metadata(object).set("namespace", namespace));
        });
        return new ArrayList<>(objects.values());
    }

    private static void patchAll(Map<String, ObjectNode> objects, Path folder) {
        for (JsonNode patch : read(folder.resolve("kustomization.yaml")).get(0).path("patches")) {
            read(folder.resolve(patch.path("path").asText())).forEach(change -> patch(objects, change));
        }
    }

    static String key(JsonNode object) {
        return object.path("kind").asText() + "/"
                + object.path("metadata").path("name").asText();
    }

    static List<ObjectNode> read(Path file) {
        try (MappingIterator<ObjectNode> documents =
                YAML.readerFor(ObjectNode.class).readValues(file.toFile())) {
            return documents.readAll();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(file.toString(), unreadable);
        }
    }

    private static void put(Map<String, ObjectNode> objects, ObjectNode object) {
        if (objects.put(key(object), object) != null) {
            throw new IllegalArgumentException(key(object) + " is there twice");
        }
    }

    private static void generate(Path folder, JsonNode generator, String kind, Map<String, ObjectNode> objects) {
        ObjectNode fresh = YAML.createObjectNode().put("apiVersion", "v1").put("kind", kind);
        fresh.putObject("metadata").set("name", generator.get("name"));
        boolean merge = generator.path("behavior").asText().equals("merge");
        ObjectNode object = merge ? objects.get(key(fresh)) : fresh;
        ObjectNode data = object.withObject("/data");
        for (JsonNode file : generator.path("envs")) {
            variables(folder.resolve(file.asText()))
                    .forEach((name, value) -> data.put(name, kind.equals("Secret") ? base64(value) : value));
        }
        if (kind.equals("Secret")) {
            object.put("type", "Opaque");
        }
        objects.put(key(object), object);
    }

    /** What a person copies and fills in is looked at as it is in git. */
    static Map<String, String> variables(Path file) {
        Path there = Files.exists(file) ? file : file.resolveSibling(file.getFileName() + ".example");
        Map<String, String> variables = new LinkedHashMap<>();
        try {
            for (String line : Files.readAllLines(there)) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    String[] parts = line.split("=", 2);
                    variables.put(parts[0], parts[1]);
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return variables;
    }

    private static void patch(Map<String, ObjectNode> objects, ObjectNode change) {
        ObjectNode object = objects.get(key(change));
        if (object == null) {
            throw new IllegalArgumentException("nothing to patch: " + key(change));
        }
        merge(object, change);
    }

    private static void merge(ObjectNode object, ObjectNode change) {
        change.properties().forEach(field -> {
            JsonNode before = object.get(field.getKey());
            if (before instanceof ObjectNode inner && field.getValue() instanceof ObjectNode more) {
                merge(inner, more);
            } else if (before instanceof ArrayNode list
                    && list.get(0) != null
                    && list.get(0).has("name")) {
                throw new IllegalArgumentException("merging lists by name is beyond this stand-in: " + field.getKey());
            } else {
                object.set(field.getKey(), field.getValue());
            }
        });
    }

    private static void replaceImage(JsonNode node, JsonNode image) {
        String name = image.path("name").asText();
        for (JsonNode parent : node.findParents("image")) {
            String now = parent.path("image").asText();
            if (now.equals(name) || now.startsWith(name + ":")) {
                ((ObjectNode) parent)
                        .put(
                                "image",
                                image.path("newName").asText() + ":"
                                        + image.path("newTag").asText());
            }
        }
    }

    private static ObjectNode metadata(ObjectNode object) {
        return (ObjectNode) object.get("metadata");
    }

    private static String base64(String value) {
        return Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
    }
}
