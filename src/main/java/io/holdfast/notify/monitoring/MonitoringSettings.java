package io.holdfast.notify.monitoring;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Who is told when something goes wrong. */
@ConfigMapping(prefix = "holdfast.monitoring")
public interface MonitoringSettings {

    /** Of one request. */
    @WithDefault("10s")
    Duration timeout();

    Splunk splunk();

    Datadog datadog();

    /** Splunk's HTTP Event Collector. On when the url is set. */
    interface Splunk {

        /** Of the collector; without a path {@code /services/collector/event} is meant. */
        Optional<String> url();

        Optional<String> token();

        /** In place of the token's own. */
        Optional<String> index();

        @WithDefault("holdfast")
        String sourcetype();
    }

    /** Datadog's intake of logs. On when the url is set. */
    interface Datadog {

        /** For example {@code https://http-intake.logs.datadoghq.eu}; without a path {@code /api/v2/logs} is meant. */
        Optional<String> url();

        Optional<String> apiKey();

        @WithDefault("holdfast")
        String service();

        /** Added to each log, for example {@code env:production,team:payments}. */
        Optional<String> tags();
    }
}
