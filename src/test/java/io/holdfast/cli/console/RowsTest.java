package io.holdfast.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowsTest {

    private static final List<Column> COLUMNS = List.of(
            Column.of("id"),
            Column.of("status").coloured(status -> status.equals("FAILED") ? Colour.RED : Colour.NONE),
            Column.of("hold_amount").atTheRight(),
            Column.of("account").shrinking().yielding(1),
            Column.of("attention").yielding(2));

    private static final String ID = "01a21450-7342-7333-9ae0-b6ed9f534759";

    private final Printed printed = new Printed();

    @Test
    void aTableIsAsWideAsItMustBe() {
        // when
        print(printed.terminal(200), row("HELD", "49.99", "ACC-1", null), row("FAILED", "5.00", "ACC-22", null));

        // then
        assertThat(printed.lines())
                .containsExactly(
                        "ID                                    STATUS  HOLD AMOUNT  ACCOUNT",
                        ID + "  HELD          49.99  ACC-1",
                        ID + "  FAILED         5.00  ACC-22");
        assertThat(printed.out()).contains("\u001b[31mFAILED\u001b[0m");
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 21, 30, 40, 50, 60, 61, 70, 80, 100, 120})
    void noLineIsWiderThanTheTerminal(int width) {
        // when
        print(
                printed.terminal(width),
                row("HELD", "49.99", "an account with a very long name, 顧客の口座番号", "GATEWAY_UNREACHABLE"));

        // then
        assertThat(printed.lines()).hasSize(2);
        assertThat(printed.lines())
                .allSatisfy(line -> assertThat(PlainText.width(line)).isLessThanOrEqualTo(width));
    }

    @Test
    void whatMattersLeastGivesWayFirst() {
        // when
        print(printed.terminal(72), row("HELD", "49.99", "a-long-account-name", "GATEWAY_UNREACHABLE"));

        // then
        assertThat(printed.lines().get(1)).isEqualTo(ID + "  HELD          49.99  a-long-accou…");
    }

    @Test
    void aFileGetsEverythingAndNoColours() {
        // when
        print(printed.files(), row("FAILED", "49.99", "x".repeat(300), "GATEWAY_UNREACHABLE"));

        // then
        assertThat(printed.out())
                .contains("x".repeat(300), "GATEWAY_UNREACHABLE")
                .doesNotContain("\u001b");
    }

    @Test
    void whatOthersWroteDoesNotReachTheTerminalsControls() {
        // when
        print(printed.terminal(200), row("HELD", "1.00", "\u001b[2Jgone\r\nnext\u202e", null));

        // then
        assertThat(printed.lines()).hasSize(2);
        assertThat(printed.lines().get(1)).endsWith("  [2Jgone  next");
    }

    @Test
    void pagesThatFollowKeepTheColumns() {
        // given
        OutputOptions table = new OutputOptions();

        // when
        try (Rows rows = table.rows(printed.terminal(200), COLUMNS)) {
            rows.print(List.of(row("HELD", "49.99", "ACC-1", null)));
            rows.print(List.of(row("HELD", "49.99", "an account that is longer", null)));
        }

        // then
        assertThat(printed.lines()).hasSize(3);
        assertThat(printed.lines().get(2)).endsWith("  an acc…");
    }

    @Test
    void whatIsNeverCutIsNotCutOnPagesThatFollowEither() {
        // when
        try (Rows rows = new TableRows(printed.terminal(80), COLUMNS)) {
            rows.print(List.of(row("HELD", "49.99", "ACC-1", null)));
            rows.print(List.of(row("INITIATED", "12345678901.00", "ACC-1", null)));
        }

        // then
        assertThat(printed.lines().get(2)).contains("INITIATED", "12345678901.00");
    }

    @Test
    void aFileGetsEverythingOfPagesThatFollowToo() {
        // when
        try (Rows rows = new TableRows(printed.files(), COLUMNS)) {
            rows.print(List.of(row("HELD", "49.99", "ACC-1", null)));
            rows.print(List.of(row("HELD", "49.99", "x".repeat(300), null)));
        }

        // then
        assertThat(printed.out()).contains("x".repeat(300));
    }

    @Test
    void nothingIsSaidOfNothingButToPeople() {
        // when
        print(printed.terminal(80));

        // then
        assertThat(printed.out()).isEmpty();
        assertThat(printed.err()).isEqualTo("Nothing found.\n");
    }

    @Test
    void csvHasAllColumnsAndQuotesWhatItMust() {
        // when
        try (Rows rows = new CsvRows(printed.files(), COLUMNS)) {
            rows.print(List.of(row("HELD", "49.99", "says \"yes, please\"", null)));
        }

        // then
        assertThat(printed.out())
                .isEqualTo("id,status,hold_amount,account,attention\r\n" + ID
                        + ",HELD,49.99,\"says \"\"yes, please\"\"\",\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=HYPERLINK(\"http://x\")", "@SUM(A1)", "+1+2", "-1+2"})
    void whatCallersWroteIsNoFormulaInASpreadsheet(String account) {
        // when
        try (Rows rows = new CsvRows(printed.files(), COLUMNS)) {
            rows.print(List.of(row("HELD", "49.99", account, null)));
        }

        // then
        assertThat(printed.out().replace("\"", "")).contains(",'" + account.replace("\"", "") + ",");
    }

    @Test
    void jsonHasWhatTheRowsHave() {
        // given
        Map<String, Object> first = Json.object("{\"id\":\"1\",\"amount\":20.00,\"more\":{\"a\":[1]}}");

        // when
        try (Rows rows = new JsonRows(printed.files())) {
            rows.print(List.of(first));
            rows.print(List.of(Map.of("id", "2")));
        }

        // then
        assertThat(first).containsEntry("amount", new BigDecimal("20.00"));
        assertThat(printed.out())
                .isEqualTo("[{\"id\":\"1\",\"amount\":20.00,\"more\":{\"a\":[1]}},\n {\"id\":\"2\"}]\n");
    }

    @Test
    void anEmptyListIsAListInJson() {
        // when
        new JsonRows(printed.files()).close();

        // then
        assertThat(printed.out()).isEqualTo("[]\n");
    }

    @SafeVarargs
    private static void print(Terminal terminal, Map<String, Object>... rows) {
        try (Rows table = new TableRows(terminal, COLUMNS)) {
            table.print(IntStream.range(0, rows.length).mapToObj(i -> rows[i]).toList());
        }
    }

    private static Map<String, Object> row(String status, String amount, String account, String attention) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("id", ID);
        row.put("status", status);
        row.put("hold_amount", new BigDecimal(amount));
        row.put("account", account);
        row.put("attention", attention);
        return row;
    }
}
