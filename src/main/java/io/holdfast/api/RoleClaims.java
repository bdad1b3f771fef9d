package io.holdfast.api;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where a token has its roles. Of several places the first that a token has is the one: the framework adds them all up, and a directory's group of administrators, say, would
 * make administrators of Holdfast of them whom the issuer has made agents.
 */
final class RoleClaims {

    /** A name, or one in quotes, which may have slashes in it. */
    private static final Pattern STEP = Pattern.compile("\"([^\"]*)\"|([^/]+)");

    private final List<List<String>> paths;

    /** @param paths as {@code quarkus.oidc.roles.role-claim-path} has them */
    RoleClaims(List<String> paths) {
        this.paths = paths.stream().map(RoleClaims::steps).toList();
    }

    private static List<String> steps(String path) {
        return STEP.matcher(path.strip()).results().map(RoleClaims::name).toList();
    }

    private static String name(MatchResult step) {
        return step.group(1) != null ? step.group(1) : step.group(2);
    }

    /**
     * Those of the given roles that count.
     *
     * @param claims of the token, null for one that it has not
     */
    Set<String> of(Set<String> roles, Function<String, Object> claims) {
        if (paths.size() < 2) {
            return roles;
        }
        return paths.stream()
                .map(path -> at(path, claims))
                .flatMap(Optional::stream)
                .findFirst()
                .map(RoleClaims::texts)
                .map(first -> roles.stream().filter(first::contains).collect(Collectors.toUnmodifiableSet()))
                .orElse(Set.of());
    }

    private static Optional<Object> at(List<String> path, Function<String, Object> claims) {
        Optional<Object> found = path.isEmpty() ? Optional.empty() : Optional.ofNullable(claims.apply(path.get(0)));
        for (String step : path.subList(Math.min(1, path.size()), path.size())) {
            found = found.filter(JsonObject.class::isInstance).map(object -> ((JsonObject) object).get(step));
        }
        return found;
    }

    /** The texts in a claim: one or several in a text, or in a list. */
    static List<String> texts(Object claim) {
        List<String> texts = new ArrayList<>();
        if (claim instanceof Collection<?> many) {
            many.forEach(element -> texts.addAll(texts(element)));
        } else if (claim instanceof JsonString text) {
            texts.add(text.getString());
        } else if (claim instanceof String text) {
            texts.addAll(List.of(text.strip().split("[\\s,]+")));
        }
        return texts;
    }
}
