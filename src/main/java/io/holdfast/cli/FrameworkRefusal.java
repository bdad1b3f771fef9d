package io.holdfast.cli;

import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the framework refuses at the start without the name of the setting, with it. */
final class FrameworkRefusal {

    /** How it says that a store of the TLS registry cannot be read; PEM files are "pairs" and "trusted certificates". */
    private static final Pattern STORE = Pattern.compile(
            "(?:Invalid|No) (key/certificate pair|PEM trusted certificates|(?:P12|JKS) (?:key|trust) store).* for certificate '([^']+)'.*");

    private static final Pattern NO_CONFIGURATION = Pattern.compile("No TLS configuration named (\\S+) found .*");

    private static final String DEFAULT = "<default>";

    private FrameworkRefusal() {}

    /** @param root the innermost cause */
    static Optional<String> line(Throwable cause, Throwable root) {
        Matcher none = NO_CONFIGURATION.matcher(String.valueOf(cause.getMessage()));
        if (none.matches()) {
            return Optional.of("quarkus.tls." + none.group(1)
                    + ": is not set, and a setting that ends with tls-configuration-name names it");
        }
        Matcher store = STORE.matcher(String.valueOf(cause.getMessage()));
        if (!store.matches()) {
            return Optional.empty();
        }
        String name = store.group(2).equals(DEFAULT) ? "" : store.group(2) + ".";
        String kind = store.group(1).contains("trust") ? "trust-store" : "key-store";
        return Optional.of("quarkus.tls." + name + kind + ": cannot be used: " + why(root));
    }

    private static String why(Throwable root) {
        return root instanceof NoSuchFileException
                ? "there is no file " + root.getMessage()
                : String.valueOf(root.getMessage()).lines().findFirst().orElse("");
    }
}
