package io.holdfast.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.SettableClock;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsAtStartTest {

    private static final byte[] KEY = "a keyset".getBytes(StandardCharsets.UTF_8);
    private static final byte[] OTHER_KEY = "another keyset".getBytes(StandardCharsets.UTF_8);
    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");
    private static final String KEYSET = "holdfast.crypto.keyset";
    private static final String SECRET = "holdfast.gateway.erp.webhook-secrets";
    private static final String URL = "holdfast.gateway.erp.url";

    @Test
    void eachSettingThatIsNotWhatItWasIsNamedWithoutItsValue() {
        // given
        Map<String, String> before =
                Map.of(URL, print(URL, "http://a"), SECRET, print(SECRET, "s1"), "holdfast.old", "1");
        Map<String, String> now = Map.of(URL, print(URL, "http://b"), SECRET, print(SECRET, "s2"), "holdfast.new", "1");

        // when
        List<AccessEntry> changes = SettingsAtStart.changes(before, now, "host");

        // then
        assertThat(changes)
                .extracting(
                        it -> it.detail().get("property") + " " + it.detail().get("change"))
                .containsExactly(URL + " changed", SECRET + " changed", "holdfast.new added", "holdfast.old removed");
        assertThat(changes.toString()).doesNotContain("http://").doesNotContain("s2");
    }

    @Test
    void whenAStartHappenedThatWasToldLateIsNoSetting() {
        // given
        Map<String, String> before = Map.of(URL, print(URL, "http://a"), "happened", "2026-11-27T23:59:59Z");
        Map<String, String> now = Map.of(URL, print(URL, "http://a"));

        // when
        List<AccessEntry> changes = SettingsAtStart.changes(before, now, "host");

        // then
        assertThat(changes).isEmpty();
    }

    @Test
    void underAnotherKeysetOnlyTheKeysetIsSaidToHaveChanged() {
        // given
        Map<String, String> before = Map.of(
                KEYSET, SettingsAtStart.print(KEYSET, "1", KEY), SECRET, SettingsAtStart.print(SECRET, "same", KEY));
        Map<String, String> now = Map.of(
                KEYSET,
                SettingsAtStart.print(KEYSET, "2", OTHER_KEY),
                SECRET,
                SettingsAtStart.print(SECRET, "same", OTHER_KEY));

        // when
        List<AccessEntry> changes = SettingsAtStart.changes(before, now, "host");

        // then
        assertThat(changes).extracting(it -> it.detail().get("property")).containsExactly(KEYSET);
    }

    @Test
    void thePrintOfASecretDoesNotConfirmAGuessWithoutTheKeyset() {
        // when
        String print = SettingsAtStart.print(SECRET, "guess", KEY);

        // then
        assertThat(print).isNotEqualTo(SettingsAtStart.print(SECRET, "guess", OTHER_KEY));
        assertThat(print).isEqualTo(SettingsAtStart.print(SECRET, "guess", KEY)).hasSize(16);
    }

    @ParameterizedTest
    @CsvSource({"true, 1", "false, 0"})
    void onlyAProcessThatServesTellsOfItsStart(boolean serves, int told) {
        // given
        MemoryAccessStore store = new MemoryAccessStore();
        HandScheduling scheduling = new HandScheduling();
        AccessJournal journal = new BatchedAccessJournal(
                store, new SettableClock(NOW), scheduling, UUID::randomUUID, "host", dropped -> {});
        SettingsAtStart settings = new SettingsAtStart(new SmallRyeConfigBuilder().build(), store, journal, serves);

        // when
        settings.look(new StartupEvent());
        scheduling.run(100);

        // then
        assertThat(store.of(AccessKind.CONFIGURATION_START)).hasSize(told);
    }

    private static String print(String property, String value) {
        return SettingsAtStart.print(property, value, KEY);
    }
}
