package io.holdfast.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.dispute.model.DisputeId;
import io.holdfast.store.OutboxStore;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OutboxTest {

    private final DisputeId first = new DisputeId(new UUID(1, 1));
    private final DisputeId second = new DisputeId(new UUID(2, 2));

    @Test
    void theLogNamesTheDisputesOfWhichNobodyIsTold() {
        // when
        String line = Outbox.told(new OutboxStore.Forgotten("splunk", 2, 5, List.of(first, second)));

        // then
        assertThat(line)
                .isEqualTo("splunk: what was to be told of 2 disputes is older than 7 days and given up: " + first
                        + ", " + second);
    }

    @Test
    void ofVeryManyItNamesSomeAndCountsTheOthers() {
        // when
        String line = Outbox.told(new OutboxStore.Forgotten("splunk", 900, 950, List.of(first)));

        // then
        assertThat(line).endsWith("given up: " + first + " and 899 more");
    }
}
