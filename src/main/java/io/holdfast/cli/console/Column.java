package io.holdfast.cli.console;

import java.util.Locale;
import java.util.function.Function;

/**
 * A column of a table.
 *
 * @param key the name of the value in a row, and the header in CSV
 * @param rank how soon it goes if the terminal is too narrow: 0 never, otherwise the highest first
 * @param shrinks whether its values may be cut, with an ellipsis
 * @param right whether values stand at the right, as amounts do
 * @param colour of a value
 */
public record Column(String key, int rank, boolean shrinks, boolean right, Function<String, Colour> colour) {

    /** One that never goes and is never cut. */
    public static Column of(String key) {
        return new Column(key, 0, false, false, value -> Colour.NONE);
    }

    /** Gives way if there is no room for it. */
    public Column yielding(int newRank) {
        return new Column(key, newRank, shrinks, right, colour);
    }

    public Column shrinking() {
        return new Column(key, rank, true, right, colour);
    }

    public Column atTheRight() {
        return new Column(key, rank, shrinks, true, colour);
    }

    public Column coloured(Function<String, Colour> newColour) {
        return new Column(key, rank, shrinks, right, newColour);
    }

    /** As people see it. */
    String title() {
        return key.replace('_', ' ').toUpperCase(Locale.ROOT);
    }
}
