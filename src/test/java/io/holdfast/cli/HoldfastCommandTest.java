package io.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.cli.console.BrokenOutput;
import io.holdfast.cli.console.OneLineErrors;
import io.holdfast.cli.console.StandardOutput;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class HoldfastCommandTest {

    private final StringWriter err = new StringWriter();
    private final CommandLine line = CommandTree.whole().setErr(new PrintWriter(err));

    @ParameterizedTest
    @CsvSource({"'no-such-command'", "'sandbox --no-such-option'", "'sandbox --port many'", "'keys new --roles king'"})
    void wrongUsageIsOneLineAndTwo(String arguments) {
        // when
        int code = CommandTree.of(arguments.split(" "))
                .setErr(new PrintWriter(err))
                .execute(arguments.split(" "));

        // then
        assertThat(code).isEqualTo(2);
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(err.toString()).startsWith("holdfast").contains("--help");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "disputes charge 01a21450-7342-7333-9ae0-b6ed9f534759 abc",
                "disputes open --amount 1,50 --account A --payment-method p",
                "operations resolve 01a21450-7342-7333-9ae0-b6ed9f534759 --said captured --note n --amount abc"
            })
    void whatIsNoAmountIsAnsweredWithOne(String arguments) {
        // when
        int code = CommandTree.of(arguments.split(" "))
                .setErr(new PrintWriter(err))
                .execute(arguments.split(" "));

        // then
        assertThat(code).isEqualTo(2);
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(err.toString())
                .contains("an amount is a number such as 20.00")
                .doesNotContain("Exception", "BigDecimal");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "disputes open --payment-method 4111111111111111",
                "disputes open --payment-method=4111-1111-1111-1111",
                "disputes open 4111 1111 1111 1111",
                "disputes open --cvv 123",
                "disputes open --card-number=1",
                "disputes open cvc=123",
                "disputes open ４１１１１１１１１１１１１１１１"
            })
    void cardDataIsRefusedWithoutAnEcho(String arguments) {
        // when
        Optional<Integer> code = OneLineErrors.refuseCardData(line, arguments.split(" "));

        // then
        assertThat(code).contains(2);
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(err.toString()).doesNotContain("4111", "123", "４");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "disputes charge 01a21450-7342-7333-9ae0-b6ed9f534759 20.00",
                "disputes list --limit 50 --from 2026-11-29T10:00:00Z",
                "audit report --week 2026-W47",
                "sandbox --port 9797"
            })
    void whatIsNoCardDataIsNotRefused(String arguments) {
        // when
        Optional<Integer> code = OneLineErrors.refuseCardData(line, arguments.split(" "));

        // then
        assertThat(code).isEmpty();
    }

    @Test
    void argumentsThatTheLocaleCouldNotReadAreRefused() {
        // given: what Java makes of "ü€" in UTF-8 where the locale is C
        String[] arguments = {"disputes", "open", "--account", "ACC-\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD"};

        // when
        Optional<Integer> code = OneLineErrors.refuseLostCharacters(line, arguments);

        // then
        assertThat(code).contains(2);
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(err.toString()).contains("LC_ALL=C.UTF-8").matches("\\p{ASCII}+");
    }

    @Test
    void argumentsInWhateverScriptAreTaken() {
        assertThat(OneLineErrors.refuseLostCharacters(line, "disputes", "open", "--account", "ACC-ü€漢字😀"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"audit scan %s", "audit scan %s/later.log", "crypto rotate --keyset-file=%s/keyset"})
    void aFolderThatIsThereMayBeNamedLikeACard(String arguments, @TempDir Path folder) throws IOException {
        // given
        Path named = Files.createDirectory(folder.resolve("junit-4111111111111111"));

        // when
        Optional<Integer> code =
                OneLineErrors.refuseCardData(line, arguments.formatted(named).split(" "));

        // then
        assertThat(code).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s/4111111111111111", "--from=%s/4111111111111111", "%s 4111111111111111"})
    void whatIsNotThereIsNoPath(String arguments, @TempDir Path folder) {
        // when
        Optional<Integer> code =
                OneLineErrors.refuseCardData(line, arguments.formatted(folder).split(" "));

        // then
        assertThat(code).contains(2);
        assertThat(err.toString()).doesNotContain("4111");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x;y", "$(x)", ""})
    void aNameThatNoShellTakesIsWrongUsage(String name) {
        // given
        StringWriter out = new StringWriter();

        // when
        int code = line.setOut(new PrintWriter(out)).execute("completion", "--name", name);

        // then
        assertThat(code).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"keys new", "audit keys", "completion", "--help", "disputes list --help", "--version"})
    void whatCannotBeWrittenIsOneLineAndOne(String arguments) {
        // when
        int code = into("No space left on device", arguments);

        // then
        assertThat(code).isEqualTo(1);
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .startsWith("holdfast")
                .endsWith(": the output could not be written: No space left on device");
    }

    @ParameterizedTest
    @ValueSource(strings = {"keys new", "completion", "--help"})
    void aReaderThatLeftIsToldNothing(String arguments) {
        // when
        int code = into("Broken pipe", arguments);

        // then
        assertThat(code).isEqualTo(1);
        assertThat(err.toString()).isEmpty();
    }

    private int into(String fault, String arguments) {
        String[] words = arguments.split(" ");
        return CommandTree.of(words)
                .setOut(new PrintWriter(new StandardOutput(BrokenOutput.after(0, fault))))
                .setErr(new PrintWriter(err))
                .execute(words);
    }

    @ParameterizedTest
    @CsvSource({"json, '[]\n'", "csv, 'place,line,offset,number\r\n'", "table, ''"})
    void aScanThatFindsNothingSaysSoInItsFormat(String format, String printed, @TempDir Path folder)
            throws IOException {
        // given
        Path clean = Files.writeString(folder.resolve("clean.txt"), "order 12\n");
        StringWriter out = new StringWriter();

        // when
        int code = line.setOut(new PrintWriter(out)).execute("audit", "scan", clean.toString(), "-o", format);

        // then
        assertThat(code).isZero();
        assertThat(out.toString()).isEqualTo(printed);
        assertThat(err.toString()).contains("No card number found.").doesNotContain("Nothing found.");
    }

    @Test
    void whereNotAllThatIsFoundIsListedThatIsSaid(@TempDir Path folder) throws IOException {
        // given
        Path full = Files.writeString(folder.resolve("full.txt"), "x 4111111111111111\n".repeat(10_001));
        StringWriter out = new StringWriter();

        // when
        int code = line.setOut(new PrintWriter(out)).execute("audit", "scan", full.toString(), "-o", "csv");

        // then
        assertThat(code).isEqualTo(1);
        assertThat(out.toString().lines()).hasSize(10_001);
        assertThat(err.toString()).contains("10001 card numbers found. The first 10000 are listed.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "audit report --from 2026-02-30",
                "audit report --from 2026-11-01 --to tomorrow",
                "sandbox --webhook-url http://a|b --webhook-secret whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
            })
    void whatIsNoValueOfAnOptionIsSaidWithoutTheNamesOfTheProgramsTypes(String arguments) {
        // when
        int code = line.execute(arguments.split(" "));

        // then
        assertThat(code).isEqualTo(2);
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(err.toString()).contains("is written like").doesNotContain("java", "Exception");
    }

    @ParameterizedTest
    @ValueSource(strings = {"verify", "report"})
    void aKeyThatIsNoneIsWrongUsageAndNoStoryThatIsNotWhole(String command) {
        // given
        System.setProperty("holdfast.audit.verifying-keyset", "no keyset");
        try {
            // when
            int code = line.execute("audit", command);

            // then
            assertThat(code).isEqualTo(2);
            assertThat(err.toString()).contains("holdfast.audit.verifying-keyset: is not a public Tink");
        } finally {
            System.clearProperty("holdfast.audit.verifying-keyset");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"link-to-folder", "folder-with-link", "pipe"})
    void aScanReadsWhatLinksLeadTo(String argument, @TempDir Path folder) throws Exception {
        // given
        Path logs = Files.createDirectory(folder.resolve("logs"));
        Files.writeString(logs.resolve("one.log"), "x 4111111111111111\n");
        Files.createSymbolicLink(logs.resolve("again"), logs);
        Files.createSymbolicLink(folder.resolve("link-to-folder"), logs);
        Path linking = Files.createDirectory(folder.resolve("folder-with-link"));
        Files.createSymbolicLink(linking.resolve("logs"), logs);
        Files.createSymbolicLink(linking.resolve("more-logs"), logs);
        Path pipe = folder.resolve("pipe");
        new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
        Process writer = new ProcessBuilder("tee", pipe.toString())
                .redirectInput(logs.resolve("one.log").toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();

        // when
        int code = line.execute("audit", "scan", folder.resolve(argument).toString());

        // then
        writer.destroy();
        assertThat(code).isEqualTo(1);
        assertThat(err.toString()).contains("1 card number found.").doesNotContain("read");
    }

    @Test
    void whatADatabaseRefusesIsToldWithoutTheStatementAndItsValues() {
        // given
        SQLException said =
                new SQLException("ERROR: cannot execute UPDATE\n  Detail: Failing row contains (secret)", "25006");
        SQLException failure = new BatchUpdateException(
                "Batch entry 0 UPDATE dispute SET payment_token = 'secret' was aborted", "25006", new int[0], said);

        // when
        int code = new OneLineErrors().handleExecutionException(failure, line, null);

        // then
        assertThat(code).isEqualTo(1);
        assertThat(err.toString().strip())
                .isEqualTo("holdfast: the database: ERROR: cannot execute UPDATE (SQLSTATE 25006)");
    }

    @Test
    void aScanNamesWhatItPassesOver(@TempDir Path folder) throws Exception {
        // given
        new ProcessBuilder("mkfifo", folder.resolve("pipe").toString()).start().waitFor();
        Files.createSymbolicLink(folder.resolve("gone"), folder.resolve("nowhere"));

        // when
        int code = line.execute("audit", "scan", folder.toString());

        // then
        assertThat(code).isEqualTo(1);
        assertThat(err.toString())
                .contains("pipe: cannot be read")
                .contains("gone: cannot be read")
                .contains("2 files could not be read.");
    }

    @Test
    void everyCommandSaysWhatItDoes() {
        // when
        var silent = line.getSubcommands().values().stream()
                .map(CommandLine::getCommandSpec)
                .filter(command -> command.usageMessage().description().length == 0)
                .map(command -> command.qualifiedName());

        // then
        assertThat(silent).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "disputes --help",
                "disputes list --help",
                "keys new --help",
                "disputes",
                "--version",
                "audit -V",
                "audit verify --version"
            })
    void aCommandThatIsBuiltForItsArgumentsSaysWhatTheWholeWouldSay(String arguments) {
        // given
        StringWriter lazy = new StringWriter();
        StringWriter whole = new StringWriter();
        String[] words = arguments.split(" ");

        // when
        int code = CommandTree.of(words)
                .setOut(new PrintWriter(lazy))
                .setErr(new PrintWriter(lazy))
                .execute(words);
        int codeOfWhole = line.setOut(new PrintWriter(whole))
                .setErr(new PrintWriter(whole))
                .execute(words);

        // then
        assertThat(code).isEqualTo(codeOfWhole);
        assertThat(lazy.toString()).isEqualTo(whole.toString()).isNotBlank();
    }
}
