package io.holdfast.cli.console;

import java.util.List;
import java.util.Map;

/** Prints rows as they come, page after page. A row is what an object of the API is: names and values, in order; a name without a value is left out. */
public interface Rows extends AutoCloseable {

    void print(List<? extends Map<String, ?>> page);

    /** Ends what was printed. */
    @Override
    void close();
}
