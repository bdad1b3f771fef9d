package io.holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.Status;
import io.holdfast.settings.BadSetting;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutesTest {

    private record Settings(String held, String failed, String initiated, String unreachable)
            implements RoutingSettings {}

    private final Routes routes = new Routes(new Settings("held", "failed", "initiated", "unreachable"));

    @ParameterizedTest
    @CsvSource({
        "INITIATED,                    , initiated",
        "INITIATED, GATEWAY_UNREACHABLE, unreachable",
        "INITIATED, GATEWAY_MISMATCH,    initiated",
        "HELD,                         , held",
        "HELD,      GATEWAY_UNREACHABLE, held",
        "FAILED,                       , failed",
        "FAILED,    ACTION_REQUIRED,     failed",
        "RELEASED,                     , held",
        "CHARGED,                      , held",
        "EXPIRED,   CAPTURE_FAILED,      held"
    })
    void aDisputeIsRoutedByItsStatusAndByASilentGateway(Status status, Attention attention, String route) {
        assertThat(routes.routeOf(status, Optional.ofNullable(attention))).isEqualTo(route);
    }

    @ParameterizedTest
    @CsvSource({
        "'a\tb',              has 1 to 256 characters and no control characters",
        "' ',                 has 1 to 256 characters and no control characters",
        "4111 1111 1111 1111, must hold no card number"
    })
    void aQueueThatCallersShouldNotBeToldStopsTheStart(String queue, String sentence) {
        // given
        Settings settings = new Settings("held", queue, "initiated", "unreachable");

        // then
        assertThatThrownBy(() -> new Routes(settings))
                .isInstanceOf(BadSetting.class)
                .hasMessage("holdfast.routing.failed: " + sentence);
    }
}
