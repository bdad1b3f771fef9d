package io.holdfast.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** docs/operating.md tells of every setting, with its default, and of every metric; and of none that is not there. */
class OperatingPageTest {

    private static final Pattern SETTING =
            Pattern.compile("(?m)^\\| `(holdfast\\.[^`]+)` \\| (?:`([^`]*)`)? *\\| (\\S.*) \\|$");
    private static final Pattern METER =
            Pattern.compile("(?m)^\\| `(holdfast\\.[a-z._]+)` \\| [^|]*\\| \\S[^|]*\\| \\S[^|]*\\|$");

    private String settings;
    private String metrics;

    @BeforeEach
    void read() throws IOException {
        String page = Files.readString(Path.of("docs/operating.md"));
        metrics = page.substring(page.indexOf("\n## Metrics"), page.indexOf("\n## Settings"));
        settings = page.substring(page.indexOf("\n## Settings"));
    }

    @Test
    void everySettingIsThereWithItsDefault() {
        // when
        Map<String, Optional<String>> told = new TreeMap<>();
        SETTING.matcher(settings).results().forEach(row -> told.put(row.group(1), Optional.ofNullable(row.group(2))));

        // then
        assertThat(told).isEqualTo(Settings.all());
    }

    @Test
    void everyMetricIsThereWithWhatToDo() {
        // when
        Set<String> told = new TreeSet<>();
        METER.matcher(metrics).results().forEach(row -> told.add(row.group(1)));

        // then
        assertThat(told).isEqualTo(Metrics.own());
    }
}
