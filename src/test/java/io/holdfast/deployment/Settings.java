package io.holdfast.deployment;

import io.holdfast.cli.PreflightSettings;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import io.smallrye.config.WithParentName;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Holdfast's own settings, as the code has them. */
final class Settings {

    private Settings() {}

    /** Each property with its default; the name of a map's entry is written {@code "*"}. */
    static Map<String, Optional<String>> all() {
        Map<String, Optional<String>> all = new TreeMap<>();
        for (Class<?> type : PreflightSettings.all()) {
            addAll(type, type.getAnnotation(ConfigMapping.class).prefix(), all);
        }
        return all;
    }

    /** MicroProfile Config 3.1, 4.3.1. */
    static String variable(String property) {
        return property.replaceAll("[^A-Za-z0-9*]", "_").toUpperCase(Locale.ROOT);
    }

    private static void addAll(Class<?> type, String prefix, Map<String, Optional<String>> all) {
        for (Method method : type.getMethods()) {
            if (method.isDefault() || java.lang.reflect.Modifier.isStatic(method.getModifiers())) {
                continue;
            }
            String name = method.isAnnotationPresent(WithParentName.class)
                    ? prefix
                    : prefix + "."
                            + Optional.ofNullable(method.getAnnotation(WithName.class))
                                    .map(WithName::value)
                                    .orElseGet(() -> kebab(method.getName()));
            add(
                    method.getGenericReturnType(),
                    name,
                    Optional.ofNullable(method.getAnnotation(WithDefault.class)).map(WithDefault::value),
                    all);
        }
    }

    private static void add(Type type, String name, Optional<String> value, Map<String, Optional<String>> all) {
        if (type instanceof ParameterizedType generic && generic.getRawType() == Map.class) {
            add(generic.getActualTypeArguments()[1], name + ".\"*\"", value, all);
        } else if (type instanceof ParameterizedType generic
                && generic.getRawType() == Optional.class
                && isGroup(generic.getActualTypeArguments()[0])) {
            addAll((Class<?>) generic.getActualTypeArguments()[0], name, all);
        } else if (isGroup(type)) {
            addAll((Class<?>) type, name, all);
        } else {
            all.put(name, value);
        }
    }

    private static boolean isGroup(Type type) {
        return type instanceof Class<?> known
                && known.isInterface()
                && known.getName().startsWith("io.holdfast.");
    }

    private static String kebab(String camel) {
        return camel.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }
}
