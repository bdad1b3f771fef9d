package io.holdfast.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private final Printed printed = new Printed();
    private long nanos;

    @Test
    void aTerminalSeesABarThatMovesAndGoes() {
        // given
        Progress progress = progress(printed.terminal(80), OptionalLong.of(1_000));

        // when
        step(progress, 250, 2_000);
        step(progress, 250, 2_000);
        progress.close();

        // then
        String[] drawn = printed.err().split("\r");
        assertThat(drawn[1]).contains("reconcile: 250 of 1,000 (25%), 6 s left").startsWith("[###");
        assertThat(drawn[2]).contains("reconcile: 500 of 1,000 (50%), 4 s left");
        assertThat(drawn[3]).isBlank();
    }

    @Test
    void aBarIsNoWiderThanItsTerminal() {
        // given
        Progress progress = progress(printed.terminal(30), OptionalLong.of(1_000_000));

        // when
        step(progress, 250_000, 2_000);

        // then
        assertThat(printed.err().strip().length()).isLessThan(30);
    }

    @Test
    void whatGrewMeanwhileIsNotMoreThanAll() {
        // given
        Progress progress = progress(printed.files(), OptionalLong.of(5));

        // when
        step(progress, 6, 1_000);
        progress.close();

        // then
        assertThat(printed.err().strip()).isEqualTo("reconcile: 6 of 6 (100%)");
    }

    @Test
    void aFileGetsALineNowAndThen() {
        // given
        Progress progress = progress(printed.files(), OptionalLong.of(100));

        // when
        for (int i = 0; i < 25; i++) {
            step(progress, 4, 1_000);
        }
        progress.close();

        // then
        assertThat(printed.err().lines())
                .containsExactly(
                        "reconcile: 40 of 100 (40%), 15 s left",
                        "reconcile: 80 of 100 (80%), 5 s left", "reconcile: 100 of 100 (100%)");
        assertThat(printed.err()).doesNotContain("\r");
    }

    @Test
    void whatHasNoKnownEndIsCounted() {
        // given
        Progress progress = progress(printed.files(), OptionalLong.empty());

        // when
        step(progress, 1_234, 11_000);

        // then
        assertThat(printed.err()).isEqualTo("reconcile: 1,234\n");
    }

    private Progress progress(Terminal terminal, OptionalLong total) {
        return new Progress(terminal, "reconcile", total, () -> nanos);
    }

    private void step(Progress progress, long more, long millis) {
        nanos += millis * 1_000_000;
        progress.advance(more);
    }
}
