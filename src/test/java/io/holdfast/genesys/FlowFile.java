package io.holdfast.genesys;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** A call flow as Architect imports it, made easy to walk through. */
final class FlowFile {

    static final Path FOLDER = Path.of("genesys", "flows");

    private static final String TASK_REFERENCE = "/inboundCall/tasks/task[%s]";

    private final Map<String, Object> flow;

    private FlowFile(Map<String, Object> document) {
        this.flow = map(document, "inboundCall");
    }

    static FlowFile read(String name) {
        return of(text(name));
    }

    /** The same flow where each text that is to become a number becomes NOT_SET instead, which Architect's pages do not rule out. */
    static FlowFile whereNoTextIsANumber(String name, String notSet) {
        return of(text(name).replaceAll("exp: ToDecimal\\(.*\\)", "exp: " + notSet));
    }

    private static String text(String name) {
        try {
            return Files.readString(FOLDER.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static FlowFile of(String yaml) {
        LoaderOptions strict = new LoaderOptions();
        strict.setAllowDuplicateKeys(false);
        return new FlowFile(new Yaml(new SafeConstructor(strict)).load(yaml));
    }

    static List<String> names() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One step of a task. */
    record Action(String kind, Map<String, Object> settings) {

        String name() {
            return (String) settings.get("name");
        }

        /** The outputs that are there, by name. */
        Map<String, List<Action>> outputs() {
            Map<String, List<Action>> outputs = new LinkedHashMap<>();
            if (settings.get("outputs") != null) {
                map(settings, "outputs").forEach((name, output) -> outputs.put(name, actions(cast(output))));
            }
            return outputs;
        }

        List<Action> output(String name) {
            return outputs().getOrDefault(name, List.of());
        }

        /** This one and all inside it. */
        Stream<Action> all() {
            return Stream.concat(
                    Stream.of(this),
                    outputs().values().stream().flatMap(List::stream).flatMap(Action::all));
        }

        @Override
        public String toString() {
            return kind + " \"" + name() + "\"";
        }
    }

    /** What a data action is called with, and what becomes of its answer. */
    record DataCall(String integration, String action, Map<String, Object> settings) {

        static DataCall of(Action action) {
            Map.Entry<String, Object> category = only(map(action.settings(), "category"));
            Map.Entry<String, Object> dataAction = only(map(cast(category.getValue()), "dataAction"));
            return new DataCall(category.getKey(), dataAction.getKey(), cast(dataAction.getValue()));
        }

        Map<String, Object> part(String name) {
            return settings.get(name) == null ? Map.of() : map(settings, name);
        }
    }

    /**
     * @param type such as {@code string}
     * @param initial NOT_SET is {@code null}
     */
    record Variable(String name, String type, Object initial) {}

    /** The task that a call begins with, if the reference leads to one. */
    Optional<Map<String, Object>> startTask() {
        return tasks().stream()
                .filter(task -> TASK_REFERENCE.formatted(task.get("refId")).equals(flow.get("startUpRef")))
                .findFirst();
    }

    List<Map<String, Object>> tasks() {
        return list(flow, "tasks").stream()
                .map(entry -> map(cast(entry), "task"))
                .toList();
    }

    /** Where the whole flow's error handling sends the call. */
    String errorQueue() {
        Map<String, Object> handling = map(map(flow, "settingsErrorHandling"), "errorHandling");
        return literalName(map(map(handling, "queue"), "targetQueue"));
    }

    Map<String, Object> settings() {
        return flow;
    }

    static Map<String, Variable> variables(Map<String, Object> task) {
        Map<String, Variable> variables = new LinkedHashMap<>();
        for (Object entry : list(task, "variables")) {
            Map.Entry<String, Object> variable = only(cast(entry));
            Map<String, Object> settings = cast(variable.getValue());
            Map<String, Object> initial = map(settings, "initialValue");
            String name = (String) settings.get("name");
            String type = variable.getKey().replaceFirst("Variable$", "");
            variables.put(name, new Variable(name, type, literal(initial.get("lit"))));
        }
        return variables;
    }

    static List<Action> actions(Map<String, Object> container) {
        return list(container, "actions").stream()
                .map(entry -> only(cast(entry)))
                .map(entry -> new Action(entry.getKey(), cast(entry.getValue())))
                .toList();
    }

    /** The name in {@code {lit: {name: …}}}. */
    static String literalName(Map<String, Object> value) {
        return (String) map(value, "lit").get("name");
    }

    /** YAML's numbers as the flows calculate. */
    static Object literal(Object yaml) {
        return yaml instanceof Number number ? new BigDecimal(number.toString()) : yaml;
    }

    static Map<String, Object> map(Map<String, Object> container, String name) {
        if (container.get(name) instanceof Map<?, ?>) {
            return cast(container.get(name));
        }
        throw new IllegalArgumentException("no map " + name + " in " + container.keySet());
    }

    static List<?> list(Map<String, Object> container, String name) {
        if (container.get(name) instanceof List<?> list) {
            return list;
        }
        throw new IllegalArgumentException("no list " + name + " in " + container.keySet());
    }

    static Map.Entry<String, Object> only(Map<String, Object> map) {
        if (map.size() != 1) {
            throw new IllegalArgumentException("not exactly one of " + map.keySet());
        }
        return map.entrySet().iterator().next();
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> cast(Object yaml) {
        return (Map<String, Object>) yaml;
    }
}
