package io.holdfast.api;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.gateway.Gateways;
import io.holdfast.settings.BadSetting;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class OpeningDefaultsTest {

    private record Settings(String currency, String reasonCode, String callCenterId) implements DefaultsSettings {}

    @Inject
    Gateways gateways;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Dollar | REASON              | CC-001              | holdfast.defaults.currency: ",
                "USD    | ' '                 | CC-001              | holdfast.defaults.reason-code: ",
                "USD    | 4111 1111 1111 1111 | CC-001              | holdfast.defaults.reason-code: ",
                "USD    | REASON              | CC-4111111111111111 | holdfast.defaults.call-center-id: "
            })
    void aDefaultThatNoCallerCouldSendStopsTheStart(
            String currency, String reasonCode, String callCenterId, String line) {
        // given
        Settings settings = new Settings(currency, reasonCode, callCenterId);

        // then
        assertThatThrownBy(() -> new OpeningDefaults(settings, gateways))
                .isInstanceOf(BadSetting.class)
                .hasMessageStartingWith(line.strip())
                .hasMessageNotContaining("Dollar")
                .hasMessageNotContaining("1111")
                .hasMessageNotContaining("\n");
    }
}
