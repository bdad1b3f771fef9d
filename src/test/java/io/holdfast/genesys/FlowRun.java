package io.holdfast.genesys;

import static io.holdfast.genesys.FlowFile.cast;
import static io.holdfast.genesys.FlowFile.map;

import com.fasterxml.jackson.databind.JsonNode;
import io.holdfast.genesys.DataAction.Result;
import io.holdfast.genesys.FlowFile.Action;
import io.holdfast.genesys.FlowFile.DataCall;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One call through one flow, on a clock of its own: silence and late answers take no time here, and are counted all the same. An action that comes
 * to its end goes on with the next one of its list; the end of the last list without a transfer would be a caller who is hung up on.
 */
final class FlowRun {

    /** Architect's own limit is 10,000. */
    private static final int MOST_ACTIONS = 1_000;

    /** What a sentence takes to say. */
    private static final Duration SENTENCE = Duration.ofSeconds(4);

    private final FlowFile flow;
    private final Integration integration;
    private final Caller caller;
    private final Line line;
    private final Map<String, Object> variables = new HashMap<>();
    private final Map<String, FlowFile.Variable> declared = new HashMap<>();
    private final List<String> said = new ArrayList<>();
    private final List<String> calls = new ArrayList<>();
    private Duration elapsed = Duration.ZERO;
    private int actions;

    private FlowRun(FlowFile flow, Integration integration, Caller caller, Line line) {
        this.flow = flow;
        this.integration = integration;
        this.caller = caller;
        this.line = line;
    }

    /**
     * How a call ended.
     *
     * @param queue empty if the caller was hung up on
     * @param calls each data action with what came of it
     * @param said to the caller
     */
    record Ending(
            Optional<String> queue,
            boolean byErrorHandling,
            Map<String, String> participantData,
            List<String> calls,
            List<String> said,
            Duration elapsed) {}

    static Ending of(FlowFile flow, Integration integration, Caller caller, Line line) {
        return new FlowRun(flow, integration, caller, line).run();
    }

    private Ending run() {
        Map<String, Object> task = flow.startTask().orElseThrow();
        declared.putAll(FlowFile.variables(task));
        declared.forEach((name, variable) -> variables.put(name, variable.initial()));
        boolean failed = false;
        Optional<String> queue;
        try {
            queue = run(FlowFile.actions(task));
        } catch (Expression.Failed error) {
            failed = true;
            queue = Optional.of(flow.errorQueue());
        }
        return new Ending(
                queue, failed, Map.copyOf(caller.participantData()), List.copyOf(calls), List.copyOf(said), elapsed);
    }

    /** @return the queue, if the call left the flow */
    private Optional<String> run(List<Action> steps) {
        for (Action step : steps) {
            Optional<String> queue = run(step);
            if (queue.isPresent()) {
                return queue;
            }
        }
        return Optional.empty();
    }

    private Optional<String> run(Action action) {
        if (++actions > MOST_ACTIONS) {
            throw new IllegalStateException("goes on for ever at " + action);
        }
        return switch (action.kind()) {
            case "getParticipantData" -> getParticipantData(action);
            case "setParticipantData" -> setParticipantData(action);
            case "updateData" -> updateData(action);
            case "playAudio" -> playAudio(action);
            case "decision" -> run(action.output(condition(action) ? "yes" : "no"));
            case "collectInput" -> collectInput(action);
            case "loop" -> loop(action);
            case "callData" -> callData(action);
            case "findQueue" -> findQueue(action);
            case "transferToAcd" -> transfer(action);
            default -> throw new IllegalArgumentException("an unknown action: " + action);
        };
    }

    private Optional<String> getParticipantData(Action action) {
        for (Map<String, Object> attribute : attributes(action)) {
            String name = (String) map(attribute, "name").get("lit");
            assign((String) attribute.get("variable"), caller.participantData().get(name));
        }
        return Optional.empty();
    }

    private Optional<String> setParticipantData(Action action) {
        for (Map<String, Object> attribute : attributes(action)) {
            String name = (String) map(attribute, "name").get("lit");
            Object value = value(map(attribute, "value"));
            if (value != null) {
                caller.participantData().put(name, (String) value);
            }
        }
        return Optional.empty();
    }

    private static List<Map<String, Object>> attributes(Action action) {
        return FlowFile.list(action.settings(), "attributes").stream()
                .map(entry -> map(cast(entry), "attribute"))
                .toList();
    }

    private Optional<String> updateData(Action action) {
        for (Object entry : FlowFile.list(action.settings(), "statements")) {
            Map<String, Object> statement = cast(FlowFile.only(cast(entry)).getValue());
            assign((String) statement.get("variable"), value(map(statement, "value")));
        }
        return Optional.empty();
    }

    private Optional<String> playAudio(Action action) {
        Map<String, Object> audio = map(action.settings(), "audio");
        if (audio.get("tts") instanceof String sentence) {
            said.add(sentence);
            elapsed = elapsed.plus(SENTENCE);
        } else {
            elapsed = elapsed.plus((Duration) value(audio));
        }
        return Optional.empty();
    }

    private boolean condition(Action action) {
        return Expression.of((String) map(action.settings(), "condition").get("exp"))
                .isTrue(this::variable);
    }

    private Optional<String> collectInput(Action action) {
        said.add((String) map(action.settings(), "inputAudio").get("tts"));
        elapsed = elapsed.plus(SENTENCE);
        Map<String, Object> digits = map(action.settings(), "digits");
        Optional<String> pressed = caller.press().filter(keys -> fits(keys, digits));
        pressed.ifPresent(keys ->
                assign((String) map(action.settings(), "inputData").get("var"), keys));
        return run(action.output(pressed.isPresent() ? "success" : "failure"));
    }

    private static boolean fits(String keys, Map<String, Object> digits) {
        if (digits.get("exact") instanceof Integer exact) {
            return keys.length() == exact;
        }
        Map<String, Object> range = map(digits, "range");
        return keys.length() >= (Integer) range.get("min") && keys.length() <= (Integer) range.get("max");
    }

    private Optional<String> loop(Action action) {
        int count = (Integer) map(action.settings(), "loopCount").get("lit");
        String index = (String) map(action.settings(), "currentIndex").get("var");
        for (int i = 0; i < count; i++) {
            assign(index, BigDecimal.valueOf(i));
            Optional<String> queue = run(action.output("loop"));
            if (queue.isPresent()) {
                return queue;
            }
        }
        return Optional.empty();
    }

    private Optional<String> callData(Action action) {
        DataCall call = DataCall.of(action);
        Map<String, Object> inputs = new TreeMap<>();
        call.part("inputs")
                .forEach((name, value) -> Optional.ofNullable(value(cast(value)))
                        .ifPresent(given -> inputs.put(name, wholeAsInteger(given))));
        Result result = integration.call(call.action(), inputs, line);
        Duration patience = Duration.ofSeconds(
                (Integer) map(map(action.settings(), "timeout"), "lit").get("seconds"));
        if (result.taken().compareTo(patience) > 0) {
            elapsed = elapsed.plus(patience);
            calls.add(call.action() + ": timeout");
            return run(action.output("timeout"));
        }
        elapsed = elapsed.plus(result.taken());
        if (result instanceof Result.Success success) {
            calls.add(call.action() + ": success");
            call.part("successOutputs")
                    .forEach((name, target) ->
                            take(target, json(success.outputs().path(name))));
            return run(action.output("success"));
        }
        Result.Failure failure = (Result.Failure) result;
        calls.add(call.action() + ": " + failure.errorCode());
        Optional.ofNullable(call.part("failureOutputs").get("errorCode"))
                .ifPresent(target -> take(target, failure.errorCode()));
        return run(action.output("failure"));
    }

    private static Object wholeAsInteger(Object value) {
        boolean whole = value instanceof BigDecimal number
                && number.stripTrailingZeros().scale() <= 0;
        return whole ? ((BigDecimal) value).intValueExact() : value;
    }

    private void take(Object target, Object value) {
        if (cast(target).get("var") instanceof String variable) {
            assign(variable, value);
        }
    }

    private static Object json(JsonNode value) {
        return value.isTextual() ? value.textValue() : value.decimalValue();
    }

    private Optional<String> findQueue(Action action) {
        Object name = value(map(action.settings(), "findName"));
        if (name instanceof String queue && caller.hasQueue(queue)) {
            assign((String) map(action.settings(), "findResult").get("var"), queue);
            return run(action.output("found"));
        }
        return run(action.output("notFound"));
    }

    private Optional<String> transfer(Action action) {
        Map<String, Object> target = map(action.settings(), "targetQueue");
        String queue = target.containsKey("exp") ? (String) value(target) : FlowFile.literalName(target);
        if (queue == null || !caller.hasQueue(queue)) {
            throw new Expression.Failed("no such queue: " + queue);
        }
        return caller.isClosed(queue) ? run(action.output("failure")) : Optional.of(queue);
    }

    private Object value(Map<String, Object> setting) {
        if (setting.get("exp") instanceof String expression) {
            return Expression.of(expression).value(this::variable);
        }
        return FlowFile.literal(setting.get("lit"));
    }

    private Object variable(String name) {
        if (name.equals("Call.ConversationId")) {
            return caller.conversationId();
        }
        if (!declared.containsKey(name)) {
            throw new IllegalArgumentException("an unknown variable: " + name);
        }
        return variables.get(name);
    }

    private void assign(String name, Object value) {
        FlowFile.Variable variable = declared.get(name);
        boolean fits = value == null
                || switch (variable.type()) {
                    case "string", "queue" -> value instanceof String;
                    case "decimal" -> value instanceof BigDecimal;
                    case "integer" ->
                        value instanceof BigDecimal number
                                && number.stripTrailingZeros().scale() <= 0;
                    default -> false;
                };
        if (!fits) {
            throw new Expression.Failed(name + " cannot be " + value);
        }
        variables.put(name, value);
    }
}
