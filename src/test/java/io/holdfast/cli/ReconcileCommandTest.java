package io.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.cli.console.Failure;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReconcileCommandTest {

    @Test
    void withoutAGatewayThatCanBeListedThereIsNothingToCompare() {
        assertThat(ReconcileCommand.chosen(Optional.empty(), List.of())).isEmpty();
    }

    @Test
    void oneThatIsNamedMustBeOneThatCanBeListed() {
        assertThatThrownBy(() -> ReconcileCommand.chosen(Optional.of("adyen"), List.of("erp")))
                .isInstanceOfSatisfying(
                        Failure.class, it -> assertThat(it.exitCode()).isEqualTo(2));
    }

    @Test
    void allThatCanBeListedAreComparedUnlessOneIsNamed() {
        List<String> able = List.of("erp", "stripe");
        assertThat(ReconcileCommand.chosen(Optional.empty(), able)).isEqualTo(able);
        assertThat(ReconcileCommand.chosen(Optional.of("stripe"), able)).containsExactly("stripe");
    }
}
