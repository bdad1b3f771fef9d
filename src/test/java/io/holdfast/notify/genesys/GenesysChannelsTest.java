package io.holdfast.notify.genesys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import io.holdfast.api.DisputeView;
import io.holdfast.settings.BadSetting;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GenesysChannelsTest {

    private static final SnakeCaseStrategy SNAKE_CASE = new SnakeCaseStrategy();

    @Test
    void aWorkflowCanBeGivenWhatOthersSeeOfADisputeAndTheEvent() {
        // given
        List<String> fields = Arrays.stream(DisputeView.class.getRecordComponents())
                .map(component -> SNAKE_CASE.translate(component.getName()))
                .toList();

        // then
        assertThat(GenesysChannels.INPUTS).contains("event").containsAll(fields).hasSize(fields.size() + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nope", "dispute_id,nope", "Dispute_Id"})
    void anInputThatNoDisputeHasStopsTheStart(String inputs) {
        assertThatThrownBy(() -> channels(inputs).channels())
                .isInstanceOf(BadSetting.class)
                .hasMessageStartingWith("holdfast.genesys.workflow-inputs: is a list of some of these: attention, ")
                .hasMessageNotContaining("nope");
    }

    @Test
    void spacesBetweenInputsAreNoMatter() {
        assertThat(channels("dispute_id, event").channels()).isEmpty();
    }

    private static GenesysChannels channels(String inputs) {
        GenesysSettings settings = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withMapping(GenesysSettings.class)
                .withDefaultValues(Map.of("holdfast.genesys.workflow-inputs", inputs))
                .build()
                .getConfigMapping(GenesysSettings.class);
        return new GenesysChannels(settings, null, null, null, null, null);
    }
}
