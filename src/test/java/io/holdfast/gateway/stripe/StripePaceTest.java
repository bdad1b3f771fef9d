package io.holdfast.gateway.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.GatewayOutcome;
import io.holdfast.gateway.GatewayOutcome.Approved;
import io.holdfast.gateway.GatewayOutcome.NotSent;
import io.holdfast.gateway.GatewayOutcome.Reason;
import io.holdfast.gateway.GatewayOutcome.Unknown;
import io.holdfast.gateway.GatewayTestProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The pace is kept on the way to Stripe; {@link PaceTest} is exact about whose turn is when. */
@QuarkusTest
@TestProfile(GatewayTestProfile.class)
class StripePaceTest extends StripeCase {

    @Test
    void whatWouldGoTooFastIsNotSent() {
        // given
        approves();
        gateway = gateway(2);
        // when
        List<GatewayOutcome<AuthorizationView>> outcomes = await(Uni.join()
                .all(IntStream.range(0, 8)
                        .mapToObj(i -> gateway.authorize(request()))
                        .toList())
                .andFailFast());
        // then
        assertThat(outcomes).noneMatch(Unknown.class::isInstance);
        List<NotSent<AuthorizationView>> notSent = outcomes.stream()
                .filter(NotSent.class::isInstance)
                .map(it -> (NotSent<AuthorizationView>) it)
                .toList();
        assertThat(notSent).hasSizeGreaterThanOrEqualTo(4).allSatisfy(it -> {
            assertThat(it.reason()).isEqualTo(Reason.PACED);
            assertThat(it.retryAfter().orElseThrow()).isGreaterThan(Pace.LONGEST_WAIT);
        });
        assertThat(callsReceived()).isEqualTo(8 - notSent.size());
    }

    @Test
    void aCallWaitsForItsTurnAndIsThenSent() {
        // given
        approves();
        gateway = gateway(1);
        authorize();
        Duration almostAll = Pace.WINDOW.minus(Pace.LONGEST_WAIT);
        // when
        GatewayOutcome<AuthorizationView> outcome = await(Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .by(almostAll.plusMillis(50))
                .chain(() -> gateway.authorize(request())));
        // then
        assertThat(outcome).isInstanceOf(Approved.class);
        List<Instant> received = server.getAllServeEvents().stream()
                .map(it -> it.getRequest().getLoggedDate().toInstant())
                .sorted()
                .toList();
        // PaceTest is exact; here the first call may have been under way for a while before it was received
        assertThat(Duration.between(received.get(0), received.get(1))).isGreaterThan(Duration.ofMillis(300));
    }
}
