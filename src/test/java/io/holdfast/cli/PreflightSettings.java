package io.holdfast.cli;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Arrays;
import java.util.List;

/** Lets the architecture test see what the preflight checks. */
public final class PreflightSettings {

    private PreflightSettings() {}

    public static List<String> known() {
        return GivenSettings.SETTINGS.stream().map(Class::getName).toList();
    }

    /** Those whose prefix a native image keeps. */
    public static List<String> registered() {
        return Arrays.stream(GivenSettings.class
                        .getAnnotation(RegisterForReflection.class)
                        .targets())
                .map(Class::getName)
                .toList();
    }

    /** The interfaces themselves. */
    public static List<Class<?>> all() {
        return GivenSettings.SETTINGS;
    }
}
