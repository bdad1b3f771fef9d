package io.holdfast.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeldomLineTest {

    private final List<String> seldom = new ArrayList<>();
    private final List<String> each = new ArrayList<>();
    private long nanos = Long.MAX_VALUE - 5;
    private final SeldomLine line = new SeldomLine(seldom::add, each::add, () -> nanos);

    @Test
    void theFirstIsWrittenAndOfTheOthersHowManyTheyWere() {
        // when
        for (int i = 0; i < 1_000; i++) {
            line.write("request " + i);
        }
        nanos += Duration.ofSeconds(10).toNanos();
        line.write("request 1000");
        nanos += Duration.ofSeconds(10).toNanos();
        line.write("request 1001");

        // then
        assertThat(seldom)
                .containsExactly(
                        "request 0", "request 1000 (and 999 more since the last line of this kind)", "request 1001");
        assertThat(each).hasSize(1_002);
    }
}
