package io.holdfast.api;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;

/**
 * Keeps addresses and methods that callers made up out of the metrics: a request that is refused before it reaches a resource would be counted under the
 * address as it was sent, with whatever is in it.
 */
class MetricAddresses {

    private static final String METERS = "http.server.";
    private static final String URI = "uri";
    private static final String UNKNOWN = "/unknown";

    /** Addresses and templates of this system. None has a digit but for the version. */
    private static final Pattern OURS = Pattern.compile("(/v1|/[a-z_.-]{1,40}|/\\{[a-z_]{1,40}})*/?|[A-Z_]{1,20}");

    @Produces
    @Singleton
    MeterFilter onlyOurs() {
        return new MeterFilter() {
            @Override
            public Meter.Id map(Meter.Id id) {
                if (!id.getName().startsWith(METERS)) {
                    return id;
                }
                String uri = id.getTag(URI);
                String method = id.getTag(MethodNames.TAG);
                Meter.Id ours = uri == null || OURS.matcher(uri).matches() ? id : with(id, URI, UNKNOWN);
                return method == null || MethodNames.of(method).equals(method)
                        ? ours
                        : with(ours, MethodNames.TAG, MethodNames.OTHER);
            }

            private static Meter.Id with(Meter.Id id, String key, String value) {
                return id.replaceTags(Tags.of(id.getTags()).and(Tag.of(key, value)));
            }
        };
    }
}
