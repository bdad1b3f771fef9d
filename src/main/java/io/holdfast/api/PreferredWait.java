package io.holdfast.api;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long a caller would like to wait for an answer: {@code Prefer: wait=5} (RFC 7240). */
final class PreferredWait {

    static final String HEADER = "Prefer";

    static final String APPLIED_HEADER = "Preference-Applied";

    static final Duration LONGEST = Duration.ofSeconds(10);

    private static final Pattern WAIT = Pattern.compile("wait\\s*=\\s*\"?(\\d+)\"?", Pattern.CASE_INSENSITIVE);

    private static final Pattern NAMED_WAIT = Pattern.compile("wait\\s*(=.*)?", Pattern.CASE_INSENSITIVE);

    private PreferredWait() {}

    /**
     * @param headers the values of the header, as many as were sent
     * @return empty if there is no such preference, or if it is no whole number of seconds from 1
     */
    static Optional<Duration> of(List<String> headers) {
        return headers.stream()
                .flatMap(header -> split(header, ',').stream())
                // What follows a semicolon is a parameter of the preference.
                .map(preference -> split(preference, ';').get(0).strip())
                .filter(preference -> NAMED_WAIT.matcher(preference).matches())
                // "If any preference is specified more than once, only the first instance is to be considered" (section
                // 2).
                .findFirst()
                .flatMap(PreferredWait::seconds);
    }

    private static Optional<Duration> seconds(String preference) {
        Matcher wait = WAIT.matcher(preference);
        if (!wait.matches()) {
            return Optional.empty();
        }
        String digits = wait.group(1).replaceFirst("^0+(?=.)", "");
        boolean tooLong = digits.length() > 2 || Long.parseLong(digits) > LONGEST.toSeconds();
        Duration wanted = tooLong ? LONGEST : Duration.ofSeconds(Long.parseLong(digits));
        return Optional.of(wanted).filter(duration -> !duration.isZero());
    }

    /** Splits at a separator that is not inside quotes; at least one part. */
    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(text.substring(start));
        return parts;
    }
}
