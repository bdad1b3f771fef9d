package io.holdfast.api;

import io.holdfast.carddata.CardNumbers;
import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.Status;
import io.holdfast.settings.BadSetting;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Tells a call flow which queue a dispute belongs to. */
@Startup
@ApplicationScoped
public class Routes {

    /** Genesys Cloud's names of queues are not longer. */
    private static final int LONGEST = 256;

    private final RoutingSettings settings;

    /** @throws BadSetting if a queue has a name that callers should not be told */
    public Routes(RoutingSettings settings) {
        this.settings = settings;
        require("held", settings.held());
        require("failed", settings.failed());
        require("initiated", settings.initiated());
        require("unreachable", settings.unreachable());
    }

    private static void require(String name, String queue) {
        String property = "holdfast.routing." + name;
        if (!CleanText.isClean(queue, LONGEST)) {
            throw new BadSetting(property, "has 1 to " + LONGEST + " characters and no control characters");
        }
        if (CardNumbers.contains(queue)) {
            throw new BadSetting(property, "must hold no card number");
        }
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
