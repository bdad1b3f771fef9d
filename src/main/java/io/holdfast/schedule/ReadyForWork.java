package io.holdfast.schedule;

import io.holdfast.time.OpeningHours;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready from the moment the process is told to stop, so that no balancer sends more. */
@Readiness
@ApplicationScoped
class ReadyForWork implements HealthCheck {

    private final OpeningHours hours;

    ReadyForWork(OpeningHours hours) {
        this.hours = hours;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("takes on work")
                .status(!hours.closesSoon())
                .build();
    }
}
