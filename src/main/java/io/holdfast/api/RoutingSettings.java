package io.holdfast.api;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The queues that disputes are routed to. */
@ConfigMapping(prefix = "holdfast.routing")
public interface RoutingSettings {

    @WithDefault("Queue_Service_Resolution")
    String held();

    @WithDefault("Queue_Fraud_Prevention")
    String failed();

    @WithDefault("Queue_Verification")
    String initiated();

    @WithDefault("Queue_Service_Verification")
    String unreachable();
}
