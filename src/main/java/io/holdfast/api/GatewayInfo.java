package io.holdfast.api;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.holdfast.gateway.Gateway;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Locale;

/**
 * A gateway that is on, as operators see it.
 *
 * @param isDefault whether disputes that name none go to it
 * @param canBeAsked whether it tells how an authorization stands; if not, a repeat of the same request or a webhook does
 * @param timeoutMs of one HTTP call, in milliseconds
 * @param maxConcurrent how many calls may run at once
 */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record GatewayInfo(
        String name,
        String health,
        boolean isDefault,
        boolean canBeAsked,
        boolean canBeListed,
        boolean canRefresh,
        long timeoutMs,
        int maxConcurrent) {

    static GatewayInfo of(Gateway gateway, String defaultName) {
        return new GatewayInfo(
                gateway.name(),
                gateway.health().name().toLowerCase(Locale.ROOT),
                gateway.name().equals(defaultName),
                gateway.capabilities().canBeAsked(),
                gateway.capabilities().canBeListed(),
                gateway.capabilities().canRefresh(),
                gateway.timeout().toMillis(),
                gateway.concurrency());
    }
}
