package io.holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.time.OpeningHours;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class EventStreamsTest {

    private record Settings(int eventStreams) implements ApiSettings {

        @Override
        public Duration bodyTimeout() {
            throw new UnsupportedOperationException("not of interest here");
        }

        @Override
        public Duration heartbeat() {
            return Duration.ofSeconds(15);
        }
    }

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    private final EventStreams streams = new EventStreams(
            null,
            null,
            new ObjectMapper(),
            new OpeningHours(),
            Clock.systemUTC(),
            QuarkusSecurityIdentity.builder().setAnonymous(true).build(),
            new Settings(2),
            metrics);

    /** A database that takes its time. */
    private final Uni<Dispute> slow = Uni.createFrom().nothing();

    @Test
    void whoComesWhileOthersAreStillReadFindsTheirPlacesTaken() {
        // given
        Cancellable first = begin(slow);
        begin(slow);

        // when
        assertThatThrownBy(() -> streams.begin(slow, 0).await().atMost(Duration.ofSeconds(5)))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.problem().status()).isEqualTo(429));

        // then
        assertThat(open()).isEqualTo(2);
        // and one who hangs up leaves a place
        first.cancel();
        begin(slow);
        assertThat(open()).isEqualTo(2);
    }

    @Test
    void whatIsNotThereTakesNoPlace() {
        // when
        for (int i = 0; i < 5; i++) {
            begin(Uni.createFrom().failure(new Refusal(Problems.notFound())));
        }

        // then
        assertThat(open()).isZero();
    }

    private Cancellable begin(Uni<Dispute> read) {
        return streams.begin(read, 0).subscribe().with(story -> {}, refusal -> {});
    }

    private double open() {
        return metrics.get("holdfast.event.streams").gauge().value();
    }
}
