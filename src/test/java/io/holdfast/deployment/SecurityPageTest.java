package io.holdfast.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/security.md: each thing that could go wrong names what stops it and a test that is there. */
class SecurityPageTest {

    private static final Pattern TEST = Pattern.compile("`([A-Z][A-Za-z]+(?:Test|IT))`");
    private static final int THREATS_AT_LEAST = 40;

    @ParameterizedTest
    @ValueSource(strings = {"docs/security.md", "docs/pci.md", "docs/audit.md", "docs/secrets.md", "docs/card-data.md"})
    void everyTestThatIsNamedIsThere(String page) throws IOException {
        // given
        Set<String> there;
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            there = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .collect(Collectors.toSet());
        }

        // when
        Set<String> named = new TreeSet<>();
        TEST.matcher(Files.readString(Path.of(page))).results().forEach(name -> named.add(name.group(1)));

        // then
        assertThat(there).containsAll(named);
    }

    @Test
    void everyThreatHasWhatStopsItAndATestThatShowsIt() throws IOException {
        // given
        List<String> rows = Files.readString(Path.of("docs/security.md"))
                .lines()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| what could") && !line.startsWith("| ---"))
                .toList();

        // then
        assertThat(rows).hasSizeGreaterThan(THREATS_AT_LEAST).allSatisfy(row -> {
            String[] cells = row.substring(1).split(" \\| ?");
            assertThat(cells).as(row).hasSize(3);
            assertThat(cells[1]).as(row).isNotBlank();
            assertThat(cells[2])
                    .as(row)
                    .matches(shown -> TEST.matcher(shown).find()
                            || shown.contains("the same")
                            || shown.contains("GatewayContractTest"));
        });
    }
}
