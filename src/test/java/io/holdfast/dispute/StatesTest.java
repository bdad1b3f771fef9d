package io.holdfast.dispute;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.HoldState;
import io.holdfast.simulation.Call;
import io.holdfast.simulation.Fate;
import io.holdfast.simulation.Stage;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The page about the states says what the code does. */
class StatesTest {

    private static final Path PAGE = Path.of("docs", "states.md");
    private static final Pattern ARROW = Pattern.compile("(?m)^ {4}([A-Z]+) --> ([A-Z]+) : (\\w+)$");
    private static final Pattern MOVE = Pattern.compile("(?m)^\\| `([A-Z]+)` \\| `(\\w+)` \\| `([A-Z]+)` \\|");
    private static final Pattern COMMAND =
            Pattern.compile("(?m)^\\| `([A-Z]+)` \\| (nothing|release|charge) \\| ([\\w`-]+) \\| ([\\w`-]+) \\|$");

    @Test
    void thePictureShowsEveryMove() throws IOException {
        // when
        TreeSet<String> drawn = found(ARROW, it -> it.group(1) + " " + it.group(3) + " " + it.group(2));

        // then
        assertThat(drawn).isEqualTo(movesOfTheCode());
    }

    @Test
    void theTableListsEveryMove() throws IOException {
        // when
        TreeSet<String> listed = found(MOVE, it -> it.group(1) + " " + it.group(2) + " " + it.group(3));

        // then
        assertThat(listed).isEqualTo(movesOfTheCode());
    }

    @TestFactory
    Stream<DynamicTest> everyCommandAnswersAsListed() throws IOException {
        List<String[]> rows = COMMAND.matcher(Files.readString(PAGE))
                .results()
                .map(it -> new String[] {it.group(1), it.group(2), it.group(3), it.group(4)})
                .toList();
        assertThat(rows).hasSize(9);
        return rows.stream().map(row -> DynamicTest.dynamicTest(row[0] + ", pending " + row[1], () -> assertRow(row)));
    }

    private static void assertRow(String[] row) {
        assertThat(answer(row, (stage, id) -> stage.disputes().releaseHold().release(id, "agent")))
                .as("release")
                .isEqualTo(row[2].replace("`", ""));
        assertThat(answer(row, (stage, id) -> stage.disputes().chargeHold().charge(id, Optional.empty(), "agent")))
                .as("charge")
                .isEqualTo(row[3].replace("`", ""));
    }

    private interface Command {
        Uni<Settling> on(Stage stage, DisputeId id);
    }

    private static String answer(String[] row, Command command) {
        Stage stage = Stage.forWeeks();
        DisputeId id = bring(stage, row[0]);
        pend(stage, id, row[1]);
        assertThat(stage.stored(id).status().name()).isEqualTo(row[0]);
        Settling settling = stage.answer(command.on(stage, id));
        if (settling instanceof Settling.Rejected rejected) {
            return rejected.reason().code();
        }
        return settling.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    private static DisputeId bring(Stage stage, String status) {
        switch (status) {
            case "INITIATED" ->
                stage.next(Call.AUTHORIZE, Fate.of(Fate.Verdict.LATER_YES).later(Duration.ofDays(1)));
            case "FAILED" -> stage.next(Call.AUTHORIZE, Fate.of(Fate.Verdict.NO));
            default -> {}
        }
        DisputeId id = stage.held();
        switch (status) {
            case "RELEASED" -> stage.answer(stage.disputes().releaseHold().release(id, "agent"));
            case "CHARGED" -> stage.answer(stage.disputes().chargeHold().charge(id, Optional.empty(), "agent"));
            case "EXPIRED" -> {
                stage.always(Call.RENEW, Fate.of(Fate.Verdict.NO));
                stage.pass(Duration.ofDays(8));
            }
            default -> {}
        }
        stage.pass(Duration.ofSeconds(2));
        return id;
    }

    /** What is asked while the gateway is silent stays pending. */
    private static void pend(Stage stage, DisputeId id, String what) {
        if (what.equals("nothing")) {
            return;
        }
        stage.bankIsAway();
        stage.answer(
                what.equals("release")
                        ? stage.disputes().releaseHold().release(id, "agent")
                        : stage.disputes().chargeHold().charge(id, Optional.empty(), "agent"));
    }

    /** Every public method of a state that returns a state. */
    private static TreeSet<String> movesOfTheCode() {
        return Arrays.stream(HoldState.class.getPermittedSubclasses())
                .flatMap(from -> Arrays.stream(from.getDeclaredMethods())
                        .filter(method -> HoldState.class.isAssignableFrom(method.getReturnType()))
                        .filter(method -> !method.isSynthetic())
                        .map(method -> name(from) + " " + method.getName() + " " + name(method)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String name(Method method) {
        return name(method.getReturnType());
    }

    private static String name(Class<?> state) {
        return state.getSimpleName().toUpperCase(Locale.ROOT);
    }

    private static TreeSet<String> found(Pattern pattern, Function<MatchResult, String> row) throws IOException {
        return pattern.matcher(Files.readString(PAGE))
                .results()
                .map(row)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
