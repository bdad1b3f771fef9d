package io.holdfast.api;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.settings.BadSetting;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyTimeoutTest {

    private record Settings(Duration bodyTimeout) implements ApiSettings {

        @Override
        public int eventStreams() {
            throw new UnsupportedOperationException("not of interest here");
        }

        @Override
        public Duration heartbeat() {
            throw new UnsupportedOperationException("not of interest here");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT0.099S", "PT50.001S"})
    void aTimeInWhichNoBodyCanBeReadStopsTheStart(Duration timeout) {
        assertThatThrownBy(() -> new BodyIntake(new Settings(timeout), new BodyBudget()))
                .isInstanceOf(BadSetting.class)
                .hasMessage("holdfast.api.body-timeout: must be from 100ms to 50s");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0.1S", "PT10S", "PT50S"})
    void aTimeInRangeIsTaken(Duration timeout) {
        assertThatCode(() -> new BodyIntake(new Settings(timeout), new BodyBudget()))
                .doesNotThrowAnyException();
    }
}
