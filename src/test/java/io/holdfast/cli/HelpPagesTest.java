package io.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.cli.console.BrokenOutput;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The pages that are written down, and the command line that they speak of. {@code -Dhelp.write=true} writes them down anew. */
class HelpPagesTest {

    private static final Path FILE = Path.of("src/main/java/io/holdfast/cli/HelpText.java");

    @Test
    void whatIsWrittenDownIsWhatTheCommandLineWouldPrint() throws IOException {
        // given
        Map<String, String> pages = new TreeMap<>();
        addPages(List.of(), CommandTree.whole(), pages);
        StringBuilder text = new StringBuilder();
        pages.forEach((name, page) ->
                text.append(HelpPages.PAGE).append(name).append('\n').append(page));

        // when
        if (Boolean.getBoolean("help.write")) {
            Files.writeString(FILE, source(text.toString()));
        }

        // then
        assertThat(pages).hasSizeGreaterThan(20).containsKeys("", "disputes", "disputes open", "operations retry");
        assertThat(HelpText.PAGES)
                .as("./mvnw test -Dtest=HelpPagesTest -Dhelp.write=true writes the pages down anew")
                .isEqualTo(text.toString());
    }

    /** A constant of a class is there without a file to be found and opened. */
    private static String source(String text) {
        String body = text.replace("\\", "\\\\")
                .replace("\"\"\"", "\\\"\"\"")
                .replace("\f", "\\f")
                .lines()
                .map(line -> line.isEmpty() ? line : "            " + line)
                .collect(Collectors.joining("\n"));
        return """
                package io.holdfast.cli;

                /** The pages of help, as {@code HelpPagesTest} writes them down from the command line itself. */
                final class HelpText {

                    static final String PAGES =
                            \"""
                %s
                            \""";

                    private HelpText() {}
                }
                """.formatted(body);
    }

    @Test
    void aPageIsFoundByItsWholeNameOnly() {
        assertThat(HelpPages.page("disputes open")).startsWith("Usage: holdfast disputes open");
        assertThat(HelpPages.page("disputes op")).isNull();
        assertThat(HelpPages.page("open")).isNull();
        assertThat(HelpPages.print("disputes", "--help", "list")).isFalse();
        assertThat(HelpPages.print("4111111111111111", "--help")).isFalse();
        assertThat(HelpPages.print()).isFalse();
    }

    @Test
    void aPageThatCannotBeWrittenIsLeftToTheCommandLine() {
        // given
        PrintStream before = System.out;
        System.setOut(new PrintStream(BrokenOutput.after(0, "No space left on device")));

        // when
        boolean printed;
        try {
            printed = HelpPages.print("disputes", "open", "--help");
        } finally {
            System.setOut(before);
        }

        // then
        assertThat(printed).isFalse();
    }

    @Test
    void noLineIsTooLongForTheTerminalThatThePagesAreFor() {
        assertThat(HelpText.PAGES.lines()).allMatch(line -> line.length() <= HelpPages.COLUMNS);
    }

    private static void addPages(List<String> path, CommandLine line, Map<String, String> pages) {
        pages.put(String.join(" ", path), printed(path));
        line.getSubcommands().forEach((name, child) -> {
            List<String> deeper = new ArrayList<>(path);
            deeper.add(name);
            addPages(deeper, child, pages);
        });
    }

    private static String printed(List<String> path) {
        List<String> arguments = new ArrayList<>(path);
        arguments.add("--help");
        String[] all = arguments.toArray(String[]::new);
        StringWriter out = new StringWriter();
        CommandLine line = CommandTree.of(all)
                .setOut(new PrintWriter(out))
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        assertThat(line.execute(all)).isZero();
        return out.toString();
    }
}
