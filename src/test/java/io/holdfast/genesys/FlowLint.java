package io.holdfast.genesys;

import static io.holdfast.genesys.FlowFile.cast;
import static io.holdfast.genesys.FlowFile.map;

import io.holdfast.genesys.FlowFile.Action;
import io.holdfast.genesys.FlowFile.DataCall;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Holds a flow against the data actions and against itself, because a flow cannot be validated without a Genesys Cloud login: names, inputs,
 * outputs, types, references, and that no way through it ends in anything but a transfer.
 */
final class FlowLint {

    static final String INTEGRATION = "Holdfast";

    private static final int MOST_ROUNDS = 10;

    private static final Pattern EMPTY = Pattern.compile("[=!]= *\"\"");

    /** The settings that each action has, of those seen in published flows, and must have if no {@code ?} follows. */
    private static final Map<String, Set<String>> ACTIONS = Map.of(
            "getParticipantData", Set.of("name", "attributes"),
            "setParticipantData", Set.of("name", "attributes"),
            "updateData", Set.of("name", "statements"),
            "playAudio", Set.of("name", "audio"),
            "decision", Set.of("name", "condition", "outputs"),
            "collectInput",
                    Set.of(
                            "name",
                            "inputData",
                            "digits",
                            "interDigitTimeout",
                            "noEntryTimeout",
                            "inputAudio",
                            "acceptJustStar",
                            "acceptJustPound",
                            "verificationType",
                            "outputs"),
            "loop", Set.of("name", "currentIndex", "loopCount", "outputs"),
            "callData", Set.of("name", "processingPrompt", "timeout", "category", "outputs"),
            "findQueue", Set.of("name", "findName", "findResult", "outputs"),
            "transferToAcd", Set.of("name", "targetQueue", "preTransferAudio", "failureTransferAudio", "outputs?"));

    private static final Map<String, Set<String>> OUTPUTS = Map.of(
            "decision", Set.of("yes", "no?"),
            "collectInput", Set.of("success", "failure"),
            "loop", Set.of("loop"),
            "callData", Set.of("success", "failure", "timeout"),
            "findQueue", Set.of("found", "notFound"),
            "transferToAcd", Set.of("failure?"));

    private final FlowFile flow;
    private final Map<String, ActionFile> dataActions;
    private final Set<String> queues;
    private final List<String> findings = new ArrayList<>();
    private final Set<String> used = new HashSet<>();
    private Map<String, FlowFile.Variable> variables = Map.of();

    private FlowLint(FlowFile flow, Set<String> queues) {
        this.flow = flow;
        this.queues = queues;
        this.dataActions = ActionFile.in(ActionFile.FOLDER).stream()
                .collect(Collectors.toMap(ActionFile::name, Function.identity()));
    }

    /**
     * What is wrong with it; nothing, if it is fine.
     *
     * @param queues that exist when it is imported
     */
    static List<String> findings(FlowFile flow, Set<String> queues) {
        FlowLint lint = new FlowLint(flow, queues);
        try {
            lint.check();
        } catch (IllegalArgumentException | ClassCastException | NullPointerException shape) {
            lint.findings.add("has not the shape of a flow: " + shape.getMessage());
        }
        return List.copyOf(lint.findings);
    }

    private void check() {
        check(flow.startTask().isPresent(), "begins with a task that does not exist");
        check(queues.contains(flow.errorQueue()), "the error handling is no transfer to a queue that exists");
        for (Map<String, Object> task : flow.tasks()) {
            variables = FlowFile.variables(task);
            List<Action> actions = FlowFile.actions(task);
            actions.stream().flatMap(Action::all).forEach(this::check);
            check(endsInATransfer(actions), "task " + task.get("refId") + " does not end in a transfer");
            variables.keySet().forEach(name -> check(used.contains(name), name + " is never used"));
        }
    }

    /** Whatever comes before goes on to the last one; so that one decides. */
    private static boolean endsInATransfer(List<Action> actions) {
        return !actions.isEmpty() && actions.get(actions.size() - 1).kind().equals("transferToAcd");
    }

    private void check(Action action) {
        Set<String> settings = ACTIONS.get(action.kind());
        if (settings == null) {
            findings.add(action + " is of a kind that was not seen in published flows");
            return;
        }
        checkNames(action, action.settings().keySet(), settings);
        checkNames(action, action.outputs().keySet(), OUTPUTS.getOrDefault(action.kind(), Set.of()));
        action.outputs().forEach((name, steps) -> check(!steps.isEmpty(), action + " does nothing on " + name));
        switch (action.kind()) {
            case "getParticipantData", "setParticipantData" -> checkAttributes(action);
            case "updateData" -> checkStatements(action);
            case "playAudio" -> checkAudio(action, map(action.settings(), "audio"));
            case "decision" ->
                checkExpression(action, map(action.settings(), "condition").get("exp"));
            case "collectInput" -> checkInput(action);
            case "loop" -> checkLoop(action);
            case "callData" -> checkCall(action);
            case "findQueue" -> checkFind(action);
            default -> checkTransfer(action);
        }
    }

    /** @param expected those that end with a question mark may be missing */
    private void checkNames(Action action, Set<String> there, Set<String> expected) {
        Set<String> optional = expected.stream().map(it -> it.replace("?", "")).collect(Collectors.toSet());
        Set<String> needed = expected.stream().filter(it -> !it.endsWith("?")).collect(Collectors.toSet());
        check(optional.containsAll(there) && there.containsAll(needed), action + " has " + there + ", not " + expected);
    }

    private void checkAttributes(Action action) {
        for (Object entry : FlowFile.list(action.settings(), "attributes")) {
            Map<String, Object> attribute = map(cast(entry), "attribute");
            check(map(attribute, "name").get("lit") instanceof String, action + " has an attribute without a name");
            if (action.kind().equals("getParticipantData")) {
                checkTarget(action, attribute.get("variable"), "string");
            } else {
                checkValue(action, map(attribute, "value"), "string");
            }
        }
    }

    private void checkStatements(Action action) {
        for (Object entry : FlowFile.list(action.settings(), "statements")) {
            Map.Entry<String, Object> statement = FlowFile.only(cast(entry));
            Map<String, Object> settings = cast(statement.getValue());
            checkTarget(action, settings.get("variable"), statement.getKey());
            checkValue(action, map(settings, "value"), statement.getKey());
        }
    }

    private void checkAudio(Action action, Map<String, Object> audio) {
        FlowFile.only(audio);
        if (audio.containsKey("exp")) {
            checkExpression(action, audio.get("exp"));
        } else {
            check(audio.get("tts") instanceof String text && !text.isBlank(), action + " says nothing");
        }
    }

    private void checkInput(Action action) {
        checkTarget(action, map(action.settings(), "inputData").get("var"), "string");
        checkAudio(action, map(action.settings(), "inputAudio"));
    }

    private void checkLoop(Action action) {
        String index = (String) map(action.settings(), "currentIndex").get("var");
        checkTarget(action, index, "integer");
        used.add(index);
        check(
                map(action.settings(), "loopCount").get("lit") instanceof Integer count && count <= MOST_ROUNDS,
                action + " has no limit");
    }

    private void checkCall(Action action) {
        DataCall call = DataCall.of(action);
        check(call.integration().equals(INTEGRATION), action + " calls another integration");
        ActionFile called = dataActions.get(call.action());
        if (called == null) {
            findings.add(action + " calls a data action that does not exist: " + call.action());
            return;
        }
        Set<String> required = StreamSupport.stream(
                        called.inputSchema().path("required").spliterator(), false)
                .map(it -> it.asText())
                .collect(Collectors.toSet());
        check(call.part("inputs").keySet().containsAll(required), action + " lacks one of the inputs " + required);
        call.part("inputs")
                .forEach((name, value) -> checkPart(action, name, called.inputTypes())
                        .ifPresent(type -> checkValue(action, cast(value), type)));
        call.part("successOutputs")
                .forEach((name, value) -> checkPart(action, name, called.outputTypes())
                        .ifPresent(type -> checkTarget(action, cast(value).get("var"), type)));
        call.part("failureOutputs")
                .forEach((name, value) -> checkTarget(action, cast(value).get("var"), "string"));
        checkPatience(action, call, called);
    }

    /** @return the type that flows know, if the contract has such a part */
    private Optional<String> checkPart(Action action, String name, Map<String, String> types) {
        String type = types.get(name);
        check(type != null, action + " names what the contract does not have: " + name);
        return Optional.ofNullable(type).map(it -> it.equals("number") ? "decimal" : it);
    }

    /** What Holdfast waits for, then the step, then the action: the step's timeout has to be the one that is noticed. */
    private void checkPatience(Action action, DataCall call, ActionFile called) {
        int step = (Integer) map(map(action.settings(), "timeout"), "lit").get("seconds");
        Object wait = call.part("inputs").containsKey("waitSeconds")
                ? map(call.part("inputs"), "waitSeconds").get("lit")
                : called.headers().getOrDefault("Prefer", "wait=").replaceAll("\\D", "");
        int waiting = wait.toString().isEmpty() ? 0 : Integer.parseInt(wait.toString());
        check(waiting < step, action + " waits longer than its step");
        check(step < called.timeoutSeconds(), action + " has a step that waits longer than the data action");
    }

    private void checkFind(Action action) {
        checkValue(action, map(action.settings(), "findName"), "string");
        checkTarget(action, map(action.settings(), "findResult").get("var"), "queue");
        action.outputs().forEach((name, steps) -> check(endsInATransfer(steps), action + " transfers nobody: " + name));
    }

    private void checkTransfer(Action action) {
        checkAudio(action, map(action.settings(), "preTransferAudio"));
        checkAudio(action, map(action.settings(), "failureTransferAudio"));
        Map<String, Object> target = map(action.settings(), "targetQueue");
        if (target.containsKey("exp")) {
            checkValue(action, target, "queue");
        } else {
            check(queues.contains(FlowFile.literalName(target)), action + " goes to a queue that does not exist");
        }
    }

    private void checkTarget(Action action, Object name, String type) {
        FlowFile.Variable variable = variables.get(name);
        check(variable != null, action + " sets an unknown variable: " + name);
        check(variable == null || variable.type().equals(type), action + " sets " + name + " to a " + type);
    }

    private void checkValue(Action action, Map<String, Object> value, String type) {
        FlowFile.only(value);
        if (value.containsKey("exp")) {
            checkExpression(action, value.get("exp")).ifPresent(expression -> checkVariable(action, expression, type));
        } else {
            boolean fits =
                    type.equals("string") ? value.get("lit") instanceof String : value.get("lit") instanceof Number;
            check(fits, action + " has " + value + " for a " + type);
        }
    }

    /** A bare variable has a type that can be told; what is calculated shows when the flow runs. */
    private void checkVariable(Action action, String expression, String type) {
        FlowFile.Variable variable = variables.get(expression);
        check(variable == null || variable.type().equals(type), action + " takes " + expression + " for a " + type);
    }

    private Optional<String> checkExpression(Action action, Object text) {
        try {
            for (String name : Expression.of((String) text).variables()) {
                used.add(name);
                boolean known = variables.containsKey(name) || name.equals("Call.ConversationId");
                check(known, action + " reads an unknown variable: " + name);
            }
            check(!EMPTY.matcher((String) text).find(), action + " compares with an empty text, which NOT_SET is not");
            return Optional.of((String) text);
        } catch (IllegalArgumentException e) {
            findings.add(action + " has an expression that cannot be read: " + e.getMessage());
            return Optional.empty();
        }
    }

    private void check(boolean fine, String finding) {
        if (!fine) {
            findings.add(finding);
        }
    }
}
