package io.holdfast.genesys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {

    private static final Map<String, Object> VARIABLES = new HashMap<>();

    static {
        VARIABLES.put("Task.Name", "x");
        VARIABLES.put("Task.Empty", "");
        VARIABLES.put("Task.Count", new BigDecimal("1"));
        VARIABLES.put("Task.NotSet", null);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {
                "Task.Name == \"x\", true",
                "Task.Name != \"x\", false",
                "Task.NotSet == \"x\", false",
                "Task.NotSet != \"x\", true",
                "IsNotSet(Task.NotSet), true",
                "IsNotSet(Task.Empty), false",
                "IsNotSetOrEmpty(Task.NotSet), true",
                "IsNotSetOrEmpty(Task.Empty), true",
                "IsNotSetOrEmpty(Task.Name) == false, true",
                "Task.Count < 2 and Task.Count > 0, true",
                "Task.Count + 1 == 2, true",
                "ToDecimal(\"49.90\") == 49.9, true",
                "ToString(49.90) == \"49.90\", true",
                "Task.Name == \"y\" or Task.Name == \"x\" and Task.Count == 2, false",
                "(Task.Name == \"y\" or Task.Name == \"x\") and Task.Count == 1, true",
                "Task.Name == \"x or y\", false",
            })
    void aConditionIsReadAsArchitectReadsIt(String text, boolean expected) {
        // when
        boolean truth = Expression.of(text).isTrue(VARIABLES::get);

        // then
        assertThat(truth).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Task.NotSet > 1",
                "Task.Name == \"y\" and Task.NotSet > 1",
                "Task.Name == \"x\" or Task.NotSet > 1",
                "ToDecimal(Task.Name) > 1",
                "Task.Name > 1",
                "Task.Name == 1",
                "Task.Name"
            })
    void whatCannotBeDecidedLeavesTheFlow(String text) {
        // given
        Expression expression = Expression.of(text);

        // then
        assertThatThrownBy(() -> expression.isTrue(VARIABLES::get)).isInstanceOf(Expression.Failed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Task.Name =",
                "Task.Name = 1",
                "(Task.Name",
                "Unknown(1)",
                "\"open",
                "1 2",
                "Task.Name ==",
                "a & b"
            })
    void whatIsNoExpressionIsRefused(String text) {
        // then
        assertThatThrownBy(() -> Expression.of(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
