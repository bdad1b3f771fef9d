package io.holdfast.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testing.LogLines;
import java.net.UnknownHostException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HindranceLogTest {

    @Test
    void aHindranceIsToldOnceUntilTheGatewayAnswers() {
        // given
        HindranceLog log = new HindranceLog("erp");
        WireAnswer unknown = WireFailure.of(new UnknownHostException("nowhere")).answer();
        try (LogLines told = new LogLines(HindranceLog.class.getName())) {
            // when
            log.note(unknown);
            log.note(unknown);
            log.note(new WireAnswer.Answered(200, name -> Optional.empty(), ""));
            log.note(unknown);

            // then
            assertThat(told.lines())
                    .hasSize(2)
                    .allSatisfy(line -> assertThat(line).startsWith("WARN").contains("holdfast.gateway.erp.url"));
        }
    }
}
