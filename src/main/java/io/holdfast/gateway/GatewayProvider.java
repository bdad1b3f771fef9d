package io.holdfast.gateway;

import java.util.Optional;

/** What a gateway's package gives to the rest: its one bean that others find. It reads and checks its settings when it is made. */
public interface GatewayProvider {

    /** As callers name it, also when it is off. */
    String name();

    /** Empty while it is off: its url or its credential is not set. */
    Optional<Gateway> gateway();

    /** Empty while no secret to verify them with is set. */
    Optional<GatewayWebhooks> webhooks();
}
