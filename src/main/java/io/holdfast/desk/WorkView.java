package io.holdfast.desk;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The lists that can be chosen, in their order. */
enum WorkView {
    ATTENTION("Needs attention", "What Holdfast cannot settle alone, newest first.", "Nothing needs attention."),
    LAPSING("Lapsing soon", "Holds that lapse within %s, the next one first.", "No hold lapses soon."),
    HELD("Held", "All live holds, newest first.", "There is no live hold."),
    ALL("All disputes", "Every dispute, newest first.", "There is no dispute yet.");

    private final String title;
    private final String explanation;
    private final String empty;

    WorkView(String title, String explanation, String empty) {
        this.title = title;
        this.explanation = explanation;
        this.empty = empty;
    }

    /** The first one if it is none of them. */
    static WorkView of(Optional<String> key) {
        return Arrays.stream(values())
                .filter(view -> key.filter(view.key()::equals).isPresent())
                .findFirst()
                .orElse(ATTENTION);
    }

    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    String title() {
        return title;
    }

    String explanation(String soon) {
        return explanation.formatted(soon);
    }

    String empty() {
        return empty;
    }
}
