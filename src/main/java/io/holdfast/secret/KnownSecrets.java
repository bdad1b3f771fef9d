package io.holdfast.secret;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;

/** The secrets that this process was given. They are known so that they can be kept out of the logs, by whatever library they get there. */
public final class KnownSecrets {

    /** Properties that hold one, of ours and of the framework. */
    private static final Pattern PROPERTY = Pattern.compile(
            "(?i)(?:holdfast|quarkus)[._].*(?:password|secrets?|api-key|apikey|api_key|hmac-keys|keyset|token)(?:\\[\\d+])?");

    /** Key material inside a keyset. */
    private static final Pattern KEY_MATERIAL = Pattern.compile("\"value\"\\s*:\\s*\"([^\"]+)\"");

    /** What is shorter may be part of ordinary words, as passwords of test databases are. */
    private static final int SHORTEST = 12;

    /** Rotation adds some; a process does not live for so many. */
    private static final int MOST = 1_000;

    private static final List<String> KNOWN = new CopyOnWriteArrayList<>();

    private KnownSecrets() {}

    /** Whether a property of that name holds a secret. */
    public static boolean isSecret(String property) {
        return PROPERTY.matcher(property).matches();
    }

    /**
     * All that a configuration holds.
     *
     * @throws SecretUnavailable if one cannot be had; it names the property
     */
    public static void addAll(Config config) {
        for (String property : config.getPropertyNames()) {
            if (isSecret(property)) {
                try {
                    config.getOptionalValue(property, String.class).ifPresent(KnownSecrets::add);
                } catch (SecretUnavailable e) {
                    throw new SecretUnavailable(property + ": " + e.getMessage());
                }
            }
        }
    }

    /** @param value of one property: a secret, or a list of them with commas */
    public static void add(String value) {
        Matcher material = KEY_MATERIAL.matcher(value);
        if (material.find()) {
            do {
                addOne(material.group(1));
            } while (material.find());
        } else {
            for (String one : value.split(",")) {
                addOne(one.strip());
            }
        }
    }

    private static void addOne(String secret) {
        if (secret.length() >= SHORTEST && KNOWN.size() < MOST && !KNOWN.contains(secret)) {
            KNOWN.add(secret);
        }
    }

    static String mask(String text, String stars) {
        String masked = text;
        for (String secret : KNOWN) {
            if (masked.contains(secret)) {
                masked = masked.replace(secret, stars);
            }
        }
        return masked;
    }
}
