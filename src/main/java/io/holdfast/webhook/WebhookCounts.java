package io.holdfast.webhook;

import io.holdfast.gateway.GatewayWebhooks;
import io.holdfast.gateway.Gateways;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;

/** Shows the counts of webhooks from the start, at nothing: a count that begins at one looks to an alert like one that never moved. */
@Startup
@Singleton
class WebhookCounts {

    static final String METRIC = "holdfast.webhooks";
    static final String METRIC_OF_REFUSALS = "holdfast.webhooks.refused";

    WebhookCounts(Gateways gateways, MeterRegistry metrics) {
        gateways.on().stream()
                .filter(gateway -> gateways.webhooksOf(gateway).isPresent())
                .forEach(gateway -> {
                    List.of("accepted", "refused")
                            .forEach(answer -> metrics.counter(METRIC, "gateway", gateway, "answer", answer));
                    for (GatewayWebhooks.Refusal why : GatewayWebhooks.Refusal.values()) {
                        refused(metrics, gateway, why);
                    }
                });
    }

    static Counter refused(MeterRegistry metrics, String gateway, GatewayWebhooks.Refusal why) {
        return metrics.counter(
                METRIC_OF_REFUSALS, "gateway", gateway, "reason", why.name().toLowerCase(Locale.ROOT));
    }
}
