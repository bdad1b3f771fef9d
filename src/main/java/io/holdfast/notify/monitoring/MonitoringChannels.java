package io.holdfast.notify.monitoring;

import io.holdfast.notify.Channel;
import io.holdfast.notify.ChannelProvider;
import io.holdfast.notify.wire.Courier;
import io.holdfast.notify.wire.Couriers;
import io.holdfast.secret.Secret;
import io.holdfast.settings.BadSetting;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Makes the channels of {@link MonitoringSettings} that are on. */
@Singleton
class MonitoringChannels implements ChannelProvider {

    private static final String PREFIX = "holdfast.monitoring.";

    /** What can stand in a header. */
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7E]{1,512}");

    private static final int BODY_BYTES = 4096;
    private static final int CONCURRENCY = 4;

    private final MonitoringSettings settings;
    private final Couriers couriers;
    private final Clock clock;

    MonitoringChannels(MonitoringSettings settings, Couriers couriers, Clock clock) {
        this.settings = settings;
        this.couriers = couriers;
        this.clock = clock;
    }

    @Override
    public List<Channel> channels() {
        Duration timeout = settings.timeout();
        if (timeout.compareTo(Duration.ofMillis(100)) < 0 || timeout.compareTo(Duration.ofMinutes(1)) > 0) {
            throw new BadSetting(PREFIX + "timeout", "must be from 100ms to 1m");
        }
        return Stream.of(splunk(timeout), datadog(timeout))
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<Channel> splunk(Duration timeout) {
        MonitoringSettings.Splunk splunk = settings.splunk();
        return address("splunk.url", splunk.url(), "splunk.token", splunk.token(), "/services/collector/event")
                .map(address -> new SplunkChannel(
                        courier(SplunkChannel.NAME, timeout),
                        address,
                        key("splunk.token", splunk.token()),
                        splunk.sourcetype(),
                        given(splunk.index()),
                        clock,
                        timeout));
    }

    private Optional<Channel> datadog(Duration timeout) {
        MonitoringSettings.Datadog datadog = settings.datadog();
        return address("datadog.url", datadog.url(), "datadog.api-key", datadog.apiKey(), "/api/v2/logs")
                .map(address -> new DatadogChannel(
                        courier(DatadogChannel.NAME, timeout),
                        address,
                        key("datadog.api-key", datadog.apiKey()),
                        datadog.service(),
                        given(datadog.tags()),
                        clock,
                        timeout));
    }

    /** A collector is often at home, so its address may be private. */
    private Courier courier(String channel, Duration timeout) {
        return couriers.of(channel, new Courier.Limits(timeout, CONCURRENCY, BODY_BYTES, true));
    }

    private static Optional<URI> address(
            String name, Optional<String> value, String keyName, Optional<String> key, String path) {
        Optional<String> url = given(value);
        if (url.isEmpty()) {
            if (given(key).isPresent()) {
                throw new BadSetting(PREFIX + name, "is not set, though " + PREFIX + keyName + " is");
            }
            return Optional.empty();
        }
        URI address = Courier.address(PREFIX + name, url.get());
        String own = address.getRawPath();
        boolean bare = own == null || own.isEmpty() || own.equals("/");
        return Optional.of(bare ? address.resolve(path) : address);
    }

    private static Secret key(String name, Optional<String> value) {
        String key = given(value).orElseThrow(() -> new BadSetting(PREFIX + name, "is not set"));
        if (!KEY.matcher(key).matches()) {
            throw new BadSetting(PREFIX + name, "must be printable ASCII without spaces");
        }
        return Secret.of(key);
    }

    private static Optional<String> given(Optional<String> value) {
        return value.map(String::strip).filter(it -> !it.isEmpty());
    }
}
