package io.holdfast.api;

import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.Status;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Tells a call flow which queue a dispute belongs to. */
@ApplicationScoped
public class Routes {

    private final RoutingSettings settings;

    public Routes(RoutingSettings settings) {
        this.settings = settings;
    }

    public String routeOf(Status status, Optional<Attention> attention) {
        return switch (status) {
            case INITIATED ->
                attention.filter(Attention.GATEWAY_UNREACHABLE::equals).isPresent()
                        ? settings.unreachable()
                        : settings.initiated();
            case FAILED -> settings.failed();
            case HELD, RELEASED, CHARGED, EXPIRED -> settings.held();
        };
    }
}
