package io.holdfast.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A migration adds columns while the last release works (docs/upgrading.md). A prepared statement whose result is all columns of a table fails from then on: "cached
 * plan must not change result type".
 */
class StatementsTest {

    private static final Pattern GLUE = Pattern.compile("\"\\s*\\+\\s*\"");

    /** What is returned to another part of the same statement, in parentheses, is named by that. */
    private static final Pattern ALL_RETURNED = Pattern.compile("RETURNING (\\w+\\.)?\\*(?!\\))");

    private static final String ALL_OF_A_TABLE = "(?<!LATERAL \\()SELECT (\\w+\\.)?\\* FROM (%s)\\b";

    private static final Pattern TABLE = Pattern.compile("CREATE TABLE (\\w+)");

    @Test
    void eachNamesTheColumnsThatItReturns() throws IOException {
        // given
        String tables = String.join("|", tables());
        List<Pattern> refused = List.of(ALL_RETURNED, Pattern.compile(ALL_OF_A_TABLE.formatted(tables)));

        // when
        Map<Path, List<String>> found = new TreeMap<>();
        for (Path file : files(Path.of("src/main/java/io/holdfast"), ".java")) {
            String source = GLUE.matcher(Files.readString(file)).replaceAll("");
            List<String> here = refused.stream()
                    .flatMap(it -> it.matcher(source).results())
                    .map(MatchResult::group)
                    .toList();
            if (!here.isEmpty()) {
                found.put(file, here);
            }
        }

        // then
        assertThat(tables).contains("webhook_event");
        assertThat(found).isEmpty();
    }

    private static List<String> tables() throws IOException {
        StringBuilder sql = new StringBuilder();
        for (Path file : files(Path.of("src/main/resources/db/migration"), ".sql")) {
            sql.append(Files.readString(file));
        }
        return TABLE.matcher(sql).results().map(it -> it.group(1)).toList();
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(it -> it.toString().endsWith(ending)).toList();
        }
    }
}
