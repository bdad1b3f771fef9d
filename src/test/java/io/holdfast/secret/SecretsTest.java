package io.holdfast.secret;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.settings.BadSetting;
import io.holdfast.testing.LogLines;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;

class SecretsTest {

    private final Map<String, String> settings = new HashMap<>();
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger looks = new AtomicInteger();
    private final MeterRegistry metrics = new SimpleMeterRegistry();
    private final Secrets secrets = new Secrets(
            property -> Optional.ofNullable(settings.get(property)), looks::incrementAndGet, nanos::get, metrics);

    private double behind(String setting) {
        return metrics.get("holdfast.secrets.behind")
                .tag("setting", setting)
                .gauge()
                .value();
    }

    @Test
    void aChangedSecretIsUsedAndTold() {
        // given
        Rotating<String> key = secrets.watch("key", "one", text -> "Bearer " + text);
        AtomicInteger told = new AtomicInteger();
        secrets.whenChanged(told::incrementAndGet);
        settings.put("key", "two");

        // when
        secrets.lookNow();
        secrets.lookNow();

        // then
        assertThat(key.get()).isEqualTo("Bearer two");
        assertThat(told).hasValue(1);
        assertThat(key).hasToString("Rotating[key ***]");
    }

    @Test
    void aListIsWatchedAsOne() {
        // given
        Rotating<List<String>> keys = secrets.watchAll("keys", List.of("one"), text -> text);
        settings.put("keys", "two, one");

        // when
        secrets.lookNow();

        // then
        assertThat(keys.get()).containsExactly("two", "one");
    }

    @Test
    void oneThatCannotBeHadKeepsNobodyFromTheOthers() {
        // given
        Secrets places = new Secrets(
                property -> {
                    if (property.equals("gone")) {
                        throw new IllegalStateException("has no such field");
                    }
                    return Optional.of("two");
                },
                looks::incrementAndGet,
                nanos::get,
                metrics);
        Rotating<String> gone = places.watch("gone", "old", text -> text);
        Rotating<String> key = places.watch("key", "one", text -> text);

        // when
        places.lookNow();

        // then
        assertThat(gone.get()).isEqualTo("old");
        assertThat(key.get()).isEqualTo("two");
        assertThat(behind("gone")).isOne();
        assertThat(behind("key")).isZero();
    }

    @Test
    void whatCannotBeUsedIsNotTaken() {
        // given
        Rotating<String> key = secrets.watch("key", "good", text -> {
            if (!text.startsWith("good")) {
                throw new BadSetting("key", "must be good");
            }
            return text;
        });
        settings.put("key", "bad");

        // when
        secrets.lookNow();

        // then
        assertThat(key.get()).isEqualTo("good");
        settings.put("key", "good again");
        secrets.lookNow();
        assertThat(key.get()).isEqualTo("good again");
    }

    @Test
    void whatIsGoneStaysAsItWasAndIsToldOfOnceUntilItIsBack() {
        // given
        Rotating<String> key = secrets.watch("key", "one", text -> text);
        try (LogLines log = new LogLines(Rotating.class.getName())) {
            // when
            secrets.lookNow();
            settings.put("key", " ");
            secrets.lookNow();
            settings.put("key", "one");
            secrets.lookNow();
            settings.remove("key");
            secrets.lookNow();

            // then
            assertThat(key.get()).isEqualTo("one");
            assertThat(metrics.get("holdfast.secrets.behind").gauge().value()).isOne();
            assertThat(log.lines()).hasSize(2).allMatch(it -> it.startsWith("WARN key is not set any more, or empty"));
        }
    }

    @Test
    void aListThatIsGivenByItsPlacesIsReadAsOne() {
        // given
        Config config = new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(Map.of("keys[0]", "one", "keys[1]", "two"), "places", 100))
                .withSources(
                        new PropertiesConfigSource(Map.of("keys", "before", "keyset", "{\"a\":1,\"b\":2}"), "one", 90))
                .build();

        // then
        assertThat(Secrets.present(config, "keys")).contains("one,two");
        assertThat(Secrets.present(config, "keyset")).contains("{\"a\":1,\"b\":2}");
        assertThat(Secrets.present(config, "others")).isEmpty();
    }

    @Test
    void placesThatCannotBeReadAreCountedAsOfTheLastLook() {
        // given
        MeterRegistry meters = new SimpleMeterRegistry();
        AtomicInteger away = new AtomicInteger(2);
        Secrets places = new Secrets(property -> Optional.of("one"), away::get, nanos::get, meters);

        // when
        places.lookNow();

        // then
        assertThat(meters.get("holdfast.secrets.away").gauge().value()).isEqualTo(2);
        away.set(0);
        places.lookNow();
        assertThat(meters.get("holdfast.secrets.away").gauge().value()).isZero();
    }

    @Test
    void aRefusalLooksAtOnceButNotAgainAndAgain() {
        // given
        secrets.watch("key", "one", text -> text);

        // when
        for (int i = 0; i < 1_000; i++) {
            secrets.lookSoon();
        }

        // then
        assertThat(looks).hasValue(1);
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(5));
        secrets.lookSoon();
        assertThat(looks).hasValue(2);
    }
}
