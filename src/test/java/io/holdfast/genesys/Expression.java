package io.holdfast.genesys;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Architect's expressions, as far as the flows use them: texts, numbers, variables, comparisons, {@code and}, {@code or}, {@code +}, and a few
 * functions. NOT_SET is {@code null}.
 */
final class Expression {

    /** Raised where Architect would leave the flow for its error handling. */
    static final class Failed extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Failed(String message) {
            super(message);
        }
    }

    static final Set<String> FUNCTIONS = Set.of("IsNotSet", "IsNotSetOrEmpty", "ToDecimal", "ToString", "ToAudioBlank");

    private static final Pattern TOKEN = Pattern.compile(
            "\\s*(\"(?:[^\"\\\\]|\\\\.)*\"|\\d+(?:\\.\\d+)?|[A-Za-z_][A-Za-z0-9_.]*|==|!=|<=|>=|[<>()+,])");

    private final String text;
    private final List<String> tokens = new ArrayList<>();
    private final Node root;
    private int next;

    private Expression(String text) {
        this.text = text;
        Matcher matcher = TOKEN.matcher(text);
        int end = 0;
        while (matcher.find() && matcher.start() == end) {
            tokens.add(matcher.group(1));
            end = matcher.end();
        }
        if (!text.substring(end).isBlank()) {
            throw new IllegalArgumentException("not understood: " + text.substring(end) + " in " + text);
        }
        root = or();
        if (next != tokens.size()) {
            throw new IllegalArgumentException("not understood: " + tokens.get(next) + " in " + text);
        }
    }

    /** @throws IllegalArgumentException if it cannot be read */
    static Expression of(String text) {
        return new Expression(text);
    }

    /** @param variables the value of a name */
    Object value(Function<String, Object> variables) {
        return root.value(variables);
    }

    boolean isTrue(Function<String, Object> variables) {
        if (value(variables) instanceof Boolean truth) {
            return truth;
        }
        throw new Failed("neither true nor false: " + text);
    }

    /** The names that it reads. */
    List<String> variables() {
        return root.parts()
                .filter(Variable.class::isInstance)
                .map(it -> ((Variable) it).name())
                .toList();
    }

    private Node or() {
        Node left = and();
        while (take("or")) {
            left = new Operation("or", left, and());
        }
        return left;
    }

    private Node and() {
        Node left = comparison();
        while (take("and")) {
            left = new Operation("and", left, comparison());
        }
        return left;
    }

    private Node comparison() {
        Node left = sum();
        for (String operator : List.of("==", "!=", "<=", ">=", "<", ">")) {
            if (take(operator)) {
                return new Operation(operator, left, sum());
            }
        }
        return left;
    }

    private Node sum() {
        Node left = operand();
        while (take("+")) {
            left = new Operation("+", left, operand());
        }
        return left;
    }

    private Node operand() {
        if (next == tokens.size()) {
            throw new IllegalArgumentException("ends too early: " + text);
        }
        String token = tokens.get(next++);
        if (token.equals("(")) {
            Node inner = or();
            expect(")");
            return inner;
        }
        if (token.startsWith("\"")) {
            return new Literal(token.substring(1, token.length() - 1).replaceAll("\\\\(.)", "$1"));
        }
        if (Character.isDigit(token.charAt(0))) {
            return new Literal(new BigDecimal(token));
        }
        if (token.equals("true") || token.equals("false")) {
            return new Literal(Boolean.valueOf(token));
        }
        if (take("(")) {
            Call call = new Call(token, or());
            expect(")");
            return call;
        }
        if (!Character.isLetter(token.charAt(0))) {
            throw new IllegalArgumentException("not understood: " + token + " in " + text);
        }
        return new Variable(token);
    }

    private boolean take(String token) {
        boolean there = next < tokens.size() && tokens.get(next).equals(token);
        next += there ? 1 : 0;
        return there;
    }

    private void expect(String token) {
        if (!take(token)) {
            throw new IllegalArgumentException(token + " expected in " + text);
        }
    }

    private sealed interface Node {

        Object value(Function<String, Object> variables);

        default Stream<Node> parts() {
            return Stream.of(this);
        }
    }

    private record Literal(Object constant) implements Node {

        @Override
        public Object value(Function<String, Object> variables) {
            return constant;
        }
    }

    private record Variable(String name) implements Node {

        @Override
        public Object value(Function<String, Object> variables) {
            return variables.apply(name);
        }
    }

    private record Call(String function, Node argument) implements Node {

        Call {
            if (!FUNCTIONS.contains(function)) {
                throw new IllegalArgumentException("an unknown function: " + function);
            }
        }

        @Override
        public Object value(Function<String, Object> variables) {
            Object given = argument.value(variables);
            return switch (function) {
                case "IsNotSet" -> given == null;
                case "IsNotSetOrEmpty" -> given == null || given.equals("");
                case "ToDecimal" -> decimal(given);
                case "ToString" -> given instanceof BigDecimal number ? number.toPlainString() : given;
                default -> Duration.ofMillis(((BigDecimal) given).longValueExact());
            };
        }

        private static BigDecimal decimal(Object given) {
            try {
                return new BigDecimal(Objects.toString(given).strip());
            } catch (NumberFormatException e) {
                throw new Failed("no number");
            }
        }

        @Override
        public Stream<Node> parts() {
            return Stream.concat(Stream.of(this), argument.parts());
        }
    }

    private record Operation(String operator, Node left, Node right) implements Node {

        @Override
        public Object value(Function<String, Object> variables) {
            Object one = left.value(variables);
            // Always: nothing in Architect's pages says that the other side is left alone where the first one decides.
            Object other = right.value(variables);
            return switch (operator) {
                case "and" -> truth(one) & truth(other);
                case "or" -> truth(one) | truth(other);
                case "==" -> same(one, other);
                case "!=" -> !same(one, other);
                case "+" -> number(one).add(number(other));
                default -> ordered(number(one).compareTo(number(other)));
            };
        }

        private boolean ordered(int comparison) {
            return switch (operator) {
                case "<" -> comparison < 0;
                case ">" -> comparison > 0;
                case "<=" -> comparison <= 0;
                default -> comparison >= 0;
            };
        }

        private static boolean same(Object one, Object other) {
            if (one != null && other != null && one.getClass() != other.getClass()) {
                throw new Failed("compares " + one.getClass().getSimpleName() + " with "
                        + other.getClass().getSimpleName());
            }
            return one instanceof BigDecimal number ? number.compareTo(number(other)) == 0 : Objects.equals(one, other);
        }

        private static boolean truth(Object value) {
            if (value instanceof Boolean truth) {
                return truth;
            }
            throw new Failed("neither true nor false");
        }

        private static BigDecimal number(Object value) {
            if (value instanceof BigDecimal number) {
                return number;
            }
            throw new Failed("no number");
        }

        @Override
        public Stream<Node> parts() {
            return Stream.concat(
                    Stream.of(this), Arrays.asList(left, right).stream().flatMap(Node::parts));
        }
    }
}
