package io.holdfast.api;

import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Takes the filters of a list from a query, and remembers what was wrong. One without a value was left out; one that nobody takes is ignored,
 * because proxies and links add their own.
 */
final class QueryFilters {

    private static final String LIMIT = "limit";
    private static final String CURSOR = "cursor";
    private static final String ANY = "any";

    private static final int MAX_CURSOR_LENGTH = 128;

    private static final Pattern SMALL_NUMBER = Pattern.compile("\\d{1,6}");

    /** Of a time, in front of the letter or space after it. */
    private static final int DATE_LENGTH = 10;

    private final Map<String, List<String>> query;
    private final List<FieldError> errors = new ArrayList<>();

    QueryFilters(UriInfo address) {
        this.query = Optional.ofNullable(address.getRequestUri().getRawQuery())
                .map(QueryFilters::parameters)
                .orElse(Map.of());
    }

    /** The framework takes a semicolon for the end of a value, as no browser does (URL Standard, 5.1): an account {@code A;B} would be asked for as {@code A}. */
    private static Map<String, List<String>> parameters(String query) {
        return Arrays.stream(query.split("&"))
                .map(parameter -> parameter.split("=", 2))
                .collect(Collectors.groupingBy(
                        pair -> PercentEncoding.decoded(pair[0]),
                        Collectors.mapping(
                                pair -> pair.length == 1 ? "" : PercentEncoding.decoded(pair[1]),
                                Collectors.toList())));
    }

    Optional<String> text(String name, int max) {
        return one(name)
                .filter(value -> isOrError(
                        CleanText.isClean(value, max),
                        name,
                        "has 1 to " + max + " characters and no control characters"));
    }

    /**
     * One of an enum, in any case.
     *
     * @param spelled as answers have it
     */
    <E extends Enum<E>> Optional<E> choice(String name, List<E> choices, Function<E, String> spelled) {
        return one(name).flatMap(value -> {
            Optional<E> chosen = choices.stream()
                    .filter(choice -> choice.name().equalsIgnoreCase(value))
                    .findFirst();
            isOrError(chosen.isPresent(), name, "is one of " + names(choices, spelled));
            return chosen;
        });
    }

    /** A name of the enum, or {@code any} for all of them, in any case. */
    <E extends Enum<E>> Optional<Set<E>> choiceOrAny(String name, List<E> choices) {
        return one(name).flatMap(value -> {
            Set<E> chosen = choices.stream()
                    .filter(choice ->
                            value.equalsIgnoreCase(ANY) || choice.name().equalsIgnoreCase(value))
                    .collect(Collectors.toSet());
            return Optional.of(chosen)
                    .filter(some -> isOrError(
                            !some.isEmpty(), name, "is one of " + names(choices, Enum::name) + ", or " + ANY));
        });
    }

    Optional<Instant> time(String name) {
        return one(name).flatMap(value -> {
            Optional<Instant> time = parse(value);
            isOrError(time.isPresent(), name, "is a time such as 2026-11-29T10:00:00Z (RFC 3339)");
            return time;
        });
    }

    int limit(int standard, int most) {
        return one(LIMIT)
                .filter(value -> isOrError(isBetween(value, most), LIMIT, "is a whole number from 1 to " + most))
                .map(Integer::valueOf)
                .orElse(standard);
    }

    Optional<String> cursor() {
        return one(CURSOR)
                .filter(value -> isOrError(
                        value.length() <= MAX_CURSOR_LENGTH,
                        CURSOR,
                        unknownCursor().message()));
    }

    static FieldError unknownCursor() {
        return new FieldError(CURSOR, "is the next_cursor of a page of this list, with the same filters");
    }

    /** @throws Refusal if anything was wrong */
    void refuseErrors() {
        if (!errors.isEmpty()) {
            throw new Refusal(Problems.invalid(errors));
        }
    }

    private Optional<String> one(String name) {
        List<String> values = query.getOrDefault(name, List.of());
        if (values.size() > 1) {
            errors.add(new FieldError(name, "is given once"));
            return Optional.empty();
        }
        return values.stream().filter(value -> !value.isEmpty()).findFirst();
    }

    private boolean isOrError(boolean fine, String name, String message) {
        if (!fine) {
            errors.add(new FieldError(name, message));
        }
        return fine;
    }

    private static boolean isBetween(String value, int most) {
        return SMALL_NUMBER.matcher(value).matches() && Integer.parseInt(value) >= 1 && Integer.parseInt(value) <= most;
    }

    /** A plus sign that nobody encoded arrives as a space; the one between date and time is before. */
    private static Optional<Instant> parse(String value) {
        int offset = value.lastIndexOf(' ');
        return Rfc3339.parse(
                offset > DATE_LENGTH ? value.substring(0, offset) + '+' + value.substring(offset + 1) : value);
    }

    private static <E> String names(List<E> choices, Function<E, String> spelled) {
        return choices.stream().map(spelled).collect(Collectors.joining(", "));
    }

    /** All that an enum has, in its order. */
    static <E extends Enum<E>> List<E> all(Class<E> type) {
        return Arrays.asList(type.getEnumConstants());
    }
}
