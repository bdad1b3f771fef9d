package io.holdfast.cli;

import java.util.List;

/** Lets the architecture test see what the preflight checks. */
public final class PreflightSettings {

    private PreflightSettings() {}

    public static List<String> known() {
        return Preflight.SETTINGS.stream().map(Class::getName).toList();
    }
}
