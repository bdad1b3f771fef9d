package io.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The pages that are written down, and the command line that they speak of. {@code -Dhelp.write=true} writes them down anew. */
class HelpPagesTest {

    private static final Path FILE = Path.of("src/main/resources/io/holdfast/cli/help.txt");

    @Test
    void whatIsWrittenDownIsWhatTheCommandLineWouldPrint() throws IOException {
        // given
        Map<String, String> pages = new TreeMap<>();
        addPages(List.of(), CommandTree.whole(), pages);
        StringBuilder file = new StringBuilder();
        pages.forEach((name, page) ->
                file.append(HelpPages.PAGE).append(name).append('\n').append(page));

        // when
        if (Boolean.getBoolean("help.write")) {
            Files.createDirectories(FILE.getParent());
            Files.writeString(FILE, file);
        }

        // then
        assertThat(pages).hasSizeGreaterThan(20).containsKeys("", "disputes", "disputes open", "operations retry");
        assertThat(Files.readString(FILE))
                .as("./mvnw test -Dtest=HelpPagesTest -Dhelp.write=true writes the pages down anew")
                .isEqualTo(file.toString());
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
    void noLineIsTooLongForTheTerminalThatThePagesAreFor() throws IOException {
        assertThat(Files.readAllLines(FILE)).allMatch(line -> line.length() <= HelpPages.COLUMNS);
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
