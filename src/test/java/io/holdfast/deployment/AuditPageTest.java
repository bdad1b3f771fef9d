package io.holdfast.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.audit.AccessKind;
import io.holdfast.dispute.model.StoryType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/audit.md tells of every event of a story and of every kind of entry of the access journal; and of no event that is not there. */
class AuditPageTest {

    private static final Path PAGE = Path.of("docs/audit.md");

    private static final Pattern NAME = Pattern.compile("`([a-z_]+\\.[a-z_]+)`");

    @Test
    void everyEventOfAStoryIsThere() throws IOException {
        // given
        String page = Files.readString(PAGE);
        String table =
                page.substring(page.indexOf("\n| event | tells |"), page.indexOf("\nGateway calls of a replica"));

        // when
        Set<String> told = new TreeSet<>();
        NAME.matcher(table).results().forEach(name -> told.add(name.group(1)));

        // then
        assertThat(told)
                .isEqualTo(Arrays.stream(StoryType.values())
                        .map(StoryType::code)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void everyKindOfEntryOfTheJournalIsThere() throws IOException {
        // given
        Set<String> told = new TreeSet<>();

        // when
        NAME.matcher(Files.readString(PAGE)).results().forEach(name -> told.add(name.group(1)));

        // then
        assertThat(told)
                .containsAll(
                        Arrays.stream(AccessKind.values()).map(AccessKind::code).toList());
    }
}
